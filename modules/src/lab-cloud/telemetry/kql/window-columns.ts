import { compileExpression } from "./compile-expression.ts";
import { semanticError } from "./kql-error.ts";
import type { Compiled, World } from "./scope.ts";
import type { Expression, NamedExpression } from "./syntax.ts";
import { type Column, emptyOf, isNumeric, type KqlType, type Row, type Table, type Value } from "./value.ts";

type Call = Extract<Expression, { form: "call" }>;

/** Functions that look at other rows than their own, in the order in which the rows stand. */
const WINDOW_FUNCTIONS = ["prev", "next", "row_number", "row_cumsum"];

interface WindowColumn extends Column {
  valueAt(rows: readonly Row[], index: number): Value;
}

/**
 * Works out what looks at other rows, as columns behind the others, and puts their names in its place.
 * @returns the table with these columns, and the expressions that name them
 */
export function withWindows(
  table: Table,
  columns: readonly NamedExpression[],
  world: World,
): { readonly table: Table; readonly columns: readonly NamedExpression[] } {
  const made: WindowColumn[] = [];
  const rewritten = columns.map((column) => ({
    ...column,
    expression: replaceWindows(column.expression, (call) => {
      const name = ` window ${made.length}`;
      made.push({ name, ...windowOf(call, table, world) });
      return { form: "name", name, at: call.at };
    }),
  }));
  if (made.length === 0) return { table, columns };
  const rows = table.rows.map((row, index) => [...row, ...made.map((one) => one.valueAt(table.rows, index))]);
  return { table: { columns: [...table.columns, ...made], rows }, columns: rewritten };
}

function replaceWindows(expression: Expression, replace: (call: Call) => Expression): Expression {
  const inside = (part: Expression) => replaceWindows(part, replace);
  switch (expression.form) {
    case "call":
      if (WINDOW_FUNCTIONS.includes(expression.name)) return replace(expression);
      return { ...expression, args: expression.args.map(inside) };
    case "binary":
      return { ...expression, left: inside(expression.left), right: inside(expression.right) };
    case "member":
      return { ...expression, of: inside(expression.of) };
    case "negative":
      return { ...expression, of: inside(expression.of) };
    case "list":
      return { ...expression, left: inside(expression.left) };
    case "between":
      return { ...expression, of: inside(expression.of) };
    default:
      return expression;
  }
}

function windowOf(call: Call, table: Table, world: World): Omit<WindowColumn, "name"> {
  const args = call.args.map((arg) => compileExpression(arg, { columns: table.columns, world }));
  if (call.name === "row_number") return rowNumber(args[0]);
  const [value] = args;
  if (!value) throw semanticError(`${call.name}(…) takes a column.`, call.at);
  return call.name === "row_cumsum" ? runningSum(call, value, args[1]) : neighbour(call, value, args);
}

function rowNumber(start: Compiled | undefined): Omit<WindowColumn, "name"> {
  const first = Number(start?.value([]) ?? 1);
  return { type: "long", valueAt: (_, index) => first + index };
}

/** `prev(value, 1, otherwise)` */
function neighbour(
  call: Call,
  value: Compiled,
  [, offset, otherwise]: readonly Compiled[],
): Omit<WindowColumn, "name"> {
  const steps = Number(offset?.value([]) ?? 1) * (call.name === "prev" ? -1 : 1);
  return {
    type: value.type,
    valueAt(rows, index) {
      const row = rows[index + steps];
      return row ? value.value(row) : (otherwise?.value([]) ?? emptyOf(value.type));
    },
  };
}

/** `row_cumsum(value, restart)`: the rows are read in turn, from the first on. */
function runningSum(call: Call, value: Compiled, restart: Compiled | undefined): Omit<WindowColumn, "name"> {
  if (!isSummable(value.type))
    throw semanticError("row_cumsum(…) takes a number.", call.args[0]?.at ?? call.at);
  let sum = 0;
  return {
    type: value.type === "int" ? "long" : value.type,
    valueAt(rows, index) {
      const row = rows[index] ?? [];
      if (index === 0 || restart?.value(row) === true) sum = 0;
      sum += Number(value.value(row) ?? 0);
      return sum;
    },
  };
}

const isSummable = (type: KqlType) => isNumeric(type) || type === "timespan";
