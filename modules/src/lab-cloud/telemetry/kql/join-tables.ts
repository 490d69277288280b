import { article, comparable } from "./binary.ts";
import { freeName } from "./column-name.ts";
import { limitError, semanticError } from "./kql-error.ts";
import { nearest } from "./nearest-name.ts";
import type { Step } from "./syntax.ts";
import { type Column, emptyOf, keyOf, type Row, type Table } from "./value.ts";

type Join = Extract<Step, { operator: "join" }>;

/** Rows that an operator may make of its input. */
export const MOST_ROWS = 500_000;

export const tooManyRows = (operator: string, at: number) =>
  limitError(`'${operator}' makes more than ${MOST_ROWS} rows; narrow what it takes.`, at);

/** Joins two tables on equal values. Columns of the right side whose name is taken get a number behind it. */
export function joinTables(left: Table, right: Table, join: Join): Table {
  const keys = join.on.map(([one, other]) => ({
    left: indexOf(left, one, "left", join.at),
    right: indexOf(right, other, "right", join.at),
  }));
  for (const key of keys) checkComparable(left, right, key, join.at);
  const leftWord = (row: Row) =>
    keyWord(
      row,
      keys.map((key) => key.left),
    );
  const rightWord = (row: Row) =>
    keyWord(
      row,
      keys.map((key) => key.right),
    );
  if (join.kind === "leftsemi" || join.kind === "leftanti")
    return filterBy(left, leftWord, right, rightWord, join.kind === "leftsemi");
  if (join.kind === "rightsemi" || join.kind === "rightanti")
    return filterBy(right, rightWord, left, leftWord, join.kind === "rightsemi");

  const shown = right.columns
    .map((_, index) => index)
    .filter((index) => !join.withoutRightKeys || !keys.some((key) => key.right === index));
  const groups = Map.groupBy(right.rows, rightWord);
  const leftRows = join.kind === "innerunique" ? firstOfEach(left.rows, leftWord) : left.rows;
  const rows: Row[] = [];
  const met = new Set<string>();
  const add = (one: Row, other: Row) => {
    if (rows.push([...one, ...shown.map((index) => other[index] ?? null)]) > MOST_ROWS)
      throw tooManyRows("join", join.at);
  };
  const keepsLeft = join.kind === "leftouter" || join.kind === "fullouter";
  const keepsRight = join.kind === "rightouter" || join.kind === "fullouter";
  for (const row of leftRows) {
    const word = leftWord(row);
    const partners = groups.get(word);
    if (partners) met.add(word);
    if (partners) for (const partner of partners) add(row, partner);
    else if (keepsLeft) add(row, emptyRow(right.columns));
  }
  if (keepsRight)
    for (const row of right.rows) if (!met.has(rightWord(row))) add(emptyRow(left.columns), row);
  return { columns: joinedColumns(left, right, shown), rows };
}

function indexOf({ columns }: Table, name: string, side: string, at: number): number {
  const index = columns.findIndex((column) => column.name === name);
  if (index >= 0) return index;
  const names = columns.map((column) => column.name);
  throw semanticError(`The ${side} side of 'join' has no column '${name}'.${nearest(name, names)}`, at);
}

function checkComparable(left: Table, right: Table, key: { left: number; right: number }, at: number): void {
  const [one, other] = [left.columns[key.left], right.columns[key.right]];
  if (!one || !other) return;
  if (one.type === "dynamic" || other.type === "dynamic")
    throw semanticError(
      `'join' cannot compare ${article("dynamic")} column. Convert it first, as by extend and tostring(…).`,
      at,
    );
  const place = ({ type }: Column) => ({ type, constant: false, value: () => null });
  comparable(place(one), place(other), at);
}

const keyWord = (row: Row, indexes: readonly number[]) =>
  indexes.map((index) => keyOf(row[index] ?? null)).join("\u0000");

function filterBy(
  kept: Table,
  keptWord: (row: Row) => string,
  other: Table,
  otherWord: (row: Row) => string,
  wanted: boolean,
): Table {
  const words = new Set(other.rows.map(otherWord));
  return { columns: kept.columns, rows: kept.rows.filter((row) => words.has(keptWord(row)) === wanted) };
}

function firstOfEach(rows: readonly Row[], word: (row: Row) => string): readonly Row[] {
  const first = new Map<string, Row>();
  for (const row of rows) {
    const key = word(row);
    if (!first.has(key)) first.set(key, row);
  }
  return [...first.values()];
}

const emptyRow = (columns: readonly Column[]): Row => columns.map(({ type }) => emptyOf(type));

function joinedColumns(left: Table, right: Table, shown: readonly number[]): readonly Column[] {
  const taken = new Set(left.columns.map(({ name }) => name));
  const more = shown.flatMap((index) => {
    const column = right.columns[index];
    if (!column) return [];
    const name = freeName(column.name, taken);
    taken.add(name);
    return [{ name, type: column.type }];
  });
  return [...left.columns, ...more];
}
