import { randomUUID } from "node:crypto";
import { AGGREGATE_NAMES } from "./aggregate-names.ts";
import { article, CONVERSIONS } from "./binary.ts";
import { compileExpression, tableOf } from "./compile-expression.ts";
import { converted } from "./convert.ts";
import type { KqlFunction, Parameter } from "./function.ts";
import { semanticError } from "./kql-error.ts";
import { mathFunctions } from "./math-functions.ts";
import { nearest } from "./nearest-name.ts";
import { callForValue } from "./own-function.ts";
import { type Compiled, combine, constantOf, type Scope } from "./scope.ts";
import type { Expression } from "./syntax.ts";
import { textFunctions } from "./text-functions.ts";
import { timeFunctions } from "./time-functions.ts";
import { emptyOf, isNumeric, type KqlType } from "./value.ts";

type Call = Extract<Expression, { form: "call" }>;

const FUNCTIONS: Readonly<Record<string, KqlFunction>> = {
  ...mathFunctions,
  ...timeFunctions,
  ...textFunctions,
};

/** Other names of functions. */
const ALIASES: Readonly<Record<string, string>> = {
  notempty: "isnotempty",
  notnull: "isnotnull",
  parsejson: "parse_json",
  todynamic: "parse_json",
  toobject: "parse_json",
  pack: "bag_pack",
  replace: "replace_regex",
  todouble: "toreal",
  toguid: "tostring",
  iif: "iff",
  todecimal: "toreal",
};

const CONVERTERS: Readonly<Record<string, KqlType>> = {
  tostring: "string",
  toreal: "real",
  tolong: "long",
  toint: "int",
  tobool: "bool",
  todatetime: "datetime",
  totimespan: "timespan",
};

/** Functions whose arguments are not all worked out, or that look around. */
const SPECIAL: Readonly<Record<string, (call: Call, scope: Scope) => Compiled>> = {
  now: ({ args, at }, scope) => {
    const offset = args[0] ? only("timespan", compileExpression(args[0], scope), "now", at).value([]) : 0;
    return constantOf("datetime", scope.world.nowMs + Number(offset));
  },
  ago: ({ args, at }, scope) => {
    const [span] = compileArguments({ args, at, name: "ago" }, scope, 1);
    if (!span) throw semanticError("ago(…) takes a span of time, as ago(1h).", at);
    const { nowMs } = scope.world;
    return combine("datetime", [only("timespan", span, "ago", at)], ([ms]) => nowMs - Number(ms));
  },
  iff: (call, scope) => {
    const [condition, yes, no] = compileArguments({ ...call, name: "iff" }, scope, 3);
    if (!condition || !yes || !no)
      throw semanticError("iff(condition, then, else) takes three arguments.", call.at);
    return choose([[condition, yes]], no, call.at);
  },
  case: (call, scope) => {
    const compiled = call.args.map((arg) => compileExpression(arg, scope));
    const otherwise = compiled.pop();
    if (!otherwise || compiled.length === 0 || compiled.length % 2 === 1)
      throw semanticError(
        "case(…) takes pairs of a condition and a value, and one more value at the end.",
        call.at,
      );
    const pairs: [Compiled, Compiled][] = [];
    for (let at = 0; at < compiled.length; at += 2) {
      const [condition, value] = compiled.slice(at, at + 2);
      if (condition && value) pairs.push([condition, value]);
    }
    return choose(pairs, otherwise, call.at);
  },
  coalesce: (call, scope) => {
    const compiled = call.args.map((arg) => compileExpression(arg, scope));
    const type = commonType(
      compiled.map((part) => part.type),
      call.at,
    );
    return combine(
      type,
      compiled.map((part) => converted(part, type)),
      (values) => values.find((value) => value !== null && value !== "") ?? emptyOf(type),
    );
  },
  column_ifexists: ({ args, at }, scope) => {
    const [name, otherwise] = args;
    if (name?.form !== "literal" || typeof name.value !== "string" || !otherwise)
      throw semanticError("column_ifexists(…) takes the name of a column as a text, and a value.", at);
    const is = scope.columns.some((column) => column.name === name.value);
    return compileExpression(is ? { form: "name", name: name.value, at: name.at } : otherwise, scope);
  },
  new_guid: () => ({ type: "string", constant: false, value: () => randomUUID() }),
  toscalar: ({ args, at }, scope) => {
    const table = args[0] && tableOf(args[0], scope);
    if (!table) throw semanticError("toscalar(…) takes a query.", at);
    const type = table.columns[0]?.type ?? "dynamic";
    return constantOf(type, table.rows[0]?.[0] ?? emptyOf(type));
  },
};

/** @throws KqlError (SemanticError) */
export function compileCall(call: Call, scope: Scope): Compiled {
  const own = scope.world.lets.get(call.name);
  if (own && "parameters" in own) return callForValue(own, call, scope);
  const name = aliased(call.name);
  const special = Object.hasOwn(SPECIAL, name) ? SPECIAL[name] : undefined;
  if (special) return special(call, scope);
  const type = Object.hasOwn(CONVERTERS, name) ? CONVERTERS[name] : undefined;
  if (type) return compileConversion(call, type, scope);
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (known) return compileFunction(call, known, scope);
  throw semanticError(unknownFunction(call.name), call.at);
}

