import type { Cursor } from "./cursor.ts";
import { describeToken } from "./cursor.ts";
import { syntaxError } from "./kql-error.ts";
import { nearest } from "./nearest-name.ts";
import { parseExpression, parseNamedList } from "./parse-expression.ts";
import { parseJoin } from "./parse-join.ts";
import { parsePattern, parseUnion } from "./parse-union.ts";
import type { NamedExpression, SortKey, Step } from "./syntax.ts";

type ParseStep = (cursor: Cursor, at: number) => Step;

/** What is behind a `|`. @throws KqlError (SyntaxError) naming what there is instead of an operator that is not known */
export function parseStep(cursor: Cursor): Step {
  const { start: at } = cursor.peek();
  const name = parseOperatorName(cursor);
  const parse = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (parse) return parse(cursor, at);
  const known = Object.keys(OPERATORS);
  throw syntaxError(
    `The operator '${name}' is not in the lab cloud's KQL.${nearest(name, known) || ` It has ${known.join(", ")}.`}`,
    at,
  );
}

/** `project-away` reads as three tokens without a gap. */
function parseOperatorName(cursor: Cursor): string {
  const first = cursor.expectName("of an operator after '|'");
  let { text, end } = first;
  while (cursor.peek().text === "-" && cursor.peek().start === end && cursor.peek(1).start === end + 1) {
    cursor.next();
    const part = cursor.next();
    text += `-${part.text}`;
    end = part.end;
  }
  return text;
}

const parseTake: ParseStep = (cursor, at) => ({ operator: "take", count: parseExpression(cursor), at });
const parseWhere: ParseStep = (cursor, at) => ({ operator: "where", condition: parseExpression(cursor), at });

const OPERATORS: Readonly<Record<string, ParseStep>> = {
  where: parseWhere,
  filter: parseWhere,
  extend: (cursor, at) => ({ operator: "extend", columns: parseNamedList(cursor), at }),
  project: (cursor, at) => ({ operator: "project", columns: parseNamedList(cursor), at }),
  "project-away": (cursor, at) => ({ operator: "project-away", patterns: parsePatterns(cursor), at }),
  "project-keep": (cursor, at) => ({ operator: "project-keep", patterns: parsePatterns(cursor), at }),
  "project-reorder": (cursor, at) => ({ operator: "project-reorder", patterns: parsePatterns(cursor), at }),
  "project-rename": (cursor, at) => ({
    operator: "project-rename",
    renames: parseNamedList(cursor).map(readRename),
    at,
  }),
  summarize: parseSummarize,
  distinct: (cursor, at) => ({ operator: "distinct", columns: parseNamedList(cursor), at }),
  count: (_, at) => ({ operator: "count", at }),
  order: parseOrder,
  sort: parseOrder,
  top: (cursor, at) => {
    const count = parseExpression(cursor);
    cursor.expect("by", "after the number of rows");
    return { operator: "top", count, keys: parseSortKeys(cursor), at };
  },
  take: parseTake,
  limit: parseTake,
  join: (cursor, at) => ({ ...parseJoin(cursor, "innerunique", false), at }),
  lookup: (cursor, at) => ({ ...parseJoin(cursor, "leftouter", true), at }),
  union: (cursor, at) => ({ operator: "union", union: parseUnion(cursor), at }),
  "mv-expand": (cursor, at) => ({ operator: "mv-expand", columns: parseNamedList(cursor), at }),
  getschema: (_, at) => ({ operator: "getschema", at }),
  serialize: (_, at) => ({ operator: "nothing", at }),
  render: parseRender,
};

function parsePatterns(cursor: Cursor): readonly string[] {
  const patterns = [parsePattern(cursor)];
  while (cursor.accept(",")) patterns.push(parsePattern(cursor));
  return patterns;
}

function readRename({ names: [to], expression }: NamedExpression): readonly [string, string] {
  if (to !== undefined && expression.form === "name") return [to, expression.name];
  throw syntaxError("'project-rename' has the form New = Old.", expression.at);
}

function parseSummarize(cursor: Cursor, at: number): Step {
  const bare = cursor.peek().text === "by" && cursor.peek().kind === "name";
  const aggregates = bare ? [] : parseNamedList(cursor);
  const by = cursor.accept("by") ? parseNamedList(cursor) : [];
  return { operator: "summarize", aggregates, by, at };
}

function parseOrder(cursor: Cursor, at: number): Step {
  cursor.expect("by", "after 'order' or 'sort'");
  return { operator: "order", keys: parseSortKeys(cursor), at };
}

function parseSortKeys(cursor: Cursor): readonly SortKey[] {
  const keys: SortKey[] = [];
  do {
    const expression = parseExpression(cursor);
    const descending = cursor.accept("asc", "desc")?.text !== "asc";
    const nulls = cursor.accept("nulls") ? cursor.accept("first", "last") : undefined;
    keys.push({ expression, descending, nullsFirst: nulls ? nulls.text === "first" : !descending });
  } while (cursor.accept(","));
  return keys;
}

/** A chart is drawn by who asks, so all up to the end of the operator is only read. */
function parseRender(cursor: Cursor, at: number): Step {
  const token = cursor.peek();
  if (token.kind !== "name")
    throw syntaxError(
      `Expected the name of a chart after 'render', found ${describeToken(token)}.`,
      token.start,
    );
  cursor.next();
  while (cursor.peek().kind !== "end" && !["|", ";", ")"].includes(cursor.peek().text)) {
    if (cursor.peek().text === "(") cursor.parenthesised();
    else cursor.next();
  }
  return { operator: "render", visualization: token.text, at };
}
