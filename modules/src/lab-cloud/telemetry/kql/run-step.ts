import { article } from "./binary.ts";
import { impliedName } from "./column-name.ts";
import { compileExpression } from "./compile-expression.ts";
import { joinTables, MOST_ROWS, tooManyRows } from "./join-tables.ts";
import { semanticError } from "./kql-error.ts";
import { extendColumns, matchColumns, pickColumns, projectColumns } from "./project-columns.ts";
import type { World } from "./scope.ts";
import { summarize } from "./summarize.ts";
import type { Expression, NamedExpression, SortKey, Step } from "./syntax.ts";
import { compareValues, keyOf, type Row, type Table, type Value } from "./value.ts";

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
      return step.columns.reduce((expanded, column) => expandRows(expanded, column, step.at, world), table);
    case "render":
    case "nothing":
      return table;
  }
}

function filterRows(table: Table, { condition }: StepOf<"where">, world: World): Table {
  const compiled = compileExpression(condition, { columns: table.columns, world });
  if (compiled.type !== "bool" && compiled.type !== "dynamic")
    throw semanticError(`'where' takes a condition; this is ${article(compiled.type)}.`, condition.at);
  return { ...table, rows: table.rows.filter((row) => compiled.value(row) === true) };
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

/** A row for each value of an array. */
function expandRows(table: Table, { names, expression }: NamedExpression, at: number, world: World): Table {
  const compiled = compileExpression(expression, { columns: table.columns, world });
  if (compiled.type !== "dynamic")
    throw semanticError(`'mv-expand' takes a dynamic value, not ${article(compiled.type)}.`, expression.at);
  const name = names[0] ?? impliedName(expression) ?? "Column1";
  const found = table.columns.findIndex((column) => column.name === name);
  const place = found < 0 ? table.columns.length : found;
  const rows: Row[] = [];
  for (const row of table.rows) {
    const value = compiled.value(row);
    for (const item of Array.isArray(value) ? value : [value])
      if (rows.push(row.toSpliced(place, 1, item)) > MOST_ROWS) throw tooManyRows("mv-expand", at);
  }
  return { columns: table.columns.toSpliced(place, 1, { name, type: "dynamic" }), rows };
}
