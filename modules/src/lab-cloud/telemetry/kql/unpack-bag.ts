import { article } from "./binary.ts";
import { impliedName } from "./column-name.ts";
import { compileExpression } from "./compile-expression.ts";
import { convertValue } from "./convert.ts";
import { semanticError } from "./kql-error.ts";
import type { World } from "./scope.ts";
import type { Step } from "./syntax.ts";
import { emptyOf, isObject, type KqlType, type Table, type Value } from "./value.ts";

type Unpack = Extract<Step, { operator: "unpack" }>;

/** A column for each member that any bag has, in place of the column with the bags. */
export function unpackBag(table: Table, { of, prefix }: Unpack, world: World): Table {
  const compiled = compileExpression(of, { columns: table.columns, world });
  if (compiled.type !== "dynamic")
    throw semanticError(`bag_unpack(…) takes a dynamic value, not ${article(compiled.type)}.`, of.at);
  const bags = table.rows.map((row) => {
    const value = compiled.value(row);
    return isObject(value) ? value : {};
  });
  const left = table.columns
    .map((_, index) => index)
    .filter((index) => table.columns[index]?.name !== impliedName(of));
  const kept = left.flatMap((index) => table.columns[index] ?? []);
  const members = [...new Set(bags.flatMap(Object.keys))].map((key) => ({
    key,
    name: `${prefix}${key}`,
    type: typeOf(bags.flatMap((bag) => bag[key] ?? [])),
  }));
  const twice = members.find(({ name }) => kept.some((column) => column.name === name));
  if (twice)
    throw semanticError(
      `There is a column '${twice.name}' already; give bag_unpack(…) a text before the names.`,
      of.at,
    );
  return {
    columns: [...kept, ...members.map(({ name, type }) => ({ name, type }))],
    rows: table.rows.map((row, index) => [
      ...left.map((place) => row[place] ?? null),
      ...members.map(({ key, type }) => memberAs(bags[index]?.[key], type)),
    ]),
  };
}

const memberAs = (value: Value | undefined, type: KqlType): Value =>
  value === undefined || value === null ? emptyOf(type) : convertValue(value, "dynamic", type);

function typeOf(values: readonly Value[]): KqlType {
  const [first, ...others] = new Set(values.map(kindOf));
  if (first !== undefined && others.length === 0) return first;
  return first !== undefined && [first, ...others].every((kind) => kind === "long" || kind === "real")
    ? "real"
    : "dynamic";
}

function kindOf(value: Value): KqlType {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "long" : "real";
  return "dynamic";
}
