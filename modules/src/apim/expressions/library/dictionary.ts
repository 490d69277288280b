import { defaultOf } from "../types/default-of.ts";
import type { NetType } from "../types/net-type.ts";
import { defineType, generic, member, type Out, settable } from "../types/type-definition.ts";
import { NetDictionary } from "../values/net-dictionary.ts";
import { NetSet } from "../values/net-set.ts";
import type { StringComparer } from "./string-comparer.ts";

/** A copy of pairs under a comparer. */
function copyOf(source: NetDictionary, ignoreCase: boolean): NetDictionary {
  const copy = new NetDictionary(ignoreCase);
  for (const pair of source) copy.add(pair.pairKey, pair.value);
  return copy;
}

function tryGet(types: readonly NetType[], dictionary: NetDictionary, key: unknown, result: Out): boolean {
  const pair = dictionary.find(key);
  result.value = pair ? pair.value : defaultOf(types[1]);
  return pair !== undefined;
}

export const dictionaryType = defineType({
  name: "Dictionary<TKey, TValue>",
  fullName: "System.Collections.Generic.Dictionary`2",
  supers: ["IDictionary<TKey, TValue>", "IReadOnlyDictionary<TKey, TValue>"],
  holds: (value) => value instanceof NetDictionary,
  members: [
    member("new()", () => new NetDictionary()),
    member("new(int capacity)", () => new NetDictionary()),
    member(
      "new(StringComparer comparer)",
      (comparer: StringComparer) => new NetDictionary(comparer.ignoreCase),
    ),
    member("new(IDictionary<TKey, TValue> dictionary)", (source: NetDictionary) => copyOf(source, false)),
    member(
      "new(IDictionary<TKey, TValue> dictionary, StringComparer comparer)",
      (source: NetDictionary, comparer: StringComparer) => copyOf(source, comparer.ignoreCase),
    ),
    member("int Count", (self: NetDictionary) => self.size),
    member("ICollection<TKey> Keys", (self: NetDictionary) => self.keys()),
    member("ICollection<TValue> Values", (self: NetDictionary) => self.values()),
    settable(
      "TValue this[TKey key]",
      (self: NetDictionary, key: unknown) => self.get(key),
      (self: NetDictionary, key: unknown, value: unknown) => self.set(key, value),
    ),
    member("void Add(TKey key, TValue value)", (self: NetDictionary, key: unknown, value: unknown) =>
      self.add(key, value),
    ),
    member("bool TryAdd(TKey key, TValue value)", (self: NetDictionary, key: unknown, value: unknown) => {
      if (self.has(key)) return false;
      self.set(key, value);
      return true;
    }),
    member("bool ContainsKey(TKey key)", (self: NetDictionary, key: unknown) => self.has(key)),
    member("bool ContainsValue(TValue value)", (self: NetDictionary, value: unknown) =>
      new NetSet(self.values()).has(value),
    ),
    generic("bool TryGetValue(TKey key, out TValue value)", tryGet),
    generic(
      "TValue GetValueOrDefault(TKey key)",
      (types: readonly NetType[], self: NetDictionary, key: unknown) => {
        const pair = self.find(key);
        return pair ? pair.value : defaultOf(types[1]);
      },
    ),
    member(
      "TValue GetValueOrDefault(TKey key, TValue defaultValue)",
      (self: NetDictionary, key: unknown, fallback: unknown) => {
        const pair = self.find(key);
        return pair ? pair.value : fallback;
      },
    ),
    member("bool Remove(TKey key)", (self: NetDictionary, key: unknown) => self.delete(key)),
    member("void Clear()", (self: NetDictionary) => self.clear()),
  ],
});

function isDictionary(value: unknown): boolean {
  return value instanceof NetDictionary;
}

const shared = [...dictionaryType.members.values()].flat();

export const dictionaryInterface = defineType({
  name: "IDictionary<TKey, TValue>",
  fullName: "System.Collections.Generic.IDictionary`2",
  supers: ["ICollection<KeyValuePair<TKey, TValue>>"],
  holds: isDictionary,
  members: [...shared, ...dictionaryType.indexers],
});

const CHANGING = new Set(["Add", "TryAdd", "Remove", "Clear"]);

export const readOnlyDictionary = defineType({
  name: "IReadOnlyDictionary<TKey, TValue>",
  fullName: "System.Collections.Generic.IReadOnlyDictionary`2",
  supers: ["IReadOnlyCollection<KeyValuePair<TKey, TValue>>"],
  holds: isDictionary,
  members: [...shared.filter(({ name }) => !CHANGING.has(name)), ...dictionaryType.indexers],
});
