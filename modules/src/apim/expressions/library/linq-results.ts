import { defineType, member } from "../types/type-definition.ts";
import { Grouping, Ordered } from "./linq.ts";

export const ordered = defineType({
  name: "IOrderedEnumerable<T>",
  fullName: "System.Linq.IOrderedEnumerable`1",
  supers: ["IEnumerable<T>"],
  holds: (value) => value instanceof Ordered,
  members: [],
});

export const grouping = defineType({
  name: "IGrouping<TKey, TElement>",
  fullName: "System.Linq.IGrouping`2",
  supers: ["IEnumerable<TElement>"],
  holds: (value) => value instanceof Grouping,
  members: [member("TKey Key", (group: Grouping) => group.groupKey)],
});
