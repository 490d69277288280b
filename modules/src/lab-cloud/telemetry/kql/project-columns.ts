import { freeName, impliedName } from "./column-name.ts";
import { compileExpression } from "./compile-expression.ts";
import { semanticError } from "./kql-error.ts";
import { nearest } from "./nearest-name.ts";
import type { Compiled, World } from "./scope.ts";
import type { NamedExpression } from "./syntax.ts";
import type { Column, Table } from "./value.ts";
import { withWindows } from "./window-columns.ts";

interface MadeColumn extends Column {
  readonly compiled: Compiled;
}

function compileColumns(
  table: Table,
  columns: readonly NamedExpression[],
  world: World,
): readonly MadeColumn[] {
  const taken = new Set<string>();
  return columns.map(({ names, expression }, index) => {
    const compiled = compileExpression(expression, { columns: table.columns, world });
    const name = names[0] ?? freeName(impliedName(expression) ?? `Column${index + 1}`, taken);
    if (taken.has(name)) throw semanticError(`Two columns have the name '${name}'.`, expression.at);
    taken.add(name);
    return { name, type: compiled.type, compiled };
  });
}

/** Only these columns. */
export function projectColumns(given: Table, wanted: readonly NamedExpression[], world: World): Table {
  const { table, columns } = withWindows(given, wanted, world);
  const made = compileColumns(table, columns, world);
  return {
    columns: made.map(({ name, type }) => ({ name, type })),
    rows: table.rows.map((row) => made.map(({ compiled }) => compiled.value(row))),
  };
}

/** These columns behind the others, or in the place of one that has the name; a later one sees those before it. */
export function extendColumns(table: Table, columns: readonly NamedExpression[], world: World): Table {
  return columns.reduce((extended, column) => extendOne(extended, column, world), table);
}

function extendOne(table: Table, column: NamedExpression, world: World): Table {
  const windows = withWindows(table, [column], world);
  const [made] = compileColumns(windows.table, windows.columns, world);
  if (!made) return table;
  const unnamed = column.names.length === 0 && impliedName(column.expression) === undefined;
  const name = unnamed ? freeName("Column1", new Set(table.columns.map((known) => known.name))) : made.name;
  const at = table.columns.findIndex((known) => known.name === name);
  const place = at < 0 ? table.columns.length : at;
  return {
    columns: table.columns.toSpliced(place, 1, { name, type: made.type }),
    rows: table.rows.map((row, index) =>
      row.toSpliced(place, 1, made.compiled.value(windows.table.rows[index] ?? row)),
    ),
  };
}

/** The columns with these indexes, in this order. */
export function pickColumns(table: Table, indexes: readonly number[]): Table {
  return {
    columns: indexes.flatMap((index) => table.columns[index] ?? []),
    rows: table.rows.map((row) => indexes.map((index) => row[index] ?? null)),
  };
}

/** Indexes of the columns whose name has one of the patterns, in the order of the patterns. `*` stands for any text. */
export function matchColumns({ columns }: Table, patterns: readonly string[], at: number): readonly number[] {
  const found = patterns.flatMap((pattern) => {
    const matched = columns.flatMap(({ name }, index) => (hasPattern(name, pattern) ? [index] : []));
    if (matched.length > 0 || pattern.includes("*")) return matched;
    throw semanticError(
      `There is no column '${pattern}' here.${nearest(
        pattern,
        columns.map(({ name }) => name),
      )}`,
      at,
    );
  });
  return [...new Set(found)];
}

/** Whether a name has a pattern in which `*` stands for any text. */
export function hasPattern(name: string, pattern: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return name.length - last.length >= from && name.endsWith(last);
}
