import { defineType, member } from "../types/type-definition.ts";
import { NetSet } from "../values/net-set.ts";
import { itemsOf, toArray } from "../values/sequences.ts";
import type { StringComparer } from "./string-comparer.ts";

const includesAll = (set: NetSet, items: unknown): boolean => toArray(items).every((item) => set.has(item));

const members = [
  member("int Count", (set: NetSet) => set.size),
  member("bool Add(T item)", (set: NetSet, item: unknown) => set.add(item)),
  member("bool Remove(T item)", (set: NetSet, item: unknown) => set.delete(item)),
  member("bool Contains(T item)", (set: NetSet, item: unknown) => set.has(item)),
  member("void Clear()", (set: NetSet) => set.clear()),
  member("void UnionWith(IEnumerable<T> other)", (set: NetSet, items: unknown) => {
    for (const item of itemsOf(items)) set.add(item);
  }),
  member("void ExceptWith(IEnumerable<T> other)", (set: NetSet, items: unknown) => {
    for (const item of itemsOf(items)) set.delete(item);
  }),
  member("void IntersectWith(IEnumerable<T> other)", (set: NetSet, items: unknown) => {
    const kept = new NetSet(itemsOf(items), set.ignoreCase);
    for (const item of [...set]) if (!kept.has(item)) set.delete(item);
  }),
  member("bool Overlaps(IEnumerable<T> other)", (set: NetSet, items: unknown) =>
    toArray(items).some((item) => set.has(item)),
  ),
  member("bool IsSupersetOf(IEnumerable<T> other)", includesAll),
  member("bool IsSubsetOf(IEnumerable<T> other)", (set: NetSet, items: unknown) =>
    includesAll(new NetSet(itemsOf(items)), set),
  ),
  member(
    "bool SetEquals(IEnumerable<T> other)",
    (set: NetSet, items: unknown) =>
      includesAll(set, items) && new NetSet(itemsOf(items), set.ignoreCase).size === set.size,
  ),
];

export const hashSet = defineType({
  name: "HashSet<T>",
  fullName: "System.Collections.Generic.HashSet`1",
  supers: ["ISet<T>", "IReadOnlyCollection<T>"],
  holds: (value) => value instanceof NetSet,
  members: [
    member("new()", () => new NetSet()),
    member("new(IEnumerable<T> collection)", (items: unknown) => new NetSet(itemsOf(items))),
    member("new(StringComparer comparer)", (comparer: StringComparer) => new NetSet([], comparer.ignoreCase)),
    member(
      "new(IEnumerable<T> collection, StringComparer comparer)",
      (items: unknown, comparer: StringComparer) => new NetSet(itemsOf(items), comparer.ignoreCase),
    ),
    ...members,
  ],
});

export const setInterface = defineType({
  name: "ISet<T>",
  fullName: "System.Collections.Generic.ISet`1",
  supers: ["ICollection<T>"],
  holds: (value) => value instanceof NetSet,
  members,
});
