import { type Cursor, describeToken } from "./cursor.ts";
import { syntaxError } from "./kql-error.ts";
import { parseTypedLiteral } from "./parse-literal.ts";
import { parseQuery } from "./parse-query.ts";
import type { Expression, NamedExpression } from "./syntax.ts";

const COMPARISONS = ["==", "!=", "=~", "!~", "<", "<=", ">", ">="];
const TEXT_TESTS = ["contains", "startswith", "endswith", "has", "hasprefix", "hassuffix"].flatMap((name) => [
  name,
  `!${name}`,
  `${name}_cs`,
  `!${name}_cs`,
]);
const LIST_TESTS = ["in", "!in", "in~", "!in~", "has_any", "has_all"];

/** @throws KqlError (SyntaxError) */
export function parseExpression(cursor: Cursor): Expression {
  return cursor.nested(() =>
    parseChain(cursor, ["or"], () => parseChain(cursor, ["and"], () => parseTest(cursor))),
  );
}

function parseChain(
  cursor: Cursor,
  operators: readonly string[],
  parseOperand: () => Expression,
): Expression {
  let left = parseOperand();
  for (let sign = cursor.accept(...operators); sign; sign = cursor.accept(...operators)) {
    left = { form: "binary", operator: sign.text, left, right: parseOperand(), at: sign.start };
  }
  return left;
}

function parseTest(cursor: Cursor): Expression {
  let left = parseSum(cursor);
  for (;;) {
    const tested = parseTestOf(cursor, left);
    if (!tested) return left;
    left = tested;
  }
}

function parseTestOf(cursor: Cursor, left: Expression): Expression | undefined {
  const sign = cursor.accept(...COMPARISONS, ...TEXT_TESTS);
  if (sign) return { form: "binary", operator: sign.text, left, right: parseSum(cursor), at: sign.start };
  const list = cursor.accept(...LIST_TESTS);
  if (list) return parseList(cursor, left, list.start, listOperator(cursor, list.text));
  const between = cursor.accept("between", "!between");
  if (between) return parseBetween(cursor, left, between.start, between.text === "!between");
  const matches = cursor.accept("matches");
  if (!matches) return undefined;
  cursor.expect("regex", "after 'matches'");
  return { form: "binary", operator: "matches regex", left, right: parseSum(cursor), at: matches.start };
}

/** `in~` reads as two tokens. */
function listOperator(cursor: Cursor, text: string): string {
  return text === "in" && cursor.accept("~") ? "in~" : text;
}

function parseList(cursor: Cursor, left: Expression, at: number, operator: string): Expression {
  const items = parseArguments(cursor, `after '${operator}'`);
  return { form: "list", operator, left, items, at };
}

function parseBetween(cursor: Cursor, of: Expression, at: number, not: boolean): Expression {
  cursor.expect("(", "after 'between'");
  const from = parseSum(cursor);
  cursor.expect("..", "between the two ends");
  const to = parseSum(cursor);
  cursor.expect(")", "after the two ends");
  return { form: "between", not, of, from, to, at };
}

const parseSum = (cursor: Cursor): Expression =>
  parseChain(cursor, ["+", "-"], () => parseChain(cursor, ["*", "/", "%"], () => parseSigned(cursor)));

function parseSigned(cursor: Cursor): Expression {
  const minus = cursor.accept("-");
  if (minus) return { form: "negative", of: cursor.nested(() => parseSigned(cursor)), at: minus.start };
  cursor.accept("+");
  return parseMembers(cursor);
}

/** `a.b["c"][0]`; `a.["c"]` is the same as `a["c"]`. */
function parseMembers(cursor: Cursor): Expression {
  let of = parsePrimary(cursor);
  for (;;) {
    const sign = cursor.accept(".", "[");
    if (!sign) return of;
    const at = sign.start;
    const bracket = sign.text === "[" || cursor.accept("[") !== undefined;
    if (!bracket) {
      const name = cursor.expectName("after '.'");
      of = {
        form: "member",
        of,
        key: { form: "literal", type: "string", value: name.text, at: name.start },
        at,
      };
    } else {
      const key = parseExpression(cursor);
      cursor.expect("]", "after the key");
      of = { form: "member", of, key, at };
    }
  }
}

