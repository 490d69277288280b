import { defineType, member, settable } from "../types/type-definition.ts";
import { netCompare, netEquals } from "../values/net-equality.ts";
import { indexOutOfRange, invalidArgument } from "../values/net-exception.ts";
import { byteOf } from "../values/net-integer.ts";
import { isNumber, toJsNumber } from "../values/numbers.ts";
import { toArray } from "../values/sequences.ts";

type Items = unknown[] | Uint8Array;

function read(items: Items, index: number): unknown {
  if (index < 0 || index >= items.length) throw indexOutOfRange();
  const item = items[index];
  return items instanceof Uint8Array && typeof item === "number" ? byteOf(item) : item;
}

function write(items: Items, index: number, value: unknown): void {
  if (index < 0 || index >= items.length) throw indexOutOfRange();
  if (!(items instanceof Uint8Array)) items[index] = value;
  else if (isNumber(value)) items[index] = toJsNumber(value);
}

export const arrayType = defineType({
  name: "T[]",
  fullName: "System.Array",
  supers: ["IList<T>", "IReadOnlyList<T>", "Array"],
  holds: (value) => Array.isArray(value) || value instanceof Uint8Array,
  members: [
    member("int Length", (items: Items) => items.length),
    member("int Count", (items: Items) => items.length),
    member("long LongLength", (items: Items) => BigInt(items.length)),
    settable("T this[int index]", read, write),
    member("object Clone()", (items: Items) => items.slice()),
    member("void CopyTo(T[] array, int index)", (items: Items, target: Items, at: number) =>
      copy(items, 0, target, at, items.length),
    ),
  ],
});

function copy(source: Items, from: number, target: Items, to: number, count: number): void {
  if (from + count > source.length || to + count > target.length || count < 0 || from < 0 || to < 0) {
    throw invalidArgument(
      "Source array was not long enough. Check srcIndex and length, and the array's lower bounds.",
    );
  }
  const part = Array.from({ length: count }, (_, index) => read(source, from + index));
  for (const [index, value] of part.entries()) write(target, to + index, value);
}

type Test = (item: unknown) => boolean;

/** The static methods of `System.Array`. */
export const arrayStatics = defineType({
  name: "Array",
  fullName: "System.Array`0",
  holds: arrayType.holds,
  members: [
    member("static T[] Empty<T>()", () => []),
    member(
      "static void Copy(Array sourceArray, Array destinationArray, int length)",
      (source: Items, target: Items, count: number) => copy(source, 0, target, 0, count),
    ),
    member(
      "static void Copy(Array sourceArray, int sourceIndex, Array destinationArray, int destinationIndex, int length)",
      copy,
    ),
    member("static int IndexOf<T>(T[] array, T value)", (items: Items, value: unknown) =>
      toArray(items).findIndex((item) => netEquals(item, value)),
    ),
    member("static int LastIndexOf<T>(T[] array, T value)", (items: Items, value: unknown) =>
      toArray(items).findLastIndex((item) => netEquals(item, value)),
    ),
    member("static bool Exists<T>(T[] array, Predicate<T> match)", (items: Items, match: Test) =>
      toArray(items).some((item) => match(item)),
    ),
    member("static bool TrueForAll<T>(T[] array, Predicate<T> match)", (items: Items, match: Test) =>
      toArray(items).every((item) => match(item)),
    ),
    member("static T Find<T>(T[] array, Predicate<T> match)", (items: Items, match: Test) =>
      toArray(items).find((item) => match(item)),
    ),
    member("static T[] FindAll<T>(T[] array, Predicate<T> match)", (items: Items, match: Test) =>
      toArray(items).filter((item) => match(item)),
    ),
    member("static int FindIndex<T>(T[] array, Predicate<T> match)", (items: Items, match: Test) =>
      toArray(items).findIndex((item) => match(item)),
    ),
    member(
      "static R[] ConvertAll<T, R>(T[] array, Converter<T, R> converter)",
      (items: Items, convert: (item: unknown) => unknown) => toArray(items).map((item) => convert(item)),
    ),
    member(
      "static void ForEach<T>(T[] array, Action<T> action)",
      (items: Items, act: (item: unknown) => void) => {
        for (const item of toArray(items)) act(item);
      },
    ),
    member("static void Reverse(Array array)", (items: Items) => void items.reverse()),
    member("static void Sort(Array array)", (items: Items) => {
      if (items instanceof Uint8Array) items.sort();
      else items.sort(netCompare);
    }),
  ],
});
