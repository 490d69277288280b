import { castValue, isInstance } from "../compile/convert-value.ts";
import type { Run } from "../run.ts";
import { defaultOf } from "../types/default-of.ts";
import { type NetType, OBJECT } from "../types/net-type.ts";
import { ambient, defineType, generic, member } from "../types/type-definition.ts";
import { NetDictionary } from "../values/net-dictionary.ts";
import { netEquals } from "../values/net-equality.ts";
import { argumentOutOfRange } from "../values/net-exception.ts";
import { NetList } from "../values/net-list.ts";
import { NetSet } from "../values/net-set.ts";
import { itemsOf, NetSequence, toArray } from "../values/sequences.ts";
import * as linq from "./linq.ts";
import { typeLibrary } from "./registry.ts";
import type { StringComparer } from "./string-comparer.ts";

type Map1 = (item: unknown) => unknown;
type Test = (item: unknown) => boolean;
type Map2 = (left: unknown, right: unknown) => unknown;

const all: Test = () => true;

function toDictionary(source: unknown, keyFor: Map1, valueFor: Map1 = (item) => item): NetDictionary {
  const result = new NetDictionary();
  for (const item of itemsOf(source)) result.add(keyFor(item), valueFor(item));
  return result;
}

function* counted(run: Run, start: number, count: number): Generator<number> {
  if (count < 0) throw argumentOutOfRange("count");
  for (let index = 0; index < count; index += 1) {
    run.step();
    yield start + index;
  }
}

function* repeated(run: Run, value: unknown, count: number): Generator<unknown> {
  for (const _ of counted(run, 0, count)) yield value;
}

