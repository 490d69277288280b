import { article } from "./binary.ts";
import { impliedName } from "./column-name.ts";
import { compileExpression } from "./compile-expression.ts";
import { convertValue } from "./convert.ts";
import { MOST_ROWS, tooManyRows } from "./join-tables.ts";
import { semanticError } from "./kql-error.ts";
import type { World } from "./scope.ts";
import type { ExpandedColumn, Step } from "./syntax.ts";
import { type Column, emptyOf, isObject, type Row, type Table, type Value } from "./value.ts";

type Expand = Extract<Step, { operator: "mv-expand" }>;

/** A row for each value of an array, or of each member of a bag. Several columns are expanded side by side. */
export function expandRows(table: Table, step: Expand, most: number, world: World): Table {
  const parts = step.columns.map((column) => partOf(table, column, step.pairs, world));
  const columns = parts.reduce(placeColumn, table.columns);
  const places = parts.map(({ name }) => columns.findIndex((column) => column.name === name));
  const rows: Row[] = [];
  for (const row of table.rows) {
    const lists = parts.map(({ items }) => items(row));
    const length = Math.min(Math.max(...lists.map((list) => list.length)), most);
    for (let index = 0; index < length; index += 1) {
      const made = columns.map((_, place) => row[place] ?? null);
      for (const [part, place] of places.entries())
        made[place] = lists[part]?.[index] ?? emptyAt(columns, place);
      if (rows.push(step.indexColumn === undefined ? made : [...made, index]) > MOST_ROWS)
        throw tooManyRows("mv-expand", step.at);
    }
  }
  if (step.indexColumn === undefined) return { columns, rows };
  return { columns: [...columns, { name: step.indexColumn, type: "long" }], rows };
}

const emptyAt = (columns: readonly Column[], place: number) => emptyOf(columns[place]?.type ?? "dynamic");

function partOf(table: Table, { names, expression, to }: ExpandedColumn, pairs: boolean, world: World) {
  const compiled = compileExpression(expression, { columns: table.columns, world });
  if (compiled.type !== "dynamic")
    throw semanticError(`'mv-expand' takes a dynamic value, not ${article(compiled.type)}.`, expression.at);
  const type = to ?? "dynamic";
  const convert = (value: Value) => (type === "dynamic" ? value : convertValue(value, "dynamic", type));
  return {
    name: names[0] ?? impliedName(expression) ?? "Column1",
    type,
    items: (row: Row) => itemsOf(compiled.value(row), pairs).map(convert),
  };
}

/** Of a bag: bags of one member each, or pairs of name and value. What is neither is one item; what is empty has none. */
function itemsOf(value: Value, pairs: boolean): readonly Value[] {
  if (Array.isArray(value)) return value;
  if (!isObject(value)) return [value];
  const members = Object.entries(value);
  return members.length === 0
    ? [null]
    : members.map(([name, one]) => (pairs ? [name, one] : { [name]: one }));
}

function placeColumn(columns: readonly Column[], { name, type }: Column): readonly Column[] {
  const found = columns.findIndex((column) => column.name === name);
  return columns.toSpliced(found < 0 ? columns.length : found, 1, { name, type });
}
