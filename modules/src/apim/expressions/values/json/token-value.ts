import { convertScalar } from "../../compile/token-conversion.ts";
import { defaultOf } from "../../types/default-of.ts";
import { type NetType, typeText } from "../../types/net-type.ts";
import { NetException } from "../net-exception.ts";
import { JArray } from "./j-array.ts";
import { JObject } from "./j-object.ts";
import { JProperty } from "./j-property.ts";
import type { JToken } from "./j-token.ts";
import { JValue } from "./j-value.ts";

const TOKENS = new Map<string, (token: JToken) => boolean>([
  ["JToken", () => true],
  ["object", () => true],
  ["dynamic", () => true],
  ["JObject", (token) => token instanceof JObject],
  ["JArray", (token) => token instanceof JArray],
  ["JValue", (token) => token instanceof JValue],
  ["JProperty", (token) => token instanceof JProperty],
  ["JContainer", (token) => !(token instanceof JValue)],
]);

/** `Value<T>()`: a missing token gives the default, one of another type is converted. */
export function tokenValue(token: JToken | null, type: NetType | undefined): unknown {
  const [inner] = type?.args ?? [];
  const nullable = type?.name === "?";
  const target = nullable && inner ? inner : type;
  if (token === null) return nullable ? null : defaultOf(target);
  if (!target || TOKENS.get(target.name)?.(token)) return token;
  if (!(token instanceof JValue) || TOKENS.has(target.name)) throw cannotCast(token, target);
  if (token.value === null) {
    if (nullable || defaultOf(target) === null) return null;
    throw new NetException("System.InvalidCastException", "Null object cannot be converted to a value type.");
  }
  const value = convertScalar(token.value, target.name);
  if (value === undefined) throw cannotCast(token, target);
  return value;
}

function cannotCast(token: JToken, type: NetType): NetException {
  return new NetException(
    "System.InvalidCastException",
    `Cannot cast ${token.netType} to ${typeText(type)}.`,
  );
}
