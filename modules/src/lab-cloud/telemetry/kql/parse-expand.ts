import type { Cursor } from "./cursor.ts";
import { syntaxError } from "./kql-error.ts";
import { parseExpression, parseNamed } from "./parse-expression.ts";
import { typeNamed } from "./parse-literal.ts";
import type { ExpandedColumn, Step } from "./syntax.ts";

/** `bagexpansion=array with_itemindex=i key = customDimensions to typeof(string) limit 5` */
export function parseExpand(cursor: Cursor, at: number): Step {
  let pairs = false;
  let indexColumn: string | undefined;
  for (let option = optionOf(cursor); option; option = optionOf(cursor)) {
    cursor.next();
    cursor.next();
    const { text } = cursor.expectName(`after '${option}='`);
    if (option === "with_itemindex") indexColumn = text;
    else pairs = text === "array";
  }
  const columns = [parseColumn(cursor)];
  while (cursor.accept(",")) columns.push(parseColumn(cursor));
  const most = cursor.accept("limit") ? parseExpression(cursor) : undefined;
  return {
    operator: "mv-expand",
    columns,
    pairs,
    ...(indexColumn !== undefined && { indexColumn }),
    ...(most && { most }),
    at,
  };
}

function optionOf(cursor: Cursor): string | undefined {
  const { text } = cursor.peek();
  return ["bagexpansion", "kind", "with_itemindex"].includes(text) && cursor.peek(1).text === "="
    ? text
    : undefined;
}

function parseColumn(cursor: Cursor): ExpandedColumn {
  const named = parseNamed(cursor);
  if (!cursor.accept("to")) return named;
  cursor.expect("typeof", "after 'to'");
  cursor.expect("(", "after 'typeof'");
  const { text, start } = cursor.expectName("of a type");
  const to = typeNamed(text);
  if (!to) throw syntaxError(`'${text}' is no type.`, start);
  cursor.expect(")", "after the type");
  return { ...named, to };
}
