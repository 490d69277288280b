import { defineEnum, numbered } from "../types/define-enum.ts";
import type { NetType } from "../types/net-type.ts";
import { generic, member, settable } from "../types/type-definition.ts";
import { deepEquals, mergeInto } from "../values/json/compare-tokens.ts";
import { deserialize } from "../values/json/deserialize.ts";
import { JProperty } from "../values/json/j-property.ts";
import { type JToken, TOKEN_TYPES } from "../values/json/j-token.ts";
import { readJson } from "../values/json/read-json.ts";
import { selectTokens } from "../values/json/select-token.ts";
import { toToken } from "../values/json/to-token.ts";
import { tokenValue } from "../values/json/token-value.ts";
import { writeJson } from "../values/json/write-json.ts";
import { NetEnum } from "../values/net-enum.ts";
import { argumentNull, NetException } from "../values/net-exception.ts";

export const tokenType = defineEnum("Newtonsoft.Json.Linq.JTokenType", numbered(TOKEN_TYPES));
export const formatting = defineEnum("Newtonsoft.Json.Formatting", numbered(["None", "Indented"]));

/** Whether a `Formatting` asks for indentation. */
export function isIndented(format: NetEnum): boolean {
  return format.name === "Indented";
}

function* descendants(token: JToken): Generator<JToken> {
  for (const child of token.children()) {
    yield child;
    yield* descendants(child);
  }
}

function* ancestors(token: JToken): Generator<JToken> {
  for (let above = token.parent; above; above = above.parent) yield above;
}

function select(token: JToken, path: string, errorWhenMissing: boolean): JToken | null {
  const [first, second] = selectTokens(token, path);
  if (second) throw new NetException("Newtonsoft.Json.JsonException", "Path returned multiple tokens.");
  if (!first && errorWhenMissing) {
    throw new NetException("Newtonsoft.Json.JsonException", `Path '${path}' could not be found.`);
  }
  return first ?? null;
}

function sibling(token: JToken, step: 1 | -1): JToken | null {
  const all = token.parent?.children() ?? [];
  return all[all.indexOf(token) + step] ?? null;
}

function parse(text: string | null): JToken {
  if (text === null) throw argumentNull("json");
  return readJson(text);
}

/** What every kind of token can do. */
export const tokenMembers = [
  settable(
    "JToken this[object key]",
    (token: JToken, key: unknown) => token.get(key),
    (token: JToken, key: unknown, value: JToken | null) => token.set(key, value ?? toToken(null)),
  ),
  member(
    "JTokenType Type",
    (token: JToken) => new NetEnum(tokenType.fullName, token.type, TOKEN_TYPES.indexOf(token.type)),
  ),
  member("bool HasValues", (token: JToken) => token.children().length > 0),
  member("string Path", (token: JToken) => token.path),
  member("JContainer Parent", (token: JToken) => token.parent ?? null),
  member("JToken Root", (token: JToken) => [...ancestors(token)].at(-1) ?? token),
  member("JToken First", (token: JToken) => token.children()[0] ?? null),
  member("JToken Last", (token: JToken) => token.children().at(-1) ?? null),
  member("JToken Next", (token: JToken) => sibling(token, 1)),
  member("JToken Previous", (token: JToken) => sibling(token, -1)),
  member("IEnumerable<JToken> Children()", (token: JToken) => token.children()),
  generic("IEnumerable<T> Children<T>()", ([type]: readonly NetType[], token: JToken) =>
    token.children().filter((child) => child.netType.endsWith(`.${type?.name}`) || type?.name === "JToken"),
  ),
  generic("IEnumerable<T> Values<T>()", ([type]: readonly NetType[], token: JToken) =>
    token.children().map((child) => tokenValue(child instanceof JProperty ? child.value : child, type)),
  ),
  member("IEnumerable<JToken> Ancestors()", (token: JToken) => [...ancestors(token)]),
  member("IEnumerable<JToken> AncestorsAndSelf()", (token: JToken) => [token, ...ancestors(token)]),
  generic("T Value<T>(object key)", ([type]: readonly NetType[], token: JToken, key: unknown) =>
    tokenValue(token.get(key), type),
  ),
  generic("T Value<T>()", ([type]: readonly NetType[], token: JToken) => tokenValue(token, type)),
  generic("T ToObject<T>()", ([type]: readonly NetType[], token: JToken) => deserialize(token, type)),
  member("JToken SelectToken(string path)", (token: JToken, path: string) => select(token, path, false)),
  member("JToken SelectToken(string path, bool errorWhenNoMatch)", select),
  member("IEnumerable<JToken> SelectTokens(string path)", (token: JToken, path: string) => [
    ...selectTokens(token, path),
  ]),
  member("JToken DeepClone()", (token: JToken) => token.clone()),
  member("void Remove()", (token: JToken) => token.remove()),
  member("void Replace(JToken value)", (token: JToken, value: JToken) => token.replace(value)),
  member("string ToString(Formatting formatting)", (token: JToken, format: NetEnum) =>
    writeJson(token, isIndented(format)),
  ),
  member("static JToken Parse(string json)", parse),
  member("static JToken FromObject(object o)", (value: unknown) => {
    if (value === null) throw argumentNull("o");
    return toToken(value);
  }),
  member("static bool DeepEquals(JToken t1, JToken t2)", deepEquals),
];

/** What objects, arrays and properties share. */
export const containerMembers = [
  member("IEnumerable<JToken> Descendants()", (token: JToken) => [...descendants(token)]),
  member("IEnumerable<JToken> DescendantsAndSelf()", (token: JToken) => [token, ...descendants(token)]),
  member("void RemoveAll()", (token: JToken) => {
    for (const child of [...token.children()]) child.remove();
  }),
  member("void Merge(object content)", (token: JToken, content: JToken) => mergeInto(token, content)),
];
