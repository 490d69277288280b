import type { Cursor } from "./cursor.ts";
import { syntaxError } from "./kql-error.ts";
import { parseExpression } from "./parse-expression.ts";
import { parseUnionSource } from "./parse-union.ts";
import type { Expression, Query } from "./syntax.ts";

/** The column that tells in which table a row was found. */
const TABLE_COLUMN = "$table";

/** `search in (requests, dependencies) "gpt" and duration > 5`: all tables, or those named, and the rows that have it. */
export function parseSearchSource(cursor: Cursor): Query {
  const { start: at } = cursor.next();
  readKind(cursor);
  const sources = cursor.accept("in") ? parseTables(cursor) : [everyTable(at)];
  const condition = searchCondition(parseExpression(cursor));
  const union = { inner: false, fuzzy: false, sourceColumn: TABLE_COLUMN, sources };
  return { source: { form: "union", union, at }, steps: [{ operator: "where", condition, at }] };
}

/** What stands behind `| search`. */
export function parseSearchCondition(cursor: Cursor): Expression {
  readKind(cursor);
  return searchCondition(parseExpression(cursor));
}

const everyTable = (at: number): Query => ({ source: { form: "table", name: "*", at }, steps: [] });

function parseTables(cursor: Cursor): readonly Query[] {
  cursor.expect("(", "after 'in'");
  const tables = [parseUnionSource(cursor)];
  while (cursor.accept(",")) tables.push(parseUnionSource(cursor));
  cursor.expect(")", "after the tables");
  return tables;
}

function readKind(cursor: Cursor): void {
  if (cursor.peek().text !== "kind" || cursor.peek(1).text !== "=") return;
  const { start } = cursor.next();
  cursor.next();
  if (cursor.next().text === "case_sensitive")
    throw syntaxError("'search' looks without regard to case here; has_cs tells cases apart.", start);
}

/** A text that stands alone is looked for in every column. */
function searchCondition(expression: Expression): Expression {
  if (expression.form === "literal" && expression.type === "string") return anyColumnHas(expression);
  if (expression.form === "binary" && (expression.operator === "and" || expression.operator === "or"))
    return {
      ...expression,
      left: searchCondition(expression.left),
      right: searchCondition(expression.right),
    };
  if (expression.form === "call" && expression.name === "not")
    return { ...expression, args: expression.args.map(searchCondition) };
  return expression;
}

/** `"gpt"` is a term, `"gpt*"` the start of one, `"*gpt*"` any part. */
function anyColumnHas(literal: Extract<Expression, { form: "literal" }>): Expression {
  const { at } = literal;
  const text = String(literal.value);
  const [open, closed] = [text.endsWith("*"), text.startsWith("*")];
  const operator = open && closed ? "contains" : open ? "hasprefix" : closed ? "hassuffix" : "has";
  const sought = text.slice(closed ? 1 : 0, open ? -1 : undefined);
  return { form: "binary", operator, left: { form: "star", at }, right: { ...literal, value: sought }, at };
}
