import { article } from "./binary.ts";
import { compileExpression } from "./compile-expression.ts";
import { expandRows } from "./expand-rows.ts";
import { joinTables } from "./join-tables.ts";
import { semanticError } from "./kql-error.ts";
import { parseColumns } from "./match-pattern.ts";
import { extendColumns, matchColumns, pickColumns, projectColumns } from "./project-columns.ts";
import type { World } from "./scope.ts";
import { summarize } from "./summarize.ts";
import type { Expression, NamedExpression, SortKey, Step } from "./syntax.ts";
import { unpackBag } from "./unpack-bag.ts";
import { compareValues, keyOf, type Row, type Table, type Value } from "./value.ts";
import { withWindows } from "./window-columns.ts";

type StepOf<O extends Step["operator"]> = Extract<Step, { operator: O }>;

/** Applies one operator; `union` is given the tables to add. @throws KqlError */
export function runStep(table: Table, step: Exclude<Step, StepOf<"union">>, world: World): Table {
  switch (step.operator) {
    case "where":
      return filterRows(table, step, world);
    case "extend":
      return extendColumns(table, step.columns, world);
    case "project":
      return projectColumns(table, step.columns, world);
    case "distinct":
      return distinctRows(table, step.columns, world);
    case "project-away":
    case "project-keep":
    case "project-reorder":
      return pickColumns(table, pickedIndexes(table, step));
    case "project-rename":
      return renameColumns(table, step);
    case "summarize":
      return summarize(table, step, world);
    case "order":
      return { ...table, rows: sortRows(table, step.keys, world) };
    case "top":
      return { ...table, rows: sortRows(table, step.keys, world).slice(0, countOf(step.count, world)) };
    case "take":
      return { ...table, rows: table.rows.slice(0, countOf(step.count, world)) };
    case "count":
      return { columns: [{ name: "Count", type: "long" }], rows: [[table.rows.length]] };
    case "getschema":
      return describeColumns(table);
    case "join":
      return joinTables(table, world.run(step.right), step);
    case "mv-expand":
      return expandRows(table, step, step.most ? countOf(step.most, world) : Number.POSITIVE_INFINITY, world);
    case "parse":
      return parseColumns(table, step, world);
    case "unpack":
      return unpackBag(table, step, world);
    case "render":
    case "nothing":
      return table;
  }
}

function filterRows(table: Table, { condition }: StepOf<"where">, world: World): Table {
  const windows = withWindows(table, [{ names: [], expression: condition }], world);
  const [{ expression } = { expression: condition }] = windows.columns;
  const compiled = compileExpression(expression, { columns: windows.table.columns, world });
  if (compiled.type !== "bool" && compiled.type !== "dynamic")
    throw semanticError(`'where' takes a condition; this is ${article(compiled.type)}.`, condition.at);
  return {
    ...table,
    rows: table.rows.filter((row, index) => compiled.value(windows.table.rows[index] ?? row) === true),
  };
}

function distinctRows(table: Table, columns: readonly NamedExpression[], world: World): Table {
  const all = columns.length === 1 && columns[0]?.expression.form === "star";
  const shown = all ? table : projectColumns(table, columns, world);
  const rows = new Map(shown.rows.map((row) => [row.map(keyOf).join("\u0000"), row]));
  return { ...shown, rows: [...rows.values()] };
}

function pickedIndexes(
  table: Table,
  { operator, patterns, at }: StepOf<"project-away" | "project-keep" | "project-reorder">,
): readonly number[] {
  const all = table.columns.map((_, index) => index);
  const matched = matchColumns(table, patterns, at);
  if (operator === "project-away") return all.filter((index) => !matched.includes(index));
  if (operator === "project-keep") return all.filter((index) => matched.includes(index));
  return [...matched, ...all.filter((index) => !matched.includes(index))];
}

function renameColumns(table: Table, { renames, at }: StepOf<"project-rename">): Table {
  const names = new Map(
    renames.map(([to, from]) => {
      const [index = -1] = matchColumns(table, [from], at);
      return [index, to] as const;
    }),
  );
  const columns = table.columns.map((column, index) => ({
    ...column,
    name: names.get(index) ?? column.name,
  }));
  return { ...table, columns };
}

/** Sorts; rows that are equal keep their order. */
function sortRows(table: Table, keys: readonly SortKey[], world: World): readonly Row[] {
  const compiled = keys.map((key) => ({
    ...key,
    ...compileExpression(key.expression, { columns: table.columns, world }),
  }));
  const ranked = table.rows.map((row) => ({ row, ranks: compiled.map((key) => key.value(row)) }));
  ranked.sort((one, other) => {
    for (const [index, key] of compiled.entries()) {
      const order = orderOf(one.ranks[index] ?? null, other.ranks[index] ?? null, key);
      if (order !== 0) return order;
    }
    return 0;
  });
  return ranked.map(({ row }) => row);
}

function orderOf(one: Value, other: Value, { descending, nullsFirst }: SortKey): number {
  if (one === null || other === null) return one === other ? 0 : (one === null) === nullsFirst ? -1 : 1;
  return compareValues(one, other) * (descending ? -1 : 1);
}

function countOf(expression: Expression, world: World): number {
  const compiled = compileExpression(expression, { columns: [], world });
  const count = compiled.constant ? compiled.value([]) : undefined;
  if (typeof count === "number" && Number.isInteger(count) && count >= 0) return count;
  throw semanticError("The number of rows is a whole number.", expression.at);
}

function describeColumns({ columns }: Table): Table {
  return {
    columns: [
      { name: "ColumnName", type: "string" },
      { name: "ColumnOrdinal", type: "int" },
      { name: "ColumnType", type: "string" },
    ],
    rows: columns.map(({ name, type }, index) => [name, index, type]),
  };
}
