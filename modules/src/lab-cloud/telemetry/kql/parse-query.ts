import { type Cursor, createCursor, describeToken } from "./cursor.ts";
import { syntaxError } from "./kql-error.ts";
import { parseArguments, parseExpression, parseNamedList, startsQuery } from "./parse-expression.ts";
import { typeNamed } from "./parse-literal.ts";
import { parseSearchSource } from "./parse-search.ts";
import { parseStep } from "./parse-step.ts";
import { parseUnion } from "./parse-union.ts";
import type { Expression, Let, OwnParameter, Program, Query, Source, Step } from "./syntax.ts";
import type { Column } from "./value.ts";

/** Reads a whole text. @throws KqlError (SyntaxError, LimitError) */
export function parseProgram(text: string): Program {
  const cursor = createCursor(text);
  const lets = parseLets(cursor);
  if (cursor.peek().kind === "end")
    throw syntaxError("The query is empty: it begins with a table.", cursor.peek().start);
  const { start: at } = cursor.peek();
  const query = parseQuery(cursor);
  while (cursor.accept(";"));
  const rest = cursor.peek();
  if (rest.kind === "end") return { lets, result: { form: "query", query, at } };
  throw syntaxError(
    `Expected '|' or the end of the query, found ${describeToken(rest)}.${hintFor(rest.text)}`,
    rest.start,
  );
}

const hintFor = (text: string) => (text === "=" ? " To compare, write '=='." : "");

function parseLets(cursor: Cursor): readonly Let[] {
  const lets: Let[] = [];
  while (cursor.peek().text === "let" && cursor.peek().kind === "name") {
    lets.push(parseLet(cursor));
    if (!cursor.accept(";")) break;
  }
  return lets;
}

function parseLet(cursor: Cursor): Let {
  const at = cursor.next().start;
  const name = cursor.expectName("after 'let'").text;
  cursor.expect("=", `after 'let ${name}'`);
  return { name, value: startsFunction(cursor) ? parseFunction(cursor) : parseLetValue(cursor), at };
}

/** `view ()` is a function that patterns of `union` see; here they see tables only. */
function startsFunction(cursor: Cursor): boolean {
  if (cursor.peek().text === "view" && cursor.peek(1).text === "(") cursor.next();
  if (cursor.peek().text !== "(") return false;
  const [first, second] = [cursor.peek(1), cursor.peek(2)];
  return (first.kind === "name" && second.text === ":") || (first.text === ")" && second.text === "{");
}

/** `(model: string, least: real = 0.5) { … }` */
function parseFunction(cursor: Cursor): Let["value"] {
  return cursor.nested(() => {
    cursor.next();
    const parameters: OwnParameter[] = [];
    while (!cursor.accept(")")) {
      if (parameters.length > 0) cursor.expect(",", "between two parameters");
      parameters.push(parseParameter(cursor));
    }
    cursor.expect("{", "before the body of the function");
    const body: Program = { lets: parseLets(cursor), result: parseLetValue(cursor) };
    cursor.accept(";");
    cursor.expect("}", "after the body of the function");
    return { form: "function", parameters, body };
  });
}

function parseParameter(cursor: Cursor): OwnParameter {
  const { text: name } = cursor.expectName("of a parameter");
  cursor.expect(":", "after the name of a parameter");
  if (cursor.peek().text === "(") {
    cursor.parenthesised();
    return { name };
  }
  const token = cursor.expectName("of a type");
  const type = typeNamed(token.text);
  if (!type) throw syntaxError(`'${token.text}' is no type.`, token.start);
  return { name, type, ...(cursor.accept("=") && { usual: parseExpression(cursor) }) };
}

/** A value, or a table. */
function parseLetValue(cursor: Cursor): Expression {
  const at = cursor.peek().start;
  const query = (): Expression => ({ form: "query", query: parseQuery(cursor), at });
  if (startsQuery(cursor)) return query();
  const value = cursor.attempt(
    () => parseExpression(cursor),
    () => cursor.peek().text !== "|",
  );
  return value ?? query();
}

