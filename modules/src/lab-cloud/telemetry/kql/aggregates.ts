import { AGGREGATE_NAMES } from "./aggregate-names.ts";
import { article } from "./binary.ts";
import { impliedName } from "./column-name.ts";
import { compileExpression } from "./compile-expression.ts";
import { semanticError } from "./kql-error.ts";
import type { Compiled, Scope } from "./scope.ts";
import type { Expression } from "./syntax.ts";
import {
  compareValues,
  emptyOf,
  isNumeric,
  type KqlType,
  keyOf,
  type Row,
  toDynamic,
  type Value,
} from "./value.ts";

type Call = Extract<Expression, { form: "call" }>;

/** One result of an aggregate over the rows of a group. */
export interface Aggregate {
  readonly name: string;
  readonly type: KqlType;
  over(rows: readonly Row[]): Value;
}

/** The results of a call: one, or several for `percentiles`, `arg_max` and `arg_min`; `undefined` when it is no aggregate. */
export function compileAggregates(call: Call, scope: Scope): readonly Aggregate[] | undefined {
  if (!AGGREGATE_NAMES.includes(call.name)) return undefined;
  if (call.name === "arg_max" || call.name === "arg_min") return compileExtreme(call, scope);
  if (call.name === "percentiles") return compilePercentiles(call, scope);
  return [compileOne(call, scope)];
}

function compileOne(call: Call, scope: Scope): Aggregate {
  const conditional = call.name.endsWith("if");
  const plain = conditional ? call.name.slice(0, -2) : call.name;
  const args = plain === "count" ? [] : [argument(call, 0, scope)];
  const condition = conditional ? argument(call, args.length, scope) : undefined;
  checkCount(call, args.length + (condition ? 1 : 0));
  const [value] = args;
  const inner = value ? aggregateOf(plain, call, value) : COUNT;
  const name = `${call.name}_${nameOf(call.args[0], plain)}`;
  if (!condition) return { name, ...inner };
  const { type, over } = inner;
  return { name, type, over: (rows) => over(rows.filter((row) => condition.value(row) === true)) };
}

const COUNT: Pick<Aggregate, "type" | "over"> = { type: "long", over: (rows) => rows.length };

const nameOf = (arg: Expression | undefined, aggregate: string) =>
  arg && aggregate !== "count" ? (impliedName(arg) ?? "") : "";

const OPTIONAL: Readonly<Record<string, number>> = {
  dcount: 1,
  dcountif: 1,
  percentile: 1,
  make_list: 1,
  make_set: 1,
};

function checkCount({ name, args, at }: Call, count: number): void {
  const most = count + (OPTIONAL[name] ?? 0);
  const given = args.some(({ form }) => form === "star") && name === "count" ? 0 : args.length;
  if (given >= count && given <= most) return;
  throw semanticError(
    `${name}(…) takes ${count === most ? count : `${count} or ${most}`} arguments, not ${given}.`,
    at,
  );
}

function argument(call: Call, index: number, scope: Scope): Compiled {
  const arg = call.args[index];
  if (!arg) throw semanticError(`${call.name}(…) takes more arguments than ${call.args.length}.`, call.at);
  return compileExpression(arg, scope);
}

function aggregateOf(name: string, call: Call, value: Compiled): Pick<Aggregate, "type" | "over"> {
  const values = (rows: readonly Row[]) =>
    rows.map((row) => value.value(row)).filter((found) => found !== null);
  switch (name) {
    case "sum": {
      checkNumeric(call, value, true);
      return {
        type: value.type === "int" ? "long" : value.type,
        over: (rows) => sumOf(numbers(values(rows))),
      };
    }
    case "avg":
      checkNumeric(call, value, true);
      return {
        type: value.type === "timespan" ? "timespan" : "real",
        over: (rows) => meanOf(numbers(values(rows))),
      };
    case "stdev":
      checkNumeric(call, value, false);
      return { type: "real", over: (rows) => Math.sqrt(varianceOf(numbers(values(rows)))) };
    case "variance":
      checkNumeric(call, value, false);
      return { type: "real", over: (rows) => varianceOf(numbers(values(rows))) };
    case "min":
      return { type: value.type, over: (rows) => extremeOf(values(rows), value.type, -1) };
    case "max":
      return { type: value.type, over: (rows) => extremeOf(values(rows), value.type, 1) };
    case "dcount":
    case "count_distinct":
      return { type: "long", over: (rows) => new Set(rows.map((row) => keyOf(value.value(row)))).size };
    case "percentile":
      return percentileOf(call, value, call.args[1]);
    case "make_list":
      return { type: "dynamic", over: (rows) => values(rows).map((found) => toDynamic(found, value.type)) };
    case "make_set":
      return {
        type: "dynamic",
        over: (rows) => distinct(values(rows)).map((found) => toDynamic(found, value.type)),
      };
    default:
      return { type: value.type, over: (rows) => values(rows)[0] ?? emptyOf(value.type) };
  }
}

