import type { Cursor } from "./cursor.ts";
import { describeToken } from "./cursor.ts";
import { syntaxError } from "./kql-error.ts";
import { parseQuery } from "./parse-query.ts";
import type { Query, Union } from "./syntax.ts";

/** `kind=outer withsource=Table requests, (dependencies | take 5), App*` */
export function parseUnion(cursor: Cursor): Union {
  let inner = false;
  let fuzzy = false;
  let sourceColumn: string | undefined;
  while (cursor.peek().kind === "name" && cursor.peek(1).text === "=") {
    const option = cursor.next();
    cursor.next();
    const value = cursor.expectName(`after '${option.text}='`).text;
    if (option.text === "kind") inner = value === "inner";
    else if (option.text === "withsource") sourceColumn = value;
    else if (option.text === "isfuzzy") fuzzy = value === "true";
    else
      throw syntaxError(
        `'union' has no '${option.text}'; it has kind, withsource and isfuzzy.`,
        option.start,
      );
  }
  const sources = [parseUnionSource(cursor)];
  while (cursor.accept(",")) sources.push(parseUnionSource(cursor));
  return { inner, fuzzy, sources, ...(sourceColumn !== undefined && { sourceColumn }) };
}

/** A table by its name or a pattern, or a query in parentheses. */
export function parseUnionSource(cursor: Cursor): Query {
  if (cursor.accept("(")) {
    const query = parseQuery(cursor);
    cursor.expect(")", "to close the parenthesis");
    return query;
  }
  const { start: at } = cursor.peek();
  const name = parseNamePattern(cursor);
  return { source: { form: "table", name, at }, steps: [] };
}

/** A name that may hold `*`: `App*`. */
export function parseNamePattern(cursor: Cursor): string {
  const first = cursor.peek();
  let pattern = "";
  let end = first.start;
  for (
    let token = first;
    token.start === end && (token.kind === "name" || token.text === "*");
    token = cursor.peek()
  ) {
    pattern += cursor.next().text;
    end = token.end;
  }
  if (pattern) return pattern;
  throw syntaxError(`Expected a name, found ${describeToken(first)}.`, first.start);
}
