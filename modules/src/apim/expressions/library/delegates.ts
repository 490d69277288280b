import { defineType } from "../types/type-definition.ts";

const isFunction = (value: unknown): boolean => typeof value === "function";

/** Delegate types; what they take and give is read from their type arguments. */
export const delegates = ["Func", "Action", "Predicate", "Comparison", "Converter", "MatchEvaluator"].map(
  (name) => defineType({ name, fullName: `System.${name}`, holds: isFunction, members: [] }),
);