function checkNumeric(call: Call, { type }: Compiled, spans: boolean): void {
  if (isNumeric(type) || (spans && type === "timespan")) return;
  throw semanticError(
    `${call.name}(…) takes a number, not ${article(type)}. Convert it, as by ${call.name}(todouble(…)).`,
    call.args[0]?.at ?? call.at,
  );
}

const numbers = (values: readonly Value[]) => values.filter((value) => typeof value === "number");
const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const meanOf = (values: readonly number[]) =>
  values.length === 0 ? Number.NaN : sumOf(values) / values.length;

function varianceOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = meanOf(values);
  return sumOf(values.map((value) => (value - mean) ** 2)) / (values.length - 1);
}

function extremeOf(values: readonly Value[], type: KqlType, sign: 1 | -1): Value {
  let best: Value | undefined;
  for (const value of values) if (best === undefined || compareValues(value, best) * sign > 0) best = value;
  return best ?? emptyOf(type);
}

function distinct(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map((value) => [keyOf(value), value])).values()];
}

/** The nearest rank: the smallest value that so many per cent do not exceed. */
function percentileOf(
  call: Call,
  value: Compiled,
  percent: Expression | undefined,
): Pick<Aggregate, "type" | "over"> {
  if (!isNumeric(value.type) && value.type !== "timespan" && value.type !== "datetime")
    checkNumeric(call, value, true);
  const share = percent?.form === "literal" && typeof percent.value === "number" ? percent.value : Number.NaN;
  if (!(share >= 0 && share <= 100))
    throw semanticError(
      `${call.name}(…) takes a literal from 0 to 100 as its percentage.`,
      percent?.at ?? call.at,
    );
  return {
    type: value.type,
    over: (rows) => {
      const sorted = numbers(rows.map((row) => value.value(row))).sort((one, other) => one - other);
      return sorted[Math.max(Math.ceil((share / 100) * sorted.length) - 1, 0)] ?? null;
    },
  };
}

function compilePercentiles(call: Call, scope: Scope): readonly Aggregate[] {
  const value = argument(call, 0, scope);
  const shares = call.args.slice(1);
  if (shares.length === 0) throw semanticError("percentiles(…) takes a value and percentages.", call.at);
  return shares.map((share) => ({
    name: `percentile_${nameOf(call.args[0], call.name)}_${share.form === "literal" ? share.value : ""}`,
    ...percentileOf(call, value, share),
  }));
}

/** `arg_max(timestamp, *)`: the columns of the row where the value is greatest. */
function compileExtreme(call: Call, scope: Scope): readonly Aggregate[] {
  const ranked = argument(call, 0, scope);
  const sign = call.name === "arg_max" ? 1 : -1;
  const [first, ...rest] = call.args;
  const wanted = rest.some(({ form }) => form === "star")
    ? scope.columns.map(({ name }): Expression => ({ form: "name", name, at: call.at }))
    : rest;
  const rankName = (first && impliedName(first)) ?? "";
  const others = wanted.filter((arg) => impliedName(arg) !== rankName);
  const results = [first, ...others].filter((arg) => arg !== undefined);
  return results.map((arg, index) => {
    const value = compileExpression(arg, scope);
    return {
      name: index === 0 ? rankName || call.name : (impliedName(arg) ?? `Column${index}`),
      type: value.type,
      over: (rows) => {
        const row = extremeRow(rows, ranked, sign);
        return row ? value.value(row) : emptyOf(value.type);
      },
    };
  });
}

function extremeRow(rows: readonly Row[], ranked: Compiled, sign: 1 | -1): Row | undefined {
  let best: { readonly row: Row; readonly rank: Value } | undefined;
  for (const row of rows) {
    const rank = ranked.value(row);
    if (rank !== null && (!best || compareValues(rank, best.rank) * sign > 0)) best = { row, rank };
  }
  return best?.row;
}