function parsePrimary(cursor: Cursor): Expression {
  const token = cursor.peek();
  const at = token.start;
  if (token.kind === "string") return { form: "literal", type: "string", value: parseText(cursor), at };
  if (token.kind === "number") {
    cursor.next();
    const type = Number.isInteger(token.amount) && !/[.eE]/.test(hexless(token.text)) ? "long" : "real";
    return { form: "literal", type, value: token.amount, at };
  }
  if (token.kind === "timespan") {
    cursor.next();
    return { form: "literal", type: "timespan", value: token.amount, at };
  }
  if (token.kind === "name") return parseName(cursor);
  if (cursor.accept("(")) return parseGroup(cursor);
  if (cursor.accept("[")) return parseQuotedName(cursor, at);
  if (cursor.accept("*")) return { form: "star", at };
  throw syntaxError(`Expected a value, found ${describeToken(token)}.`, at);
}

const hexless = (text: string) => (/^0x/i.test(text) ? "" : text);

/** Texts that stand beside each other are one. */
function parseText(cursor: Cursor): string {
  let text = "";
  while (cursor.peek().kind === "string") text += cursor.next().text;
  return text;
}

function parseName(cursor: Cursor): Expression {
  const typed = parseTypedLiteral(cursor);
  if (typed) return typed;
  const { text: name, start: at } = cursor.next();
  if (name === "true" || name === "false")
    return { form: "literal", type: "bool", value: name === "true", at };
  if (cursor.peek().kind !== "sign" || cursor.peek().text !== "(") return { form: "name", name, at };
  return { form: "call", name, args: parseArguments(cursor, `after '${name}'`), at };
}

/** A value in parentheses, or a query: `in ((requests | project id))`. */
function parseGroup(cursor: Cursor): Expression {
  const inner = parseArgument(cursor);
  cursor.expect(")", "to close the parenthesis");
  return inner;
}

/** `['a column']` */
function parseQuotedName(cursor: Cursor, at: number): Expression {
  const token = cursor.next();
  if (token.kind !== "string") throw syntaxError("A name in brackets is a text: ['a column'].", token.start);
  cursor.expect("]", "after the name");
  return { form: "name", name: token.text, at };
}

/** `(a, b)`, each a value or a query. */
export function parseArguments(cursor: Cursor, place: string): readonly Expression[] {
  cursor.expect("(", place);
  const args: Expression[] = [];
  while (!cursor.accept(")")) {
    if (args.length > 0) cursor.expect(",", "between two arguments");
    args.push(parseArgument(cursor));
  }
  return args;
}

/** A value, or a query: `toscalar(requests | count)`. */
function parseArgument(cursor: Cursor): Expression {
  const at = cursor.peek().start;
  if (startsQuery(cursor)) return { form: "query", query: parseQuery(cursor), at };
  const value = cursor.attempt(
    () => parseExpression(cursor),
    () => cursor.peek().text !== "|",
  );
  return value ?? { form: "query", query: parseQuery(cursor), at };
}

/** Whether what comes can only be a query. */
export function startsQuery(cursor: Cursor): boolean {
  const { text, kind } = cursor.peek();
  if (kind !== "name") return false;
  const following = cursor.peek(1);
  if (text === "range" || text === "print") return following.kind === "name" && following.text !== "in";
  if (text === "datatable") return following.text === "(";
  return text === "union" && (following.kind === "name" || ["(", "*"].includes(following.text));
}

/** `a`, `name = a`, `(a, b) = c`, one after the other, separated by commas. */
export function parseNamedList(cursor: Cursor): readonly NamedExpression[] {
  const columns = [parseNamed(cursor)];
  while (cursor.accept(",")) columns.push(parseNamed(cursor));
  return columns;
}

/** One column with the names it is given, if any. */
export function parseNamed(cursor: Cursor): NamedExpression {
  const names = parseNames(cursor);
  return { names, expression: parseExpression(cursor) };
}

function parseNames(cursor: Cursor): readonly string[] {
  if (cursor.peek().kind === "name" && cursor.peek(1).text === "=" && cursor.peek(1).kind === "sign") {
    const { text } = cursor.next();
    cursor.next();
    return [text];
  }
  const sign = cursor.peek().text;
  if (sign !== "(" && sign !== "[") return [];
  let named = false;
  return (
    cursor.attempt(
      () => {
        const names = sign === "(" ? parseTuple(cursor) : parseBracketed(cursor);
        named = names.length > 0 && cursor.accept("=") !== undefined;
        return names;
      },
      () => named,
    ) ?? []
  );
}

function parseTuple(cursor: Cursor): readonly string[] {
  cursor.next();
  const names: string[] = [];
  while (cursor.peek().kind === "name") {
    names.push(cursor.next().text);
    if (!cursor.accept(",")) break;
  }
  return cursor.accept(")") ? names : [];
}

function parseBracketed(cursor: Cursor): readonly string[] {
  cursor.next();
  if (cursor.peek().kind !== "string") return [];
  const { text } = cursor.next();
  return cursor.accept("]") ? [text] : [];
}
