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
  isObject,
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
  if (call.name === "percentiles_array") return [percentilesArray(call, scope)];
  if (call.name === "percentiles") return compilePercentiles(call, scope);
  return [compileOne(call, scope)];
}

function compileOne(call: Call, scope: Scope): Aggregate {
  const plain = call.name.replace(/_?if$/, "");
  const conditional = plain !== call.name;
  const args = plain === "count" ? [] : [argument(call, 0, scope)];
  const condition = conditional ? argument(call, args.length, scope) : undefined;
  checkCount(call, args.length + (condition ? 1 : 0));
  const [value] = args;
  const most = call.args[args.length + (condition ? 1 : 0)];
  const inner = value
    ? aggregateOf(plain, call, value, plain.startsWith("make_") ? mostOf(most) : Number.POSITIVE_INFINITY)
    : COUNT;
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
  make_list_if: 1,
  make_set: 1,
  make_set_if: 1,
  make_bag: 1,
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

/** How many values a list or set takes. */
function mostOf(expression: Expression | undefined): number {
  if (!expression) return Number.POSITIVE_INFINITY;
  if (expression.form === "literal" && typeof expression.value === "number") return expression.value;
  throw semanticError("The number of values is a literal.", expression.at);
}

function aggregateOf(
  name: string,
  call: Call,
  value: Compiled,
  most: number,
): Pick<Aggregate, "type" | "over"> {
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
    case "stdevp":
      checkNumeric(call, value, false);
      return { type: "real", over: (rows) => Math.sqrt(varianceOf(numbers(values(rows)), 0)) };
    case "variancep":
      checkNumeric(call, value, false);
      return { type: "real", over: (rows) => varianceOf(numbers(values(rows)), 0) };
    case "make_list":
      return {
        type: "dynamic",
        over: (rows) =>
          values(rows)
            .slice(0, most)
            .map((found) => toDynamic(found, value.type)),
      };
    case "make_set":
      return {
        type: "dynamic",
        over: (rows) =>
          distinct(values(rows))
            .slice(0, most)
            .map((found) => toDynamic(found, value.type)),
      };
    case "make_bag":
      return {
        type: "dynamic",
        over: (rows) => Object.assign({}, ...values(rows).slice(0, most).filter(isObject)),
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

/** `less`: 1 of a sample, 0 of all there are. */
function varianceOf(values: readonly number[], less: 0 | 1 = 1): number {
  if (values.length < 2) return 0;
  const mean = meanOf(values);
  return sumOf(values.map((value) => (value - mean) ** 2)) / (values.length - less);
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

/** The same percentiles as one array. */
function percentilesArray(call: Call, scope: Scope): Aggregate {
  const parts = compilePercentiles(call, scope);
  const type = argument(call, 0, scope).type;
  return {
    name: `percentiles_array_${nameOf(call.args[0], call.name)}`,
    type: "dynamic",
    over: (rows) => parts.map((part) => toDynamic(part.over(rows), type)),
  };
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
