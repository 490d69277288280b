import { compileExpression, tableOf } from "./compile-expression.ts";
import { converted } from "./convert.ts";
import { MOST_ROWS, tooManyRows } from "./join-tables.ts";
import { limitError, semanticError } from "./kql-error.ts";
import { nameAll } from "./name-all.ts";
import { nearest } from "./nearest-name.ts";
import { callForTable } from "./own-function.ts";
import { parseProgram } from "./parse-query.ts";
import { hasPattern, projectColumns } from "./project-columns.ts";
import { runStep } from "./run-step.ts";
import type { Named, World } from "./scope.ts";
import type { Query, Source, Union } from "./syntax.ts";
import { type NamedTable, unionTables } from "./union-tables.ts";
import { isNumeric, type Row, type Table } from "./value.ts";

/** Where tables come from. */
export interface TableSource {
  readonly names: readonly string[];
  /** Names under which each row stands once, for `*`. Default: all. */
  readonly once?: readonly string[];
  read(name: string): Table;
}

export interface QueryResult extends Table {
  /** The chart that `render` asked for. */
  readonly visualization?: string;
}

const LONGEST_QUERY = 100_000;

/**
 * Runs a query in the subset of the Kusto Query Language that the guide of the lab cloud lists.
 * @param nowMs what `now()` and `ago()` count from
 * @throws KqlError that says what is wrong, and where
 */
export function runQuery(text: string, source: TableSource, nowMs: number): QueryResult {
  if (text.length > LONGEST_QUERY)
    throw limitError(`The query is longer than ${LONGEST_QUERY} characters.`, 0);
  const { lets, result } = parseProgram(text);
  const world = nameAll(lets, new Map(), createWorld(source, nowMs, new Map()));
  const query = result.form === "query" ? result.query : undefined;
  if (!query) throw semanticError("A query gives a table.", result.at);
  const table = world.run(query);
  const [chart] = query.steps.filter((step) => step.operator === "render");
  return chart ? { ...table, visualization: chart.visualization } : table;
}

function createWorld(source: TableSource, nowMs: number, lets: ReadonlyMap<string, Named>): World {
  const world: World = {
    nowMs,
    tables: source.names,
    lets,
    run: (query) => runSteps(query, source, world),
    knowing: (others) => createWorld(source, nowMs, others),
  };
  return world;
}

function runSteps(query: Query, source: TableSource, world: World): Table {
  let table = readSource(query.source, source, world);
  for (const step of query.steps) {
    table =
      step.operator === "union"
        ? runUnion(step.union, source, world, step.at, [{ name: "", table }])
        : runStep(table, step, world);
  }
  return table;
}

function readSource(from: Source, source: TableSource, world: World): Table {
  switch (from.form) {
    case "table":
      return readTable(from.name, from.at, source, world);
    case "call":
      return from.name === "materialize" ? materialized(from, world) : callForTable(from, world);
    case "query":
      return runSteps(from.query, source, world);
    case "union":
      return runUnion(from.union, source, world, from.at, []);
    case "print":
      return projectColumns({ columns: [], rows: [[]] }, named(from.columns), world);
    case "datatable":
      return makeTable(from, world);
    case "range":
      return makeRange(from, world);
  }
}

/** Columns of `print` without a name are `print_0`, `print_1`. */
function named(columns: Extract<Source, { form: "print" }>["columns"]) {
  return columns.map(({ names, expression }, index) => ({
    names: names.length > 0 ? names : [`print_${index}`],
    expression,
  }));
}

/** A result is kept anyway. */
function materialized({ args, at }: Extract<Source, { form: "call" }>, world: World): Table {
  const table = args[0] && tableOf(args[0], { columns: [], world });
  if (table) return table;
  throw semanticError("materialize(…) takes a query.", at);
}

function readTable(name: string, at: number, source: TableSource, world: World): Table {
  const known = world.lets.get(name);
  if (known && "rows" in known) return known;
  if (known && "parameters" in known) return callForTable({ name, args: [], at }, world);
  if (known) throw semanticError(`'${name}' is a value, not a table.`, at);
  if (source.names.includes(name)) return source.read(name);
  throw semanticError(
    `There is no table '${name}'.${nearest(name, source.names) || ` There are ${source.names.join(", ")}.`}`,
    at,
  );
}

function runUnion(
  { sources, fuzzy, ...options }: Union,
  source: TableSource,
  world: World,
  at: number,
  before: readonly NamedTable[],
): Table {
  const tables = sources
    .flatMap((query) => expandPattern(query, source))
    .filter(({ source: from }) => !fuzzy || from.form !== "table" || isThere(from.name, source, world))
    .map((query) => ({
      name: query.source.form === "table" ? query.source.name : "",
      table: runSteps(query, source, world),
    }));
  return unionTables([...before, ...tables], options, at);
}

const isThere = (name: string, source: TableSource, world: World) =>
  world.lets.has(name) || source.names.includes(name);

/** The tables that a pattern such as `App*` names. */
function expandPattern(query: Query, source: TableSource): readonly Query[] {
  const { source: from } = query;
  if (from.form !== "table" || !from.name.includes("*")) return [query];
  const among = from.name.startsWith("*") ? (source.once ?? source.names) : source.names;
  const names = among.filter((name) => hasPattern(name, from.name));
  if (names.length === 0) throw semanticError(`No table has the name '${from.name}'.`, from.at);
  return names.map((name) => ({ source: { form: "table", name, at: from.at }, steps: query.steps }));
}

function makeTable({ columns, values, at }: Extract<Source, { form: "datatable" }>, world: World): Table {
  if (values.length % columns.length !== 0)
    throw semanticError(`${values.length} values do not fill rows of ${columns.length} columns.`, at);
  const cells = values.map((value, index) => {
    const type = columns[index % columns.length]?.type ?? "dynamic";
    return converted(compileExpression(value, { columns: [], world }), type).value([]);
  });
  const rows: Row[] = [];
  for (let from = 0; from < cells.length; from += columns.length)
    rows.push(cells.slice(from, from + columns.length));
  return { columns, rows };
}

function makeRange(range: Extract<Source, { form: "range" }>, world: World): Table {
  const [from, to, step] = [range.from, range.to, range.step].map((part) =>
    compileExpression(part, { columns: [], world }),
  );
  if (!from || !to || !step) throw semanticError("'range' takes three values.", range.at);
  const [first, last, by] = [from, to, step].map((part) => Number(part.value([])));
  if (first === undefined || last === undefined || !by || Number.isNaN(first + last + by))
    throw semanticError("'range' takes numbers or times, and a step that is not 0.", range.at);
  if ((last - first) / by > MOST_ROWS) throw tooManyRows("range", range.at);
  const rows: Row[] = [];
  for (let value = first; by > 0 ? value <= last : value >= last; value += by) rows.push([value]);
  const type = isNumeric(from.type) && step.type === "real" ? "real" : from.type;
  return { columns: [{ name: range.name, type }], rows };
}
