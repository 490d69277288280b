import { bicepError } from "../bicep-error.ts";
import { hashGuid, hashLetters } from "../deployment.ts";
import { isList, isObject, toPlain, typeName, type Value, writeText } from "../value.ts";
import { type BicepFunctions, type Given, takes } from "./bicep-function.ts";

export const textFunctions: BicepFunctions = {
  base64: takes(1, 1, (given) => Buffer.from(given.text(0)).toString("base64")),
  base64ToString: takes(1, 1, (given) => Buffer.from(given.text(0), "base64").toString()),
  bool: takes(1, 1, (given) => /^(true|1)$/i.test(writeText(given.value(0), given.at))),
  endsWith: takes(2, 2, (given) => lower(given, 0).endsWith(lower(given, 1))),
  format: takes(1, undefined, format),
  guid: takes(1, undefined, (given) => hashGuid(given.texts())),
  int: takes(1, 1, readInt),
  join: takes(2, 2, (given) =>
    given
      .list(0)
      .map((item) => writeText(item, given.placeOf(0)))
      .join(given.text(1)),
  ),
  json: takes(1, 1, readJson),
  padLeft: takes(2, 3, (given) =>
    writeText(given.value(0), given.at).padStart(
      given.number(1),
      given.values.length > 2 ? given.text(2) : " ",
    ),
  ),
  replace: takes(3, 3, replace),
  split: takes(2, 2, split),
  startsWith: takes(2, 2, (given) => lower(given, 0).startsWith(lower(given, 1))),
  string: takes(1, 1, (given) => writeText(given.value(0), given.placeOf(0))),
  substring: takes(2, 3, substring),
  toLower: takes(1, 1, (given) => given.text(0).toLowerCase()),
  toUpper: takes(1, 1, (given) => given.text(0).toUpperCase()),
  trim: takes(1, 1, (given) => given.text(0).trim()),
  uniqueString: takes(1, undefined, (given) => hashLetters(given.texts(), 13)),
  uri: takes(2, 2, (given) => new URL(given.text(1), given.text(0)).href),
  uriComponent: takes(1, 1, (given) => encodeURIComponent(given.text(0))),
  uriComponentToString: takes(1, 1, (given) => decodeURIComponent(given.text(0))),
};

/** Bicep compares beginnings and ends without regard to case. */
function lower(given: Given, index: number): string {
  return given.text(index).toLowerCase();
}

function format(given: Given): Value {
  return given.text(0).replace(/\{\{|\}\}|\{(\d+)(?::[^}]*)?\}/g, (whole, index: string | undefined) => {
    if (index === undefined) return whole.charAt(0);
    const position = Number(index) + 1;
    if (whole.includes(":"))
      throw bicepError(`format: "${whole}" is not understood; only {0}, {1}, … are.`, given.placeOf(0));
    if (position >= given.values.length)
      throw bicepError(`format: there is no value for ${whole}.`, given.placeOf(0));
    return writeText(given.value(position), given.placeOf(position));
  });
}

function replace(given: Given): Value {
  const [text, sought, instead] = [given.text(0), given.text(1), given.text(2)];
  if (sought === "") throw bicepError("replace: there is nothing to look for.", given.placeOf(1));
  const replaced = text.replaceAll(sought, () => instead);
  given.scope.derived(replaced, text);
  return replaced;
}

function readInt(given: Given): Value {
  const value = given.value(0);
  const number = typeof value === "string" ? Number(value.trim() || Number.NaN) : value;
  if (typeof number === "number" && Number.isFinite(number)) return Math.trunc(number);
  throw bicepError(`"${writeText(value, given.at)}" is no whole number.`, given.placeOf(0));
}

function readJson(given: Given): Value {
  try {
    return JSON.parse(given.text(0));
  } catch {
    throw bicepError("json: the text is no JSON.", given.placeOf(0));
  }
}

function split(given: Given): Value {
  const signs = given.value(1);
  const separators = isList(signs) ? signs.map((sign) => writeText(sign, given.placeOf(1))) : [given.text(1)];
  return separators.reduce<string[]>(
    (parts, sign) => parts.flatMap((part) => part.split(sign)),
    [given.text(0)],
  );
}

function substring(given: Given): Value {
  const text = given.text(0);
  const from = given.number(1);
  const length = given.values.length > 2 ? given.number(2) : text.length - from;
  if (from < 0 || length < 0 || from + length > text.length)
    throw bicepError(`substring: "${text}" has ${text.length} characters only.`, given.at);
  return text.slice(from, from + length);
}

/** Functions that take a text, an array or an object. */
export const collectionFunctions: BicepFunctions = {
  concat: takes(1, undefined, (given) =>
    isList(given.value(0))
      ? given.values.flatMap((_value, index) => given.list(index))
      : given.values.map((value, index) => writeText(value, given.placeOf(index))).join(""),
  ),
  contains: takes(2, 2, contains),
  empty: takes(1, 1, (given) => given.value(0) === null || lengthOf(given) === 0),
  first: takes(1, 1, (given) => sliceOf(given, 0, 1)[0] ?? (typeof given.value(0) === "string" ? "" : null)),
  indexOf: takes(2, 2, (given) => searchable(given).indexOf(searched(given))),
  last: takes(1, 1, (given) => sliceOf(given, -1)[0] ?? (typeof given.value(0) === "string" ? "" : null)),
  lastIndexOf: takes(2, 2, (given) => searchable(given).lastIndexOf(searched(given))),
  length: takes(1, 1, lengthOf),
  skip: takes(2, 2, (given) => sliceOf(given, Math.max(0, given.number(1)))),
  take: takes(2, 2, (given) => sliceOf(given, 0, Math.max(0, given.number(1)))),
};

function contains(given: Given): Value {
  const value = given.value(0);
  if (typeof value === "string") return value.includes(given.text(1));
  if (!isObject(value)) return searchable(given).indexOf(searched(given)) >= 0;
  const name = given.text(1).toLowerCase();
  return Object.keys(value).some((key) => key.toLowerCase() === name);
}

function lengthOf(given: Given): number {
  const value = given.value(0);
  if (isList(value) || typeof value === "string") return value.length;
  if (isObject(value)) return Object.keys(value).length;
  throw bicepError(`A string, array or object is needed here, not ${typeName(value)}.`, given.placeOf(0));
}

function sliceOf(given: Given, from: number, to?: number): string | readonly Value[] {
  const value = given.value(0);
  return typeof value === "string" ? value.slice(from, to) : given.list(0).slice(from, to);
}

interface Searchable {
  indexOf(sought: string): number;
  lastIndexOf(sought: string): number;
}

/** A text without regard to case, or the items of an array, each as JSON. */
function searchable(given: Given): Searchable {
  const value = given.value(0);
  if (typeof value === "string") return value.toLowerCase();
  return given.list(0).map((item) => JSON.stringify(toPlain(item, given.placeOf(0))));
}

function searched(given: Given): string {
  if (typeof given.value(0) === "string") return given.text(1).toLowerCase();
  return JSON.stringify(toPlain(given.value(1), given.placeOf(1)));
}