/** LINQ: `System.Linq.Enumerable`. */
export const enumerableStatics = defineType({
  name: "Enumerable",
  fullName: "System.Linq.Enumerable",
  members: [
    member("static IEnumerable<T> Empty<T>()", () => []),
    generic(
      "static IEnumerable<R> OfType<R>(this IEnumerable<object> source)",
      ([type]: readonly NetType[], source: unknown) =>
        linq.where(source, (item) => type !== undefined && isInstance(item, type, typeLibrary())),
    ),
    generic(
      "static IEnumerable<R> Cast<R>(this IEnumerable<object> source)",
      ([type]: readonly NetType[], source: unknown) =>
        linq.select(source, (item) => (type ? castValue(item, type, OBJECT, typeLibrary()) : item)),
    ),
    ambient(
      "static IEnumerable<int> Range(int start, int count)",
      (run: Run, start: number, count: number) => new NetSequence(() => counted(run, start, count)),
    ),
    ambient(
      "static IEnumerable<T> Repeat<T>(T element, int count)",
      (run: Run, value: unknown, count: number) => new NetSequence(() => repeated(run, value, count)),
    ),
    member("static IEnumerable<T> Where<T>(this IEnumerable<T> source, Func<T, bool> predicate)", linq.where),
    member(
      "static IEnumerable<T> Where<T>(this IEnumerable<T> source, Func<T, int, bool> predicate)",
      linq.where,
    ),
    member(
      "static IEnumerable<R> Select<T, R>(this IEnumerable<T> source, Func<T, R> selector)",
      linq.select,
    ),
    member(
      "static IEnumerable<R> Select<T, R>(this IEnumerable<T> source, Func<T, int, R> selector)",
      linq.select,
    ),
    member(
      "static IEnumerable<R> SelectMany<T, R>(this IEnumerable<T> source, Func<T, IEnumerable<R>> selector)",
      linq.selectMany,
    ),
    member(
      "static IEnumerable<R> SelectMany<T, C, R>(this IEnumerable<T> source, Func<T, IEnumerable<C>> collectionSelector, Func<T, C, R> resultSelector)",
      linq.selectMany,
    ),
    member("static IEnumerable<T> Take<T>(this IEnumerable<T> source, int count)", linq.take),
    member("static IEnumerable<T> Skip<T>(this IEnumerable<T> source, int count)", linq.skip),
    member(
      "static IEnumerable<T> TakeWhile<T>(this IEnumerable<T> source, Func<T, bool> predicate)",
      linq.takeWhile,
    ),
    member(
      "static IEnumerable<T> SkipWhile<T>(this IEnumerable<T> source, Func<T, bool> predicate)",
      linq.skipWhile,
    ),
    member("static IEnumerable<T> Concat<T>(this IEnumerable<T> first, IEnumerable<T> second)", linq.concat),
    member(
      "static IEnumerable<T> Append<T>(this IEnumerable<T> source, T element)",
      (source: unknown, item: unknown) => linq.concat(source, [item]),
    ),
    member(
      "static IEnumerable<T> Prepend<T>(this IEnumerable<T> source, T element)",
      (source: unknown, item: unknown) => linq.concat([item], source),
    ),
    member(
      "static IEnumerable<T> Distinct<T>(this IEnumerable<T> source)",
      (source: unknown) => new NetSequence(() => new NetSet(itemsOf(source))[Symbol.iterator]()),
    ),
    member(
      "static IEnumerable<T> Distinct<T>(this IEnumerable<T> source, StringComparer comparer)",
      (source: unknown, comparer: StringComparer) =>
        new NetSequence(() => new NetSet(itemsOf(source), comparer.ignoreCase)[Symbol.iterator]()),
    ),
    member(
      "static IEnumerable<T> Union<T>(this IEnumerable<T> first, IEnumerable<T> second)",
      (first: unknown, second: unknown) =>
        new NetSequence(() => new NetSet(linq.concat(first, second))[Symbol.iterator]()),
    ),
    member(
      "static IEnumerable<T> Intersect<T>(this IEnumerable<T> first, IEnumerable<T> second)",
      (first: unknown, second: unknown) =>
        linq.where(new NetSet(itemsOf(first)), (item) => new NetSet(itemsOf(second)).has(item)),
    ),
    member(
      "static IEnumerable<T> Except<T>(this IEnumerable<T> first, IEnumerable<T> second)",
      (first: unknown, second: unknown) => {
        const removed = new NetSet(itemsOf(second));
        return linq.where(new NetSet(itemsOf(first)), (item) => !removed.has(item));
      },
    ),
    member(
      "static IEnumerable<T> Reverse<T>(this IEnumerable<T> source)",
      (source: unknown) => new NetSequence(() => toArray(source).reverse().values()),
    ),
    member(
      "static IEnumerable<R> Zip<T, S, R>(this IEnumerable<T> first, IEnumerable<S> second, Func<T, S, R> resultSelector)",
      linq.zip,
    ),
    member(
      "static IEnumerable<T> DefaultIfEmpty<T>(this IEnumerable<T> source, T defaultValue)",
      (source: unknown, fallback: unknown) => {
        const items = toArray(source);
        return items.length > 0 ? items : [fallback];
      },
    ),
    member(
      "static IOrderedEnumerable<T> OrderBy<T, K>(this IEnumerable<T> source, Func<T, K> keySelector)",
      (source: unknown, key: Map1) => linq.orderBy(source, key, false),
    ),
    member(
      "static IOrderedEnumerable<T> OrderByDescending<T, K>(this IEnumerable<T> source, Func<T, K> keySelector)",
      (source: unknown, key: Map1) => linq.orderBy(source, key, true),
    ),
    member(
      "static IOrderedEnumerable<T> ThenBy<T, K>(this IOrderedEnumerable<T> source, Func<T, K> keySelector)",
      (source: linq.Ordered, key: Map1) => source.andThen(key, false),
    ),
    member(
      "static IOrderedEnumerable<T> ThenByDescending<T, K>(this IOrderedEnumerable<T> source, Func<T, K> keySelector)",
      (source: linq.Ordered, key: Map1) => source.andThen(key, true),
    ),
    member(
      "static IEnumerable<IGrouping<K, T>> GroupBy<T, K>(this IEnumerable<T> source, Func<T, K> keySelector)",
      linq.groupBy,
    ),
    member(
      "static IEnumerable<IGrouping<K, E>> GroupBy<T, K, E>(this IEnumerable<T> source, Func<T, K> keySelector, Func<T, E> elementSelector)",
      linq.groupBy,
    ),
    member(
      "static IEnumerable<R> Join<T, I, K, R>(this IEnumerable<T> outer, IEnumerable<I> inner, Func<T, K> outerKeySelector, Func<I, K> innerKeySelector, Func<T, I, R> resultSelector)",
      linq.join,
    ),
    member("static bool Any<T>(this IEnumerable<T> source)", (source: unknown) => linq.any(source, all)),
    member("static bool Any<T>(this IEnumerable<T> source, Func<T, bool> predicate)", linq.any),
    member(
      "static bool All<T>(this IEnumerable<T> source, Func<T, bool> predicate)",
      (source: unknown, test: Test) => !linq.any(source, (item) => !test(item)),
    ),
    member(
      "static bool Contains<T>(this IEnumerable<T> source, T value)",
      (source: unknown, value: unknown) => linq.any(source, (item) => netEquals(item, value)),
    ),
    member(
      "static bool Contains(this IEnumerable<string> source, string value, StringComparer comparer)",
      (source: unknown, value: string, comparer: StringComparer) =>
        linq.any(source, (item) => typeof item === "string" && comparer.equals(item, value)),
    ),
    member(
      "static bool SequenceEqual<T>(this IEnumerable<T> first, IEnumerable<T> second)",
      linq.sequenceEqual,
    ),
    member("static int Count<T>(this IEnumerable<T> source)", (source: unknown) => linq.count(source, all)),
    member("static int Count<T>(this IEnumerable<T> source, Func<T, bool> predicate)", linq.count),
    member("static long LongCount<T>(this IEnumerable<T> source)", (source: unknown) =>
      BigInt(linq.count(source, all)),
    ),
    member("static T First<T>(this IEnumerable<T> source)", (source: unknown) => linq.first(source, all)),
    member("static T First<T>(this IEnumerable<T> source, Func<T, bool> predicate)", linq.first),
    generic(
      "static T FirstOrDefault<T>(this IEnumerable<T> source)",
      ([type]: readonly NetType[], source: unknown) => linq.find(source, all, defaultOf(type)),
    ),
    generic(
      "static T FirstOrDefault<T>(this IEnumerable<T> source, Func<T, bool> predicate)",
      ([type]: readonly NetType[], source: unknown, test: Test) => linq.find(source, test, defaultOf(type)),
    ),
    member("static T Last<T>(this IEnumerable<T> source)", (source: unknown) =>
      linq.first(toArray(source).reverse(), all),
    ),
    member(
      "static T Last<T>(this IEnumerable<T> source, Func<T, bool> predicate)",
      (source: unknown, test: Test) => linq.first(toArray(source).reverse(), test),
    ),
    generic(
      "static T LastOrDefault<T>(this IEnumerable<T> source)",
      ([type]: readonly NetType[], source: unknown) =>
        linq.find(toArray(source).reverse(), all, defaultOf(type)),
    ),
    generic(
      "static T LastOrDefault<T>(this IEnumerable<T> source, Func<T, bool> predicate)",
      ([type]: readonly NetType[], source: unknown, test: Test) =>
        linq.find(toArray(source).reverse(), test, defaultOf(type)),
    ),
    member("static T Single<T>(this IEnumerable<T> source)", (source: unknown) => linq.single(source, all)),
    member("static T Single<T>(this IEnumerable<T> source, Func<T, bool> predicate)", linq.single),
    generic(
      "static T SingleOrDefault<T>(this IEnumerable<T> source)",
      ([type]: readonly NetType[], source: unknown) => linq.singleOr(source, all, defaultOf(type)),
    ),
    generic(
      "static T SingleOrDefault<T>(this IEnumerable<T> source, Func<T, bool> predicate)",
      ([type]: readonly NetType[], source: unknown, test: Test) =>
        linq.singleOr(source, test, defaultOf(type)),
    ),
    member("static T ElementAt<T>(this IEnumerable<T> source, int index)", linq.elementAt),
    generic(
      "static T ElementAtOrDefault<T>(this IEnumerable<T> source, int index)",
      ([type]: readonly NetType[], source: unknown, index: number) =>
        toArray(source)[index] ?? defaultOf(type),
    ),
    generic("static T Sum<T>(this IEnumerable<T> source)", ([type]: readonly NetType[], source: unknown) =>
      linq.sum(source, (item) => item, type),
    ),
    generic(
      "static R Sum<T, R>(this IEnumerable<T> source, Func<T, R> selector)",
      ([, type]: readonly NetType[], source: unknown, map: Map1) => linq.sum(source, map, type),
    ),
    member("static double Average<T>(this IEnumerable<T> source)", (source: unknown) =>
      linq.average(source, (item) => item),
    ),
    member("static double Average<T, R>(this IEnumerable<T> source, Func<T, R> selector)", linq.average),
    member("static T Max<T>(this IEnumerable<T> source)", (source: unknown) =>
      linq.extreme(source, (item) => item, 1),
    ),
    member(
      "static R Max<T, R>(this IEnumerable<T> source, Func<T, R> selector)",
      (source: unknown, map: Map1) => linq.extreme(source, map, 1),
    ),
    member("static T Min<T>(this IEnumerable<T> source)", (source: unknown) =>
      linq.extreme(source, (item) => item, -1),
    ),
    member(
      "static R Min<T, R>(this IEnumerable<T> source, Func<T, R> selector)",
      (source: unknown, map: Map1) => linq.extreme(source, map, -1),
    ),
    member("static T Aggregate<T>(this IEnumerable<T> source, Func<T, T, T> func)", linq.aggregate),
    member(
      "static A Aggregate<T, A>(this IEnumerable<T> source, A seed, Func<A, T, A> func)",
      (source: unknown, seed: unknown, step: Map2) => toArray(source).reduce(step, seed),
    ),
    member(
      "static R Aggregate<T, A, R>(this IEnumerable<T> source, A seed, Func<A, T, A> func, Func<A, R> resultSelector)",
      (source: unknown, seed: unknown, step: Map2, map: Map1) => map(toArray(source).reduce(step, seed)),
    ),
    member("static T[] ToArray<T>(this IEnumerable<T> source)", toArray),
    member(
      "static List<T> ToList<T>(this IEnumerable<T> source)",
      (source: unknown) => new NetList(toArray(source)),
    ),
    member(
      "static HashSet<T> ToHashSet<T>(this IEnumerable<T> source)",
      (source: unknown) => new NetSet(itemsOf(source)),
    ),
    member("static IEnumerable<T> AsEnumerable<T>(this IEnumerable<T> source)", (source: unknown) => source),
    member(
      "static Dictionary<K, T> ToDictionary<T, K>(this IEnumerable<T> source, Func<T, K> keySelector)",
      (source: unknown, key: Map1) => toDictionary(source, key),
    ),
    member(
      "static Dictionary<K, V> ToDictionary<T, K, V>(this IEnumerable<T> source, Func<T, K> keySelector, Func<T, V> elementSelector)",
      toDictionary,
    ),
  ],
});
