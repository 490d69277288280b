import { type Cursor, describeToken } from "./cursor.ts";
import { syntaxError } from "./kql-error.ts";
import { parseExpression } from "./parse-expression.ts";
import { typeNamed } from "./parse-literal.ts";
import type { PatternPart, Step } from "./syntax.ts";

const KINDS = ["simple", "relaxed", "regex"] as const;

/** `kind=relaxed name with verb " " path:string *`, of `parse` and `parse-where`. */
export function parsePattern(cursor: Cursor, at: number, filters: boolean): Step {
  const kind = parseKind(cursor);
  const of = parseExpression(cursor);
  cursor.expect("with", "after what is parsed");
  const parts: PatternPart[] = [];
  for (let part = parsePart(cursor); part; part = parsePart(cursor)) parts.push(part);
  if (parts.some((part) => "name" in part)) return { operator: "parse", of, parts, kind, filters, at };
  throw syntaxError(
    `'parse' takes texts and the names of columns, found ${describeToken(cursor.peek())}.`,
    cursor.peek().start,
  );
}

function parseKind(cursor: Cursor): (typeof KINDS)[number] {
  if (cursor.peek().text !== "kind" || cursor.peek(1).text !== "=") return "simple";
  cursor.next();
  cursor.next();
  const { text, start } = cursor.expectName("after 'kind='");
  const kind = KINDS.find((known) => known === text);
  if (kind) return kind;
  throw syntaxError(`'parse' has no kind '${text}'; there are ${KINDS.join(", ")}.`, start);
}

function parsePart(cursor: Cursor): PatternPart | undefined {
  const token = cursor.peek();
  if (cursor.accept("*")) return { any: true };
  if (token.kind === "string") return { text: cursor.next().text, at: token.start };
  if (token.kind !== "name") return undefined;
  const { text: name } = cursor.next();
  if (!cursor.accept(":")) return { name, type: "string" };
  const { text, start } = cursor.expectName("of a type");
  const type = typeNamed(text);
  if (type) return { name, type };
  throw syntaxError(`'${text}' is no type.`, start);
}
