import { defineType, member, settable } from "../types/type-definition.ts";
import { JArray } from "../values/json/j-array.ts";
import { JToken } from "../values/json/j-token.ts";
import { NetDictionary } from "../values/net-dictionary.ts";
import { netEquals } from "../values/net-equality.ts";
import { argumentOutOfRange, invalidOperation } from "../values/net-exception.ts";
import { NetList } from "../values/net-list.ts";
import { NetSet } from "../values/net-set.ts";
import { isIterable, itemsOf, toArray } from "../values/sequences.ts";

function isCollection(value: unknown): boolean {
  const isOwn = value instanceof NetList || value instanceof NetSet || value instanceof NetDictionary;
  return isOwn || Array.isArray(value) || value instanceof Uint8Array || value instanceof JArray;
}

function isList(value: unknown): boolean {
  return isCollection(value) && !(value instanceof NetSet) && !(value instanceof NetDictionary);
}

function count(items: unknown): number {
  if (items instanceof NetSet || items instanceof NetDictionary) return items.size;
  if (items instanceof NetList) return items.items.length;
  return Array.isArray(items) || items instanceof Uint8Array ? items.length : toArray(items).length;
}

function contains(items: unknown, wanted: unknown): boolean {
  if (items instanceof NetSet) return items.has(wanted);
  for (const item of itemsOf(items)) if (netEquals(item, wanted)) return true;
  return false;
}

function itemAt(items: unknown, index: number): unknown {
  if (items instanceof NetList) return items.get(index);
  const all = toArray(items);
  if (index < 0 || index >= all.length) throw argumentOutOfRange("index");
  return all[index];
}

function setItem(items: unknown, index: number, value: unknown): void {
  if (items instanceof NetList) items.set(index, value);
  else if (items instanceof JArray && value instanceof JToken) items.set(index, value);
  else if (Array.isArray(items) && index >= 0 && index < items.length) items[index] = value;
  else throw argumentOutOfRange("index");
}

function add(items: unknown, value: unknown): void {
  if (items instanceof NetList) items.items.push(value);
  else if (items instanceof NetSet) items.add(value);
  else if (items instanceof JArray && value instanceof JToken) items.add(value);
  else throw invalidOperation("Collection was of a fixed size.");
}

export const enumerable = defineType({
  name: "IEnumerable<T>",
  fullName: "System.Collections.Generic.IEnumerable`1",
  holds: isIterable,
  members: [],
});

export const readOnlyCollection = defineType({
  name: "IReadOnlyCollection<T>",
  fullName: "System.Collections.Generic.IReadOnlyCollection`1",
  supers: ["IEnumerable<T>"],
  holds: isCollection,
  members: [member("int Count", count)],
});

export const readOnlyList = defineType({
  name: "IReadOnlyList<T>",
  fullName: "System.Collections.Generic.IReadOnlyList`1",
  supers: ["IReadOnlyCollection<T>"],
  holds: isList,
  members: [member("T this[int index]", itemAt)],
});

export const collection = defineType({
  name: "ICollection<T>",
  fullName: "System.Collections.Generic.ICollection`1",
  supers: ["IEnumerable<T>"],
  holds: isCollection,
  members: [
    member("int Count", count),
    member("bool Contains(T item)", contains),
    member("void Add(T item)", add),
  ],
});

export const list = defineType({
  name: "IList<T>",
  fullName: "System.Collections.Generic.IList`1",
  supers: ["ICollection<T>"],
  holds: isList,
  members: [
    settable("T this[int index]", itemAt, setItem),
    member("int IndexOf(T item)", (items: unknown, wanted: unknown) =>
      toArray(items).findIndex((item) => netEquals(item, wanted)),
    ),
  ],
});
