import { bicepError } from "../bicep-error.ts";
import {
  asBoolean,
  asList,
  asNumber,
  asObject,
  asText,
  isList,
  isObject,
  toPlain,
  type Value,
  type ValueObject,
} from "../value.ts";
import { type BicepFunctions, type Given, takes } from "./bicep-function.ts";

export const listFunctions: BicepFunctions = {
  array: takes(1, 1, (given) => (isList(given.value(0)) ? given.value(0) : [given.value(0)])),
  coalesce: takes(1, undefined, (given) => given.values.find((value) => value !== null) ?? null),
  filter: takes(2, 2, (given) =>
    given
      .list(0)
      .filter((item, index) => asBoolean(given.closure(1).invoke([item, index]), given.placeOf(1))),
  ),
  flatten: takes(1, 1, (given) => given.list(0).flatMap((item) => asList(item, given.placeOf(0)))),
  groupBy: takes(2, 2, groupBy),
  intersection: takes(2, undefined, intersection),
  map: takes(2, 2, (given) => given.list(0).map((item, index) => given.closure(1).invoke([item, index]))),
  mapValues: takes(2, 2, (given) =>
    Object.fromEntries(
      Object.entries(given.object(0)).map(([name, value]) => [name, given.closure(1).invoke([value])]),
    ),
  ),
  max: takes(1, undefined, (given) => Math.max(...numbersOf(given))),
  min: takes(1, undefined, (given) => Math.min(...numbersOf(given))),
  items: takes(1, 1, (given) =>
    sortedNames(given.object(0)).map((key) => ({ key, value: given.object(0)[key] ?? null })),
  ),
  objectKeys: takes(1, 1, (given) => sortedNames(given.object(0))),
  range: takes(2, 2, (given) =>
    Array.from({ length: given.number(1) }, (_item, index) => given.number(0) + index),
  ),
  reduce: takes(3, 3, (given) =>
    given.list(0).reduce((sum, item, index) => given.closure(2).invoke([sum, item, index]), given.value(1)),
  ),
  shallowMerge: takes(1, 1, (given) =>
    Object.assign({}, ...given.list(0).map((item) => asObject(item, given.placeOf(0)))),
  ),
  sort: takes(2, 2, (given) =>
    given
      .list(0)
      .toSorted((left, right) =>
        asBoolean(given.closure(1).invoke([left, right]), given.placeOf(1)) ? -1 : 1,
      ),
  ),
  toObject: takes(2, 3, toObject),
  union: takes(1, undefined, union),
};

function sortedNames(object: ValueObject): readonly string[] {
  return Object.keys(object).sort();
}

function numbersOf(given: Given): readonly number[] {
  const values = given.values.length === 1 && isList(given.value(0)) ? given.list(0) : given.values;
  return values.map((value) => asNumber(value, given.at));
}

function toObject(given: Given): Value {
  const names = given.closure(1);
  const values = given.values.length > 2 ? given.closure(2) : undefined;
  return Object.fromEntries(
    given
      .list(0)
      .map((item) => [asText(names.invoke([item]), given.placeOf(1)), values ? values.invoke([item]) : item]),
  );
}

function groupBy(given: Given): Value {
  const groups: Record<string, Value[]> = {};
  for (const item of given.list(0)) {
    const name = asText(given.closure(1).invoke([item]), given.placeOf(1));
    groups[name] ??= [];
    groups[name].push(item);
  }
  return groups;
}

function union(given: Given): Value {
  if (isList(given.value(0)))
    return distinct(
      given.values.flatMap((_value, index) => given.list(index)),
      given,
    );
  return given.values.map((_value, index) => given.object(index)).reduce(mergeDeep);
}

function mergeDeep(left: ValueObject, right: ValueObject): ValueObject {
  const merged: Record<string, Value> = { ...left };
  for (const [name, value] of Object.entries(right)) {
    const before = merged[name];
    merged[name] =
      before !== undefined && isObject(before) && isObject(value) ? mergeDeep(before, value) : value;
  }
  return merged;
}

function intersection(given: Given): Value {
  if (!isList(given.value(0)))
    throw bicepError("intersection of objects is not evaluated here; of arrays it is.", given.at);
  const others = given.values
    .slice(1)
    .map((_value, index) => new Set(given.list(index + 1).map((item) => key(item, given))));
  return distinct(given.list(0), given).filter((item) =>
    others.every((other) => other.has(key(item, given))),
  );
}

function distinct(items: readonly Value[], given: Given): readonly Value[] {
  return [...new Map(items.map((item): [string, Value] => [key(item, given), item])).values()];
}

function key(item: Value, given: Given): string {
  return JSON.stringify(toPlain(item, given.at));
}