/** A source and the operators behind it. */
export function parseQuery(cursor: Cursor): Query {
  return cursor.nested(() => {
    const search = startsSearch(cursor) ? parseSearchSource(cursor) : undefined;
    const source = search?.source ?? parseSource(cursor);
    const steps: Step[] = [...(search?.steps ?? [])];
    while (cursor.accept("|")) steps.push(parseStep(cursor));
    return { source, steps };
  });
}

const startsSearch = (cursor: Cursor) =>
  cursor.peek().kind === "name" &&
  cursor.peek().text === "search" &&
  ["name", "string"].includes(cursor.peek(1).kind);

function parseSource(cursor: Cursor): Source {
  const token = cursor.peek();
  const at = token.start;
  if (cursor.accept("(")) {
    const query = parseQuery(cursor);
    cursor.expect(")", "to close the parenthesis");
    return { form: "query", query, at };
  }
  if (token.kind !== "name")
    throw syntaxError(`Expected the name of a table, found ${describeToken(token)}.`, at);
  if (startsQuery(cursor) || token.text === "print") return parseSpecial(cursor);
  if (STATEMENTS.includes(token.text) && cursor.peek(1).kind === "name")
    throw syntaxError(`'${token.text}' is not in the lab cloud's KQL.${INSTEAD[token.text] ?? ""}`, at);
  cursor.next();
  if (cursor.peek().text === "(") return parseCalledTable(cursor, token.text, at);
  return { form: "table", name: token.text, at };
}

/** What may begin a query on Azure, and not here. */
const STATEMENTS = ["find", "set", "declare", "alias", "restrict"];
const INSTEAD: Readonly<Record<string, string>> = {
  find: " search looks through all tables.",
  declare: " let names a value.",
};

/** `slowOnes(100)`; a workspace or application of one's own is not there. */
function parseCalledTable(cursor: Cursor, name: string, at: number): Source {
  if (["workspace", "app", "resource", "adx", "cluster", "database", "externaldata"].includes(name))
    throw syntaxError(`'${name}(…)' is not in the lab cloud's KQL: it has the tables of one place.`, at);
  return { form: "call", name, args: parseArguments(cursor, `after '${name}'`), at };
}

function parseSpecial(cursor: Cursor): Source {
  const { text, start: at } = cursor.next();
  if (text === "union") return { form: "union", union: parseUnion(cursor), at };
  if (text === "print") return { form: "print", columns: parseNamedList(cursor), at };
  if (text === "datatable") return { form: "datatable", ...parseDatatable(cursor), at };
  const name = cursor.expectName("after 'range'").text;
  cursor.expect("from", "after the name");
  const from = parseExpression(cursor);
  cursor.expect("to", "after the first value");
  const to = parseExpression(cursor);
  cursor.expect("step", "after the last value");
  return { form: "range", name, from, to, step: parseExpression(cursor), at };
}

/** `(a: long, b: string) [1, "x"]` */
function parseDatatable(cursor: Cursor) {
  cursor.expect("(", "after 'datatable'");
  const columns: Column[] = [];
  do {
    const name = cursor.expectName("of a column").text;
    cursor.expect(":", "after the name of a column");
    const token = cursor.expectName("of a type");
    const type = typeNamed(token.text);
    if (!type) throw syntaxError(`'${token.text}' is no type.`, token.start);
    columns.push({ name, type });
  } while (cursor.accept(","));
  cursor.expect(")", "after the columns");
  cursor.expect("[", "before the values");
  const values: Expression[] = [];
  while (!cursor.accept("]")) {
    if (values.length > 0) cursor.expect(",", "between two values");
    if (cursor.accept("]")) break;
    values.push(parseExpression(cursor));
  }
  return { columns, values };
}