const aliased = (name: string) => (Object.hasOwn(ALIASES, name) ? (ALIASES[name] ?? name) : name);

function unknownFunction(name: string): string {
  if (AGGREGATE_NAMES.includes(name)) return `${name}(…) is an aggregate: it stands in 'summarize' only.`;
  const known = [
    ...Object.keys(FUNCTIONS),
    ...Object.keys(SPECIAL),
    ...Object.keys(CONVERTERS),
    ...Object.keys(ALIASES),
  ];
  return `The function '${name}' is not in the lab cloud's KQL.${nearest(name, known)}`;
}

function compileConversion(call: Call, type: KqlType, scope: Scope): Compiled {
  const [value] = compileArguments(call, scope, 1);
  if (!value) throw semanticError(`${call.name}(…) takes one argument.`, call.at);
  return converted(value, type);
}

function compileArguments(
  { args, name, at }: Pick<Call, "args" | "name" | "at">,
  scope: Scope,
  count: number,
) {
  if (args.length !== count)
    throw semanticError(
      `${name}(…) takes ${count} ${count === 1 ? "argument" : "arguments"}, not ${args.length}.`,
      at,
    );
  return args.map((arg) => compileExpression(arg, scope));
}

function compileFunction(call: Call, known: KqlFunction, scope: Scope): Compiled {
  checkCount(call, known);
  const last = known.parameters.at(-1) ?? "any";
  const args = call.args.map((arg, index) =>
    only(known.parameters[index] ?? last, compileExpression(arg, scope), call.name, arg.at),
  );
  const types = args.map(({ type }) => type);
  const type = typeof known.returns === "function" ? known.returns(types) : known.returns;
  return combine(type, args, (values) => {
    if (!known.takesNull && values.includes(null)) return emptyOf(type);
    const value = known.call(values, types);
    return typeof value === "number" && Number.isNaN(value) && type !== "real" ? null : value;
  });
}

function checkCount(
  { args, name, at }: Call,
  { parameters, optional = 0, variadic = false }: KqlFunction,
): void {
  const least = parameters.length - optional;
  const most = variadic ? Number.POSITIVE_INFINITY : parameters.length;
  if (args.length >= least && args.length <= most) return;
  const wanted = variadic ? `at least ${least}` : least === most ? `${least}` : `${least} to ${most}`;
  throw semanticError(`${name}(…) takes ${wanted} arguments, not ${args.length}.`, at);
}

const ACCEPTED: Readonly<Record<Exclude<Parameter, "any">, (type: KqlType) => boolean>> = {
  text: (type) => type === "string",
  number: isNumeric,
  datetime: (type) => type === "datetime",
  timespan: (type) => type === "timespan",
  bool: (type) => type === "bool",
  dynamic: (type) => type === "dynamic",
};
const TARGETS: Readonly<Record<Exclude<Parameter, "any">, KqlType>> = {
  text: "string",
  number: "real",
  datetime: "datetime",
  timespan: "timespan",
  bool: "bool",
  dynamic: "dynamic",
};

/** The argument, if it is what the parameter takes. */
function only(parameter: Parameter, arg: Compiled, name: string, at: number): Compiled {
  if (parameter === "any" || ACCEPTED[parameter](arg.type)) return arg;
  const target = TARGETS[parameter];
  if (arg.type === "dynamic" && target !== "dynamic") return converted(arg, target);
  throw semanticError(
    `${name}(…) takes ${article(target)} here, not ${article(arg.type)}. ${CONVERSIONS[target]}(…) converts.`,
    at,
  );
}

/** The value of the first condition that holds. */
function choose(
  pairs: readonly (readonly [Compiled, Compiled])[],
  otherwise: Compiled,
  at: number,
): Compiled {
  const values = [...pairs.map(([, value]) => value), otherwise];
  const type = commonType(
    values.map((value) => value.type),
    at,
  );
  const options = pairs.map(([condition, value]) => [condition, converted(value, type)] as const);
  const last = converted(otherwise, type);
  return {
    type,
    constant: false,
    value: (row) => (options.find(([condition]) => condition.value(row) === true)?.[1] ?? last).value(row),
  };
}

function commonType(types: readonly KqlType[], at: number): KqlType {
  const [first = "dynamic"] = types;
  if (types.every((type) => type === first)) return first;
  if (types.every(isNumeric)) return types.includes("real") ? "real" : "long";
  const plain = types.filter((type) => type !== "dynamic");
  if (plain.length < types.length)
    return plain.every((type) => type === plain[0]) ? (plain[0] ?? "dynamic") : "dynamic";
  throw semanticError(`The values are of different types: ${[...new Set(types)].join(", ")}.`, at);
}
