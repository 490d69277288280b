import { type BicepPosition, bicepError } from "./bicep-error.ts";
import type { BicepType, Decorator, ParameterDeclaration } from "./bicep-file.ts";
import { evaluate } from "./evaluate-expression.ts";
import type { Scope } from "./scope.ts";
import { asNumber, isList, isObject, sameValue, toPlain, typeName, type Value } from "./value.ts";

/** Holds a parameter's value against its type and its decorators. @throws BicepError */
export function checkParameter(
  declaration: ParameterDeclaration,
  value: Value,
  scope: Scope,
  at: BicepPosition,
): void {
  const { name, type, decorators } = declaration;
  checkType(`The parameter "${name}"`, type, value, at);
  if (value === null) return;
  for (const decorator of decorators) checkDecorator(name, decorator, value, scope, at);
}

export function checkType(about: string, type: BicepType, value: Value, at: BicepPosition): void {
  if (value === null && type.nullable) return;
  if (type.literals && !type.literals.some((literal) => literal === value))
    throw bicepError(`${about} must be one of ${type.text}, not ${show(value)}.`, at);
  if (type.base !== "other" && !hasType(value, type.base))
    throw bicepError(`${about} must be ${type.text}, not ${typeName(value)}.`, at);
}

const TESTS: Readonly<Record<Exclude<BicepType["base"], "other">, (value: Value) => boolean>> = {
  string: (value) => typeof value === "string",
  int: (value) => Number.isInteger(value),
  bool: (value) => typeof value === "boolean",
  object: isObject,
  array: isList,
};

function hasType(value: Value, base: Exclude<BicepType["base"], "other">): boolean {
  return TESTS[base](value);
}

type Hold = (value: Value, limit: number) => boolean;

const LIMITS: Readonly<Record<string, { readonly holds: Hold; readonly words: string }>> = {
  minLength: { holds: (value, limit) => lengthOf(value) >= limit, words: "at least as long as" },
  maxLength: { holds: (value, limit) => lengthOf(value) <= limit, words: "at most as long as" },
  minValue: { holds: (value, limit) => Number(value) >= limit, words: "at least" },
  maxValue: { holds: (value, limit) => Number(value) <= limit, words: "at most" },
};

function checkDecorator(
  name: string,
  decorator: Decorator,
  value: Value,
  scope: Scope,
  at: BicepPosition,
): void {
  const [argument] = decorator.arguments;
  if (!argument) return;
  const limit = LIMITS[decorator.name];
  if (limit) {
    const number = asNumber(evaluate(argument, scope), argument.at);
    if (!limit.holds(value, number))
      throw bicepError(`The parameter "${name}" must be ${limit.words} ${number}, not ${show(value)}.`, at);
  }
  if (decorator.name !== "allowed") return;
  const allowed = evaluate(argument, scope);
  if (isList(allowed) && !allowed.some((one) => sameValue(toPlain(one, at), toPlain(value, at))))
    throw bicepError(
      `The parameter "${name}" must be one of ${allowed.map(show).join(", ")}, not ${show(value)}.`,
      at,
    );
}

function lengthOf(value: Value): number {
  return typeof value === "string" || isList(value) ? value.length : 0;
}

function show(value: Value): string {
  return typeof value === "object" ? typeName(value) : JSON.stringify(value);
}
