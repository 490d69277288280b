import { defineType, member } from "../types/type-definition.ts";
import { KeyValuePair } from "../values/net-dictionary.ts";

export const keyValuePair = defineType({
  name: "KeyValuePair<TKey, TValue>",
  fullName: "System.Collections.Generic.KeyValuePair`2",
  isValueType: true,
  fallback: new KeyValuePair(null, null),
  holds: (value) => value instanceof KeyValuePair,
  members: [
    member("new(TKey key, TValue value)", (key: unknown, value: unknown) => new KeyValuePair(key, value)),
    member("TKey Key", (pair: KeyValuePair) => pair.pairKey),
    member("TValue Value", (pair: KeyValuePair) => pair.value),
  ],
});
