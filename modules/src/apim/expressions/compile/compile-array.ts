import type { Expression, Initializer, InitializerValue } from "../syntax/syntax-tree.ts";
import { DYNAMIC, INT, type NetType, OBJECT, typeOf } from "../types/net-type.ts";
import { NetException } from "../values/net-exception.ts";
import { castNumber, isNumber, toJsNumber } from "../values/numbers.ts";
import { outOfMemory } from "../values/sequences.ts";
import type { Code, Evaluate } from "./code.ts";
import { compileCode } from "./compile-code.ts";
import { unifyTypes } from "./compile-unary.ts";
import { conversionTo } from "./convert-value.ts";
import { convertCode, type Place, UNUSABLE } from "./place.ts";

type NewArray = Extract<Expression, { kind: "new-array" }>;

const LONGEST_ARRAY = 5_000_000;

/** `new int[3]`, `new[] { 1, 2 }`, `new string[] { "a" }`. */
export function compileNewArray({ element, length, items }: NewArray, place: Place, wanted?: NetType): Code {
  const type = element ? place.compilation.resolveType(element) : undefined;
  if (items) return compileItems(items, type ?? elementOf(wanted), place);
  return compileEmpty(type ?? OBJECT, length, place);
}

function elementOf(type: NetType | undefined): NetType | undefined {
  return type?.name === "[]" ? type.args[0] : undefined;
}

function compileEmpty(element: NetType, length: Expression | undefined, place: Place): Code {
  const size = length ? convertCode(compileCode(length, place), INT, place, length.at) : () => 0;
  const fallback = place.compilation.library.definitionOf(element)?.fallback ?? null;
  const run: Evaluate = (frame) => {
    const count = arrayLength(size(frame));
    return element.name === "byte" ? new Uint8Array(count) : new Array<unknown>(count).fill(fallback);
  };
  return { type: typeOf("[]", element), run };
}

function arrayLength(value: unknown): number {
  const count = isNumber(value) ? toJsNumber(value) : 0;
  if (count > LONGEST_ARRAY) throw outOfMemory();
  if (count < 0)
    throw new NetException("System.OverflowException", "Arithmetic operation resulted in an overflow.");
  return count;
}

/** The items of an array; without a type they agree on one. */
export function compileItems(items: Initializer, element: NetType | undefined, place: Place): Code {
  const values = items.entries.flatMap((entry) => (entry.kind === "add" ? entry.values : [entry.value]));
  const codes = values.map((value) => compileItem(value, element, place));
  const type = element ?? commonType(codes, items.at, place);
  const { library } = place.compilation;
  const runs = codes.map((code, index) => {
    if (element) return convertCode(code, element, place, values[index]?.at ?? items.at);
    const convert = conversionTo(code.type, type, library);
    return convert ? (frame: Parameters<Evaluate>[0]) => convert(code.run(frame)) : code.run;
  });
  const isBytes = type.name === "byte";
  return {
    type: typeOf("[]", type),
    run: (frame) => {
      const values = runs.map((run) => run(frame));
      return isBytes ? Uint8Array.from(values, toByte) : values;
    },
  };
}

function toByte(value: unknown): number {
  return isNumber(value) ? toJsNumber(castNumber(value, "byte")) : 0;
}

function compileItem(value: InitializerValue, element: NetType | undefined, place: Place): Code {
  if (value.kind !== "initializer") return compileCode(value, place, element);
  if (element?.name === "[]") return compileItems(value, element.args[0], place);
  place.compilation.problem("A list in braces needs a type here: new[] { … }.", value.at);
  return UNUSABLE;
}

function commonType(codes: readonly Code[], at: number, place: Place): NetType {
  let common = codes[0];
  if (!common) {
    place.compilation.problem("An empty array needs a type: new string[] { }.", at);
    return DYNAMIC;
  }
  for (const code of codes.slice(1)) {
    const type = unifyTypes(common, code, place);
    if (!type) {
      place.compilation.problem("The items of this array have no common type: write new object[] { … }.", at);
      return DYNAMIC;
    }
    common = { ...code, type };
  }
  return common.type.name === "null" ? OBJECT : common.type;
}
