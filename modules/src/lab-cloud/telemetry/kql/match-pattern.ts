import { article, readPattern } from "./binary.ts";
import { compileExpression } from "./compile-expression.ts";
import { convertValue } from "./convert.ts";
import { semanticError } from "./kql-error.ts";
import type { World } from "./scope.ts";
import type { PatternPart, Step } from "./syntax.ts";
import { type Column, emptyOf, type Row, type Table, type Value } from "./value.ts";

type Parse = Extract<Step, { operator: "parse" }>;

/** Takes a text apart into columns. Where it does not fit, they are empty, or with `parse-where` the row is left out. */
export function parseColumns(table: Table, step: Parse, world: World): Table {
  const of = compileExpression(step.of, { columns: table.columns, world });
  if (of.type !== "string" && of.type !== "dynamic")
    throw semanticError(
      `'parse' takes a text, not ${article(of.type)}. Convert it by tostring(…).`,
      step.of.at,
    );
  const made = step.parts.flatMap((part) => ("name" in part ? [{ name: part.name, type: part.type }] : []));
  const pattern = patternOf(step);
  const columns = made.reduce(placeOne, table.columns);
  const places = made.map(({ name }) => columns.findIndex((column) => column.name === name));
  const rows: Row[] = [];
  for (const row of table.rows) {
    const found = fitting(pattern.exec(convertValue(of.value(row), of.type, "string") as string), made, step);
    if (!found && step.filters) continue;
    const filled: Value[] = columns.map((_, place) => row[place] ?? null);
    for (const [index, place] of places.entries())
      filled[place] = found?.[index] ?? emptyOf(made[index]?.type ?? "string");
    rows.push(filled);
  }
  return { columns, rows };
}

/** The values of the columns; `undefined` where the text, or with `simple` a type, does not fit. */
function fitting(
  found: RegExpExecArray | null,
  columns: readonly Column[],
  { kind }: Parse,
): readonly Value[] | undefined {
  if (!found) return undefined;
  const values = columns.map(({ type }, index) => convertValue(found[index + 1] ?? "", "string", type));
  return kind === "simple" && values.includes(null) ? undefined : values;
}

function patternOf({ parts, kind }: Parse): RegExp {
  const sources = parts.map((part, index) => sourceOf(part, kind === "regex", index === parts.length - 1));
  const at = parts.find((part) => "text" in part)?.at ?? 0;
  return readPattern(`^${sources.join("")}${"any" in (parts.at(-1) ?? {}) ? "" : "$"}`, at);
}

function sourceOf(part: PatternPart, isRegex: boolean, isLast: boolean): string {
  if ("any" in part) return "[\\s\\S]*?";
  if ("text" in part) return isRegex ? part.text : part.text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return isLast ? "([\\s\\S]*)" : "([\\s\\S]*?)";
}

function placeOne(columns: readonly Column[], { name, type }: Column): readonly Column[] {
  const found = columns.findIndex((column) => column.name === name);
  return columns.toSpliced(found < 0 ? columns.length : found, 1, { name, type });
}
