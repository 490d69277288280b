import type { Statement, VariableDeclarator } from "../syntax/syntax-tree.ts";
import { DYNAMIC, type NetType, OBJECT, typeOf } from "../types/net-type.ts";
import { KeyValuePair } from "../values/net-dictionary.ts";
import { invalidOperation } from "../values/net-exception.ts";
import { NetTuple } from "../values/net-tuple.ts";
import { type Code, type Execute, NEXT } from "./code.ts";
import { compileItems } from "./compile-array.ts";
import { compileCode } from "./compile-code.ts";
import { compileLambda } from "./compile-lambda.ts";
import { convertCode, type Place, UNUSABLE } from "./place.ts";
import { writeVariable } from "./scope.ts";

type Of<Kind extends Statement["kind"]> = Extract<Statement, { kind: Kind }>;

/** `var a = 1, b = 2;` */
export function compileVariables({ type, variables }: Of<"variables">, place: Place): Execute {
  const isVar = type.name === "var";
  const declared = isVar ? undefined : place.compilation.resolveType(type);
  const steps = variables.map((variable) => compileVariable(variable, declared, place));
  const [only] = steps;
  if (only && steps.length === 1) return only;
  return (frame) => {
    for (const step of steps) step(frame);
    return NEXT;
  };
}

function compileVariable(
  { name, value, at }: VariableDeclarator,
  declared: NetType | undefined,
  place: Place,
): Execute {
  refuseSecond(name, at, place);
  if (!value) return declareEmpty(name, declared, at, place);
  const code = initialValue(value, declared, place);
  if (!declared) refuseUntyped(name, code, at, place);
  const run = declared ? convertCode(code, declared, place, value.at) : code.run;
  const type = declared ?? (code.type.name === "null" ? OBJECT : code.type);
  const assign = writeVariable(place.scope.declare(name, type), place.scope);
  return (frame) => {
    assign(frame, run(frame));
    return NEXT;
  };
}

function initialValue(
  value: NonNullable<VariableDeclarator["value"]>,
  declared: NetType | undefined,
  place: Place,
): Code {
  if (value.kind !== "initializer") return compileCode(value, place, declared);
  if (declared?.name === "[]") return compileItems(value, declared.args[0], place);
  place.compilation.problem("A list in braces needs 'new' here.", value.at);
  return UNUSABLE;
}

function declareEmpty(name: string, declared: NetType | undefined, at: number, place: Place): Execute {
  if (!declared) place.compilation.problem(`'var ${name}' needs a value.`, at);
  const type = declared ?? DYNAMIC;
  const assign = writeVariable(place.scope.declare(name, type), place.scope);
  const fallback = place.compilation.library.definitionOf(type)?.fallback ?? null;
  return (frame) => {
    assign(frame, fallback);
    return NEXT;
  };
}

/** C# lets an inner block not use a name again that is taken around it. */
function refuseSecond(name: string, at: number, { compilation, scope }: Place): void {
  if (scope.find(name)) compilation.problem(`The variable '${name}' is declared already.`, at);
}

function refuseUntyped(name: string, code: Code, at: number, { compilation }: Place): void {
  if (code.type.name === "null") {
    compilation.problem(`'var ${name} = null' has no type: write 'string ${name} = null' or its like.`, at);
  } else if (code.type.name === "void") {
    compilation.problem(`The value of '${name}' is none: the call gives nothing back.`, at);
  }
}

/** `var (a, b) = pair;` */
export function compileDeconstruct({ names, value, at }: Of<"deconstruct">, place: Place): Execute {
  const code = compileCode(value, place);
  const assigns = names.map((name, index) => {
    if (name === undefined) return undefined;
    refuseSecond(name, at, place);
    const type = code.type.name === "ValueTuple" ? (code.type.args[index] ?? DYNAMIC) : DYNAMIC;
    return writeVariable(place.scope.declare(name, type), place.scope);
  });
  return (frame) => {
    const parts = partsOf(code.run(frame));
    for (const [index, assign] of assigns.entries()) assign?.(frame, parts[index] ?? null);
    return NEXT;
  };
}

/** What a tuple or a pair falls apart into. */
export function partsOf(value: unknown): readonly unknown[] {
  if (value instanceof NetTuple) return value.items;
  if (value instanceof KeyValuePair) return [value.pairKey, value.value];
  throw invalidOperation("The value cannot be taken apart.");
}

/** Makes a function's name known to the whole block, so that functions may call each other. */
export function declareFunction({ name, type, lambda, at }: Of<"function">, place: Place): void {
  refuseSecond(name, at, place);
  place.scope.declare(
    name,
    typeOf("Func", ...parameterTypes(lambda, place), place.compilation.resolveType(type)),
  );
}

function parameterTypes(lambda: Of<"function">["lambda"], { compilation }: Place): NetType[] {
  return lambda.parameters.map(({ type }) => (type ? compilation.resolveType(type) : DYNAMIC));
}

/** `int Twice(int x) => x * 2;`: the name has been declared. */
export function compileFunction({ name, type, lambda }: Of<"function">, place: Place): Execute {
  const returns = place.compilation.resolveType(type);
  const { run } = compileLambda(lambda, [], returns, place);
  const variable = place.scope.find(name);
  if (!variable) return () => NEXT;
  const assign = writeVariable(variable, place.scope);
  return (frame) => {
    assign(frame, run(frame));
    return NEXT;
  };
}
