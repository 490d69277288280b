import { readPattern } from "./binary.ts";
import { convertValue } from "./convert.ts";
import { asNumber, asText, define, type KqlFunction } from "./function.ts";
import { compareValues, isObject, type KqlType, keyOf, showValue, toDynamic, type Value } from "./value.ts";

const text = (change: (text: string) => string): KqlFunction =>
  define(["text"], "string", ([value]) => change(asText(value)));

const joined = (values: readonly Value[], types: readonly KqlType[]) =>
  values.map((value, index) => showValue(value, types[index] ?? "string"));

/** `substring("abc", -1)` begins at the end. */
function substring(whole: string, start: number, length: number): string {
  const from = start < 0 ? Math.max(whole.length + start, 0) : start;
  return whole.slice(from, from + Math.max(length, 0));
}

function trim(pattern: string, whole: string, sides: "both" | "start" | "end"): string {
  const source = pattern.replace(/^\(\?i\)/, "");
  readPattern(source, 0);
  const front = sides === "end" ? whole : whole.replace(new RegExp(`^(?:${source})`, "u"), "");
  return sides === "start" ? front : front.replace(new RegExp(`(?:${source})$`, "u"), "");
}

const indexOf = (whole: string, sought: string) => whole.indexOf(sought);

function countOf(whole: string, sought: string): number {
  return sought === "" ? 0 : whole.split(sought).length - 1;
}

function extract(pattern: string, group: number, whole: string): string {
  return readPattern(pattern, 0).exec(whole)?.[group] ?? "";
}

function replaceByPattern(whole: string, pattern: string, by: string): string {
  const { source, flags } = readPattern(pattern, 0);
  return whole.replace(
    new RegExp(source, `${flags}g`),
    by.replace(/\$(?!\d)/g, "$$$$").replace(/\\(\d)/g, "$$$1"),
  );
}

/** Each character of `from` becomes the one at its place in `to`, or the last one of it. */
function translate(from: string, to: string, whole: string): string {
  return [...whole]
    .map((sign) => (from.includes(sign) ? (to[from.indexOf(sign)] ?? to.at(-1) ?? "") : sign))
    .join("");
}

function decodeOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // As it is, where it is not encoded.
    return text;
  }
}

/** What the groups found; where there is one group only, its texts alone. */
function extractAll(pattern: string, whole: string): Value {
  const { source, flags } = readPattern(pattern, 0);
  const found = [...whole.matchAll(new RegExp(source, `${flags}g`))].map((match) => match.slice(1));
  if (found.length === 0) return null;
  return found.map((groups) =>
    groups.length === 1 ? (groups[0] ?? "") : groups.map((group) => group ?? ""),
  );
}

function lengthOf(value: Value): Value {
  return Array.isArray(value) ? value.length : null;
}

function bag(values: readonly Value[], types: readonly KqlType[]): Value {
  const entries: [string, Value][] = [];
  for (let at = 0; at + 1 < values.length; at += 2)
    entries.push([String(values[at]), toDynamic(values[at + 1] ?? null, types[at + 1] ?? "dynamic")]);
  return Object.fromEntries(entries);
}

const isEmpty = (value: Value | undefined) => value === null || value === "" || value === undefined;

