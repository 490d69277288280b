import { nearestName } from "../../config/nearest-name.ts";
import { type BicepPosition, bicepError } from "./bicep-error.ts";
import type {
  BicepExpression,
  CallExpression,
  IndexExpression,
  LambdaExpression,
  LoopExpression,
  MemberExpression,
  ObjectExpression,
} from "./bicep-expression.ts";
import { callFunction } from "./functions/call-function.ts";
import { applyOperator } from "./operators.ts";
import { type Scope, withNames } from "./scope.ts";
import {
  asBoolean,
  asList,
  asNumber,
  asText,
  Closure,
  isList,
  isObject,
  Reference,
  typeName,
  type Value,
  writeText,
} from "./value.ts";

/** Ends a chain: `a.?b.c` is null when `a` has no `b`. */
const NOTHING = Symbol("nothing");

/** @throws BicepError with the place of what cannot be evaluated */
export function evaluate(expression: BicepExpression, scope: Scope): Value {
  const value = evaluateChain(expression, scope);
  return value === NOTHING ? null : value;
}

function evaluateChain(expression: BicepExpression, scope: Scope): Value | typeof NOTHING {
  switch (expression.kind) {
    case "member":
      return evaluateMember(expression, scope);
    case "index":
      return evaluateIndex(expression, scope);
    case "call":
      return evaluateCall(expression, scope);
    case "child":
      return evaluateChild(expression, scope);
    default:
      return evaluateWhole(expression, scope);
  }
}

type Chained =
  | MemberExpression
  | IndexExpression
  | CallExpression
  | Extract<BicepExpression, { kind: "child" }>;

function evaluateWhole(expression: Exclude<BicepExpression, Chained>, scope: Scope): Value {
  const { at } = expression;
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "text":
      return expression.parts
        .map((part) => (typeof part === "string" ? part : writeText(evaluate(part, scope), part.at)))
        .join("");
    case "array":
      return expression.items.map((item) => evaluate(item, scope));
    case "object":
      return evaluateObject(expression, scope);
    case "name":
      return findName(expression.name, scope, at);
    case "unary":
      return expression.operator === "!"
        ? !asBoolean(evaluate(expression.operand, scope), expression.operand.at)
        : -asNumber(evaluate(expression.operand, scope), expression.operand.at);
    case "binary":
      return evaluateBinary(expression, scope);
    case "ternary":
      return asBoolean(evaluate(expression.condition, scope), expression.condition.at)
        ? evaluate(expression.consequence, scope)
        : evaluate(expression.alternative, scope);
    case "lambda":
      return closureOf(expression, scope);
    case "loop":
      return evaluateLoop(expression, scope);
    case "if":
      throw bicepError("if stands before the body of a resource or a module only.", at);
  }
}

function evaluateBinary(expression: Extract<BicepExpression, { kind: "binary" }>, scope: Scope): Value {
  const { operator, left, right, at } = expression;
  const first = evaluate(left, scope);
  if (operator === "??") return first ?? evaluate(right, scope);
  if (operator === "&&") return asBoolean(first, left.at) && asBoolean(evaluate(right, scope), right.at);
  if (operator === "||") return asBoolean(first, left.at) || asBoolean(evaluate(right, scope), right.at);
  return applyOperator(operator, first, evaluate(right, scope), at);
}

export function evaluateObject(
  { properties }: ObjectExpression,
  scope: Scope,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    properties.map(({ name, value }) => [
      typeof name === "string" ? name : asText(evaluate(name, scope), name.at),
      evaluate(value, scope),
    ]),
  );
}

function findName(name: string, scope: Scope, at: BicepPosition): Value {
  const value = scope.find(name, at);
  if (value !== undefined) return value;
  const near = nearestName(name, scope.names);
  throw bicepError(`There is no "${name}" here.${near ? ` Did you mean "${near}"?` : ""}`, at);
}

function closureOf({ parameters, body }: LambdaExpression, scope: Scope): Closure {
  return new Closure((given) => {
    const names = parameters.map((name, index): [string, Value] => [name, given[index] ?? null]);
    return evaluate(body, withNames(scope, Object.fromEntries(names)));
  });
}

function evaluateLoop(loop: LoopExpression, scope: Scope): readonly Value[] {
  return loopScopes(loop, scope).map((inner) => evaluate(loop.body, inner));
}

/** The scope of each turn of a loop. */
export function loopScopes({ item, index, list }: LoopExpression, scope: Scope): readonly Scope[] {
  const items = asList(evaluate(list, scope), list.at);
  return items.map((value, turn) =>
    withNames(scope, { [item]: value, ...(index === undefined ? {} : { [index]: turn }) }),
  );
}

function evaluateMember({ object, name, safe, at }: MemberExpression, scope: Scope): Value | typeof NOTHING {
  const owner = evaluateChain(object, scope);
  if (owner === NOTHING) return NOTHING;
  const value = memberOf(owner, name);
  if (value !== undefined) return value;
  if (safe) return NOTHING;
  throw bicepError(noMember(owner, name), at);
}

function memberOf(owner: Value, name: string): Value | undefined {
  if (owner instanceof Reference) return owner.member(name);
  return isObject(owner) && Object.hasOwn(owner, name) ? owner[name] : undefined;
}

function noMember(owner: Value, name: string): string {
  if (owner instanceof Reference) return owner.lacks(name);
  if (!isObject(owner)) return `${typeName(owner)} has no "${name}".`;
  const names = Object.keys(owner);
  const near = nearestName(name, names);
  return `There is no "${name}" in it. ${near ? `Did you mean "${near}"?` : `There are: ${names.join(", ") || "none"}.`}`;
}

function evaluateIndex({ object, index, safe, at }: IndexExpression, scope: Scope): Value | typeof NOTHING {
  const owner = evaluateChain(object, scope);
  if (owner === NOTHING) return NOTHING;
  const key = evaluate(index, scope);
  const value = isList(owner) ? owner[asNumber(key, index.at)] : memberOf(owner, asText(key, index.at));
  if (value !== undefined) return value;
  if (safe) return NOTHING;
  const length = isList(owner) ? ` It has ${owner.length} items.` : "";
  throw bicepError(`There is no [${String(key)}] in ${typeName(owner)}.${length}`, at);
}

function evaluateChild(expression: Extract<BicepExpression, { kind: "child" }>, scope: Scope): Value {
  const { object, name, at } = expression;
  const owner = evaluate(object, scope);
  const child = owner instanceof Reference ? owner.child(name) : undefined;
  if (child !== undefined) return child;
  throw bicepError(`${typeName(owner)} has no resource "${name}" inside.`, at);
}

function evaluateCall(
  { callee, arguments: given, at }: CallExpression,
  scope: Scope,
): Value | typeof NOTHING {
  const values = () => given.map((argument) => evaluate(argument, scope));
  if (callee.kind === "name") {
    const own = scope.find(callee.name, at);
    if (own instanceof Closure) return own.invoke(values());
    return callFunction(callee.name, values(), { scope, at, places: given.map((argument) => argument.at) });
  }
  if (callee.kind !== "member") throw bicepError("This cannot be called.", at);
  const owner = evaluateChain(callee.object, scope);
  if (owner === NOTHING) return NOTHING;
  const value = owner instanceof Reference ? owner.method(callee.name, values(), callee.at) : undefined;
  if (value !== undefined) return value;
  throw bicepError(`${typeName(owner)} has no function "${callee.name}".`, callee.at);
}
