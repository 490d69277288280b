import type { Expression } from "../syntax/syntax-tree.ts";
import { BOOL, DYNAMIC, type NetType, typeOf, typeText } from "../types/net-type.ts";
import type { TypeLibrary } from "../types/type-library.ts";
import { complement, negate, promotedKind } from "../values/arithmetic.ts";
import type { NumberKind } from "../values/numbers.ts";
import { fitOf, NUMERIC } from "./assignable.ts";
import type { Code } from "./code.ts";
import { compileCode } from "./compile-code.ts";
import { conversionTo } from "./convert-value.ts";
import { convertCode, type Place } from "./place.ts";
import { truth } from "./truth.ts";

type Unary = Extract<Expression, { kind: "unary" }>;
type Ternary = Extract<Expression, { kind: "ternary" }>;

/** `!x`, `-x`, `+x`, `~x`. */
export function compileUnary({ operator, operand, at }: Unary, place: Place): Code {
  const code = compileCode(operand, place);
  if (operator === "!")
    return isNullableBool(code.type) ? compileLiftedNot(code) : compileNot(code, at, place);
  const type = unaryType(operator, code.type);
  if (!type) {
    const message = `Operator '${operator}' cannot be applied to an operand of type '${typeText(code.type)}'.`;
    place.compilation.problem(message, at);
  }
  const { run } = code;
  const constant = code.constant === true;
  if (operator === "-") return { type: type ?? DYNAMIC, constant, run: (frame) => negate(run(frame)) };
  if (operator === "~") return { type: type ?? DYNAMIC, run: (frame) => complement(run(frame)) };
  return { type: type ?? DYNAMIC, run };
}

function isNullableBool(type: NetType): boolean {
  return type.name === "?" && type.args[0]?.name === BOOL.name;
}

/** `!` of a `bool?` stays null for null. */
function compileLiftedNot({ type, run }: Code): Code {
  return {
    type,
    run: (frame) => {
      const value = run(frame);
      return value === null ? null : !value;
    },
  };
}

function compileNot(code: Code, at: number, place: Place): Code {
  if (fitOf(code.type, BOOL, place.compilation.library) === undefined) {
    const message = `Operator '!' cannot be applied to an operand of type '${typeText(code.type)}'.`;
    place.compilation.problem(message, at);
  }
  const test = truth(code);
  return { type: BOOL, run: (frame) => !test(frame) };
}

function unaryType(operator: string, type: NetType): NetType | undefined {
  const [inner] = type.args;
  if (type.name === "?" && inner) {
    const lifted = unaryType(operator, inner);
    return lifted && typeOf("?", lifted);
  }
  if (type.name === "dynamic" || (type.name === "TimeSpan" && operator === "-")) return type;
  return NUMERIC.has(type.name) ? typeOf(promotedKind(type.name as NumberKind, "int")) : undefined;
}

/** `test ? yes : no`. */
export function compileTernary({ test, yes, no, at }: Ternary, place: Place, wanted?: NetType): Code {
  const condition = truth({
    type: BOOL,
    run: convertCode(compileCode(test, place), BOOL, place, test.at),
  });
  const first = compileCode(yes, place, wanted);
  const second = compileCode(no, place, wanted);
  const type = unifyTypes(first, second, place) ?? wanted;
  if (!type) {
    const types = `'${typeText(first.type)}' and '${typeText(second.type)}'`;
    place.compilation.problem(`The two sides of '?:' have types that do not go together: ${types}.`, at);
  }
  const [one, other] = [converted(first, type, place), converted(second, type, place)];
  return {
    type: type ?? DYNAMIC,
    run: (frame) => (condition(frame) ? one(frame) : other(frame)),
  };
}

function converted(code: Code, type: NetType | undefined, { compilation }: Place): Code["run"] {
  const convert = type && conversionTo(code.type, type, compilation.library);
  if (!convert || code.type.name === "dynamic") return code.run;
  return (frame) => convert(code.run(frame));
}

/** The type that both values can have; undefined when there is none. */
export function unifyTypes(first: Code, second: Code, { compilation }: Place): NetType | undefined {
  const { library } = compilation;
  if (first.type.name === "dynamic" || second.type.name === "dynamic") return DYNAMIC;
  if (first.type.name === second.type.name) return first.type;
  if (first.type.name === "null" || second.type.name === "null") return withNull(first, second, library);
  if (fitOf(second.type, first.type, library, second.constant) !== undefined) return first.type;
  return fitOf(first.type, second.type, library, first.constant) === undefined ? undefined : second.type;
}

function withNull(first: Code, second: Code, library: TypeLibrary): NetType | undefined {
  const { type } = first.type.name === "null" ? second : first;
  return library.definitionOf(type)?.isValueType && type.name !== "?" ? undefined : type;
}
