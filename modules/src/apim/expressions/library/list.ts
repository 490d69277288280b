import { defineType, member, settable } from "../types/type-definition.ts";
import { netCompare, netEquals } from "../values/net-equality.ts";
import { argumentOutOfRange } from "../values/net-exception.ts";
import { NetList } from "../values/net-list.ts";
import { toNetText } from "../values/net-text.ts";
import { itemsOf, toArray } from "../values/sequences.ts";

type Test = (item: unknown) => boolean;
type Compare = (left: unknown, right: unknown) => number;

function inside({ items }: NetList, index: number, count = 0): void {
  if (index < 0 || count < 0 || index + count > items.length) throw argumentOutOfRange("index");
}

export const listType = defineType({
  name: "List<T>",
  fullName: "System.Collections.Generic.List`1",
  supers: ["IList<T>", "IReadOnlyList<T>"],
  holds: (value) => value instanceof NetList,
  members: [
    member("new()", () => new NetList()),
    member("new(int capacity)", () => new NetList()),
    member("new(IEnumerable<T> collection)", (items: unknown) => new NetList(toArray(items))),
    member("int Count", (list: NetList) => list.items.length),
    member("int Capacity", (list: NetList) => Math.max(4, list.items.length)),
    settable(
      "T this[int index]",
      (list: NetList, index: number) => list.get(index),
      (list: NetList, index: number, value: unknown) => list.set(index, value),
    ),
    member("void Add(T item)", (list: NetList, item: unknown) => void list.items.push(item)),
    member("void AddRange(IEnumerable<T> collection)", (list: NetList, items: unknown) => {
      for (const item of toArray(items)) list.items.push(item);
    }),
    member("void Insert(int index, T item)", (list: NetList, index: number, item: unknown) => {
      inside(list, index);
      list.items.splice(index, 0, item);
    }),
    member(
      "void InsertRange(int index, IEnumerable<T> collection)",
      (list: NetList, index: number, items: unknown) => {
        inside(list, index);
        list.items.splice(index, 0, ...toArray(items));
      },
    ),
    member("bool Remove(T item)", (list: NetList, wanted: unknown) => {
      const index = list.items.findIndex((item) => netEquals(item, wanted));
      if (index >= 0) list.items.splice(index, 1);
      return index >= 0;
    }),
    member("void RemoveAt(int index)", (list: NetList, index: number) => {
      inside(list, index, 1);
      list.items.splice(index, 1);
    }),
    member("void RemoveRange(int index, int count)", (list: NetList, index: number, count: number) => {
      inside(list, index, count);
      list.items.splice(index, count);
    }),
    member("int RemoveAll(Predicate<T> match)", (list: NetList, match: Test) => {
      const kept = list.items.filter((item) => !match(item));
      const removed = list.items.length - kept.length;
      list.items.splice(0, list.items.length, ...kept);
      return removed;
    }),
    member("void Clear()", (list: NetList) => {
      list.items.length = 0;
    }),
    member("bool Contains(T item)", (list: NetList, wanted: unknown) =>
      list.items.some((item) => netEquals(item, wanted)),
    ),
    member("int IndexOf(T item)", (list: NetList, wanted: unknown) =>
      list.items.findIndex((item) => netEquals(item, wanted)),
    ),
    member("int LastIndexOf(T item)", (list: NetList, wanted: unknown) =>
      list.items.findLastIndex((item) => netEquals(item, wanted)),
    ),
    member("bool Exists(Predicate<T> match)", (list: NetList, match: Test) =>
      list.items.some((item) => match(item)),
    ),
    member("bool TrueForAll(Predicate<T> match)", (list: NetList, match: Test) =>
      list.items.every((item) => match(item)),
    ),
    member("T Find(Predicate<T> match)", (list: NetList, match: Test) =>
      list.items.find((item) => match(item)),
    ),
    member("T FindLast(Predicate<T> match)", (list: NetList, match: Test) =>
      list.items.findLast((item) => match(item)),
    ),
    member(
      "List<T> FindAll(Predicate<T> match)",
      (list: NetList, match: Test) => new NetList(list.items.filter((item) => match(item))),
    ),
    member("int FindIndex(Predicate<T> match)", (list: NetList, match: Test) =>
      list.items.findIndex((item) => match(item)),
    ),
    member("List<T> GetRange(int index, int count)", (list: NetList, index: number, count: number) => {
      inside(list, index, count);
      return new NetList(list.items.slice(index, index + count));
    }),
    member("void ForEach(Action<T> action)", (list: NetList, act: (item: unknown) => void) => {
      for (const item of itemsOf(list)) act(item);
    }),
    member(
      "List<R> ConvertAll<R>(Converter<T, R> converter)",
      (list: NetList, convert: (item: unknown) => unknown) =>
        new NetList(list.items.map((item) => convert(item))),
    ),
    member("void Reverse()", (list: NetList) => void list.items.reverse()),
    member("void Sort()", (list: NetList) => void list.items.sort(netCompare)),
    member(
      "void Sort(Comparison<T> comparison)",
      (list: NetList, compare: Compare) => void list.items.sort((left, right) => compare(left, right)),
    ),
    member("T[] ToArray()", (list: NetList) => [...list.items]),
    member("string ToString()", toNetText),
  ],
});