export const textFunctions: Readonly<Record<string, KqlFunction>> = {
  tolower: text((value) => value.toLowerCase()),
  toupper: text((value) => value.toUpperCase()),
  reverse: text((value) => [...value].reverse().join("")),
  strlen: define(["text"], "long", ([value]) => [...asText(value)].length),
  strcat: define(["any"], "string", (values, types) => joined(values, types).join(""), {
    variadic: true,
    takesNull: true,
  }),
  strcat_delim: define(
    ["text", "any"],
    "string",
    ([delimiter, ...values], [, ...types]) => joined(values, types).join(asText(delimiter)),
    { variadic: true, takesNull: true },
  ),
  substring: define(
    ["text", "number", "number"],
    "string",
    ([whole, start, length = Number.POSITIVE_INFINITY]) =>
      substring(asText(whole), asNumber(start), asNumber(length)),
    { optional: 1 },
  ),
  split: define(["text", "text"], "dynamic", ([whole, delimiter]) => asText(whole).split(asText(delimiter))),
  trim: define(["text", "text"], "string", ([pattern, whole]) =>
    trim(asText(pattern), asText(whole), "both"),
  ),
  trim_start: define(["text", "text"], "string", ([pattern, whole]) =>
    trim(asText(pattern), asText(whole), "start"),
  ),
  trim_end: define(["text", "text"], "string", ([pattern, whole]) =>
    trim(asText(pattern), asText(whole), "end"),
  ),
  indexof: define(["text", "text"], "long", ([whole, sought]) => indexOf(asText(whole), asText(sought))),
  countof: define(["text", "text"], "long", ([whole, sought]) => countOf(asText(whole), asText(sought))),
  extract: define(["text", "number", "text"], "string", ([pattern, group, whole]) =>
    extract(asText(pattern), asNumber(group), asText(whole)),
  ),
  replace_string: define(["text", "text", "text"], "string", ([whole, sought, by]) =>
    asText(whole).replaceAll(asText(sought), () => asText(by)),
  ),
  replace_regex: define(["text", "text", "text"], "string", ([whole, pattern, by]) =>
    replaceByPattern(asText(whole), asText(pattern), asText(by)),
  ),
  strcat_array: define(["dynamic", "text"], "string", ([values, delimiter]) =>
    Array.isArray(values)
      ? values.map((value: Value) => showValue(value, "dynamic")).join(asText(delimiter))
      : "",
  ),
  translate: define(["text", "text", "text"], "string", ([from, to, whole]) =>
    translate(asText(from), asText(to), asText(whole)),
  ),
  url_decode: text((value) => decodeOr(value)),
  url_encode: text(encodeURIComponent),
  base64_encode_tostring: text((value) => Buffer.from(value).toString("base64")),
  base64_decode_tostring: text((value) => Buffer.from(value, "base64").toString()),
  extract_all: define(["text", "text"], "dynamic", ([pattern, whole]) =>
    extractAll(asText(pattern), asText(whole)),
  ),
  isempty: define(["any"], "bool", ([value]) => isEmpty(value), { takesNull: true }),
  isnotempty: define(["any"], "bool", ([value]) => !isEmpty(value), { takesNull: true }),
  isnull: define(["any"], "bool", ([value]) => value === null, { takesNull: true }),
  isnotnull: define(["any"], "bool", ([value]) => value !== null, { takesNull: true }),
  not: define(["bool"], "bool", ([value]) => value !== true),
  parse_json: define(["any"], "dynamic", ([value = null], [type = "string"]) =>
    convertValue(value, type, "dynamic"),
  ),
  array_length: define(["dynamic"], "long", ([value = null]) => lengthOf(value)),
  array_concat: define(
    ["dynamic"],
    "dynamic",
    (values) => values.flatMap((value) => (Array.isArray(value) ? value : [])),
    {
      variadic: true,
    },
  ),
  array_index_of: define(["dynamic", "any"], "long", ([values, sought = null]) =>
    Array.isArray(values) ? values.findIndex((value: Value) => keyOf(value) === keyOf(sought)) : null,
  ),
  array_slice: define(["dynamic", "number", "number"], "dynamic", ([values, from, to]) =>
    Array.isArray(values)
      ? values.slice(asNumber(from), asNumber(to) === -1 ? undefined : asNumber(to) + 1)
      : null,
  ),
  array_sort_asc: define(["dynamic"], "dynamic", ([values]) =>
    Array.isArray(values) ? values.toSorted(compareValues) : null,
  ),
  array_sum: define(["dynamic"], "real", ([values]) =>
    Array.isArray(values) ? values.reduce((sum: number, value: Value) => sum + asNumber(value), 0) : null,
  ),
  set_has_element: define(["dynamic", "any"], "bool", ([values, sought = null]) =>
    Array.isArray(values) ? values.some((value: Value) => keyOf(value) === keyOf(sought)) : null,
  ),
  bag_merge: define(
    ["dynamic"],
    "dynamic",
    (values) => Object.assign({}, ...values.filter(isObject).toReversed()),
    {
      variadic: true,
    },
  ),
  bag_keys: define(["dynamic"], "dynamic", ([value]) => (isObject(value) ? Object.keys(value) : null)),
  bag_has_key: define(["dynamic", "text"], "bool", ([value, key]) =>
    isObject(value) ? Object.hasOwn(value, asText(key)) : false,
  ),
  bag_pack: define(["any"], "dynamic", bag, { variadic: true, takesNull: true }),
  pack_array: define(
    ["any"],
    "dynamic",
    (values, types) => values.map((value, index) => toDynamic(value, types[index] ?? "dynamic")),
    { variadic: true, takesNull: true },
  ),
  gettype: define(["any"], "string", (_, [type = "dynamic"]) => type, { takesNull: true }),
};
