import { AnonymousObject } from "../anonymous-object.ts";
import { KeyValuePair, NetDictionary } from "../net-dictionary.ts";
import { NetEnum } from "../net-enum.ts";
import { invalidArgument } from "../net-exception.ts";
import { netTypeOf, toNetText } from "../net-text.ts";
import { NetTuple } from "../net-tuple.ts";
import { isIterable, itemsOf } from "../sequences.ts";
import { JArray } from "./j-array.ts";
import { JObject } from "./j-object.ts";
import { JProperty } from "./j-property.ts";
import { JToken } from "./j-token.ts";
import { JValue, tokenTypeOf } from "./j-value.ts";

/** `JToken.FromObject`: any value as the serializer sees it. */
export function toToken(value: unknown): JToken {
  if (value instanceof JToken) return value;
  if (tokenTypeOf(value)) return new JValue(value);
  if (value instanceof NetEnum) return new JValue(BigInt(value.value));
  if (value instanceof NetDictionary)
    return objectOf(Array.from(value, (pair) => [toNetText(pair.pairKey), pair.value]));
  if (value instanceof AnonymousObject) return objectOf([...value.members]);
  if (value instanceof KeyValuePair)
    return objectOf([
      ["Key", value.pairKey],
      ["Value", value.value],
    ]);
  if (value instanceof NetTuple)
    return objectOf(value.items.map((item, index) => [`Item${index + 1}`, item]));
  if (isIterable(value)) return new JArray(Array.from(itemsOf(value), toToken));
  throw invalidArgument(`Could not determine JSON object type for type ${netTypeOf(value)}.`);
}

function objectOf(entries: readonly (readonly [string, unknown])[]): JObject {
  const result = new JObject();
  for (const [name, value] of entries) result.set(name, toToken(value));
  return result;
}

/** Content of a `JArray`, `JObject` or `JProperty`: tokens, plain values, and sequences of them. */
export function contentToken(value: unknown): JToken {
  if (value instanceof JToken) return value;
  if (tokenTypeOf(value)) return new JValue(value);
  if (value instanceof NetEnum) return new JValue(BigInt(value.value));
  const isContent = isIterable(value) && !(value instanceof NetDictionary);
  if (isContent) return new JArray(Array.from(itemsOf(value), contentToken));
  throw invalidArgument(`Could not determine JSON object type for type ${netTypeOf(value)}.`);
}

/** `new JObject(content)`: properties, objects' properties and sequences of them. */
export function addToObject(target: JObject, content: unknown): void {
  if (content === null) return;
  if (content instanceof JProperty) target.add(content);
  else if (content instanceof JToken && !(content instanceof JValue)) {
    for (const child of content.children()) addToObject(target, child);
  } else if (isIterable(content) && typeof content !== "string" && !(content instanceof JValue)) {
    for (const item of itemsOf(content)) addToObject(target, item);
  } else target.add(contentToken(content));
}

/** `array.Add(content)`: one item, or each of a sequence that is no token. */
export function addToArray(target: JArray, content: unknown): void {
  const spread = isIterable(content) && typeof content !== "string" && !(content instanceof JToken);
  if (!spread || content instanceof Uint8Array || content instanceof NetDictionary)
    target.add(contentToken(content));
  else for (const item of itemsOf(content)) addToArray(target, item);
}
