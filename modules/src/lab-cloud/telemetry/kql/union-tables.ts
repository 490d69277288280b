import { MOST_ROWS, tooManyRows } from "./join-tables.ts";
import { type Column, emptyOf, type Row, type Table } from "./value.ts";

export interface NamedTable {
  readonly name: string;
  readonly table: Table;
}

/** All rows of all tables. A column that has two types becomes two: `value_long`, `value_string`. */
export function unionTables(
  tables: readonly NamedTable[],
  { inner, sourceColumn }: { readonly inner: boolean; readonly sourceColumn?: string },
  at: number,
): Table {
  const columns = outerColumns(tables.map(({ table }) => table)).filter(
    (column) => !inner || tables.every(({ table }) => indexIn(table, column) >= 0),
  );
  const first: readonly Column[] = sourceColumn === undefined ? [] : [{ name: sourceColumn, type: "string" }];
  const rows: Row[] = [];
  for (const { name, table } of tables) {
    const places = columns.map((column) => ({ index: indexIn(table, column), empty: emptyOf(column.type) }));
    for (const row of table.rows) {
      const values = places.map(({ index, empty }) => (index < 0 ? empty : (row[index] ?? empty)));
      if (rows.push(sourceColumn === undefined ? values : [name, ...values]) > MOST_ROWS)
        throw tooManyRows("union", at);
    }
  }
  return { columns: [...first, ...columns.map(({ shown, type }) => ({ name: shown, type }))], rows };
}

interface UnionColumn extends Column {
  /** Its name in the result. */
  readonly shown: string;
}

function outerColumns(tables: readonly Table[]): readonly UnionColumn[] {
  const byName = Map.groupBy(
    tables.flatMap(({ columns }) => columns),
    ({ name }) => name,
  );
  return [...byName].flatMap(([name, found]) => {
    const types = [...new Set(found.map(({ type }) => type))];
    return types.map((type) => ({ name, type, shown: types.length === 1 ? name : `${name}_${type}` }));
  });
}

const indexIn = ({ columns }: Table, { name, type }: Column) =>
  columns.findIndex((column) => column.name === name && column.type === type);
