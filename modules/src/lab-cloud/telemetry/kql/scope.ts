import type { Expression, OwnParameter, Program, Query } from "./syntax.ts";
import type { Column, KqlType, Row, Table, Value } from "./value.ts";

/** An expression that can be worked out for each row. */
export interface Compiled {
  readonly type: KqlType;
  /** The same for every row. */
  readonly constant: boolean;
  value(row: Row): Value;
}

/** What `let` may name. */
export type Named = Compiled | Table | OwnFunction;

/** A function that the query defines. It sees what was named before it. */
export interface OwnFunction {
  readonly parameters: readonly OwnParameter[];
  readonly body: Program;
  readonly before: ReadonlyMap<string, Named>;
}

/** What a query is run in. */
export interface World {
  /** Milliseconds since 1970-01-01 UTC; the same during a whole query. */
  readonly nowMs: number;
  /** Names of the tables there are. */
  readonly tables: readonly string[];
  /** What was named by `let`. */
  readonly lets: ReadonlyMap<string, Named>;
  run(query: Query): Table;
  /** The same world, where these names stand for something else. */
  knowing(lets: ReadonlyMap<string, Named>): World;
}

/** What an expression may name. */
export interface Scope {
  readonly columns: readonly Column[];
  readonly world: World;
  /** Where `summarize` takes aggregates: gives the column in which the call's result will stand. */
  readonly aggregate?: (call: Extract<Expression, { form: "call" }>) => Compiled | undefined;
}

export const constantOf = (type: KqlType, value: Value): Compiled => ({
  type,
  constant: true,
  value: () => value,
});

/** Works out at once what is the same for every row. */
export function combine(
  type: KqlType,
  parts: readonly Compiled[],
  work: (values: readonly Value[]) => Value,
): Compiled {
  if (parts.every(({ constant }) => constant))
    return constantOf(type, work(parts.map((part) => part.value([]))));
  const [first, second] = parts;
  if (first && !second) return { type, constant: false, value: (row) => work([first.value(row)]) };
  return { type, constant: false, value: (row) => work(parts.map((part) => part.value(row))) };
}
