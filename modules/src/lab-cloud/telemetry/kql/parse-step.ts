import type { Cursor } from "./cursor.ts";
import { describeToken } from "./cursor.ts";
import { syntaxError } from "./kql-error.ts";
import { nearest } from "./nearest-name.ts";
import { parseExpand } from "./parse-expand.ts";
import { parseExpression, parseNamedList } from "./parse-expression.ts";
import { parseJoin } from "./parse-join.ts";
import { parsePattern } from "./parse-pattern.ts";
import { parseSearchCondition } from "./parse-search.ts";
import { parseNamePattern, parseUnion } from "./parse-union.ts";
import type { NamedExpression, SortKey, Step } from "./syntax.ts";

type ParseStep = (cursor: Cursor, at: number) => Step;

/** What is behind a `|`. @throws KqlError (SyntaxError) naming what there is instead of an operator that is not known */
export function parseStep(cursor: Cursor): Step {
  const { start: at } = cursor.peek();
  const name = parseOperatorName(cursor);
  const parse = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (parse) return parse(cursor, at);
  const known = Object.keys(OPERATORS);
  const advice = Object.hasOwn(INSTEAD, name) ? INSTEAD[name] : nearest(name, known);
  throw syntaxError(
    `The operator '${name}' is not in the lab cloud's KQL.${advice || ` It has ${known.join(", ")}.`}`,
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
  "mv-expand": parseExpand,
  mvexpand: parseExpand,
  parse: (cursor, at) => parsePattern(cursor, at, false),
  "parse-where": (cursor, at) => parsePattern(cursor, at, true),
  search: (cursor, at) => ({ operator: "where", condition: parseSearchCondition(cursor), at }),
  evaluate: parseEvaluate,
  getschema: (_, at) => ({ operator: "getschema", at }),
  // The rows stand in an order anyway.
  serialize: (cursor, at) =>
    cursor.peek().kind === "name"
      ? { operator: "extend", columns: parseNamedList(cursor), at }
      : { operator: "nothing", at },
  render: parseRender,
};

/** What serves instead of an operator that is not there. */
const INSTEAD: Readonly<Record<string, string>> = {
  "make-series": " summarize … by bin(timestamp, 5m) gives the same points, without those that are empty.",
  "top-nested": " summarize and top do for one level.",
  sample: " take gives some rows.",
  "mv-apply": " mv-expand and summarize do the same.",
  as: " let names a table before the query.",
  find: " search looks through all tables.",
  partition: " summarize arg_max(…) by … takes a row of each group.",
};

function parsePatterns(cursor: Cursor): readonly string[] {
  const patterns = [parseNamePattern(cursor)];
  while (cursor.accept(",")) patterns.push(parseNamePattern(cursor));
  return patterns;
}

function readRename({ names: [to], expression }: NamedExpression): readonly [string, string] {
  if (to !== undefined && expression.form === "name") return [to, expression.name];
  throw syntaxError("'project-rename' has the form New = Old.", expression.at);
}

function parseSummarize(cursor: Cursor, at: number): Step {
  // How a cluster shares the work changes no result.
  while (cursor.peek().text === "hint" && cursor.peek(1).text === ".") {
    for (let token = 0; token < 5; token += 1) cursor.next();
  }
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

/** `bag_unpack(customDimensions, "prefix")`: the only plug-in there is. */
function parseEvaluate(cursor: Cursor, at: number): Step {
  const { start } = cursor.peek();
  const call = parseExpression(cursor);
  if (call.form !== "call" || call.name !== "bag_unpack")
    throw syntaxError("'evaluate' has bag_unpack(…) only in the lab cloud's KQL.", start);
  const [of, prefix] = call.args;
  if (!of || (prefix && (prefix.form !== "literal" || prefix.type !== "string")))
    throw syntaxError("bag_unpack(…) takes a dynamic column, and perhaps a text before the names.", start);
  return { operator: "unpack", of, prefix: prefix?.form === "literal" ? String(prefix.value) : "", at };
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
