import { article, comparable, compileBinary } from "./binary.ts";
import { compileCall } from "./compile-call.ts";
import { converted } from "./convert.ts";
import { semanticError } from "./kql-error.ts";
import { nearest } from "./nearest-name.ts";
import { type Compiled, combine, constantOf, type Scope, type World } from "./scope.ts";
import type { Expression } from "./syntax.ts";
import { hasTerm } from "./text-tests.ts";
import { isNumeric, isObject, keyOf, type Table, type Value } from "./value.ts";

type Form<F extends Expression["form"]> = Extract<Expression, { form: F }>;

/** @throws KqlError (SemanticError) */
export function compileExpression(expression: Expression, scope: Scope): Compiled {
  switch (expression.form) {
    case "literal":
      return constantOf(expression.type, expression.value);
    case "name":
      return compileName(expression, scope);
    case "member":
      return compileMember(expression, scope);
    case "call":
      return scope.aggregate?.(expression) ?? compileCall(expression, scope);
    case "negative":
      return compileNegative(expression, scope);
    case "binary":
      if (expression.left.form === "star") return compileAnyColumn(expression, scope);
      return compileBinary(
        expression.operator,
        compileExpression(expression.left, scope),
        compileExpression(expression.right, scope),
        expression.at,
      );
    case "list":
      return compileList(expression, scope);
    case "between":
      return compileBetween(expression, scope);
    case "star":
      throw semanticError("'*' cannot stand here.", expression.at);
    case "query":
      throw semanticError("A query cannot stand here; toscalar(…) makes a value of it.", expression.at);
  }
}

/** `* has "x"`: whether any column of texts, or of JSON, passes. */
function compileAnyColumn({ operator, right, at }: Form<"binary">, scope: Scope): Compiled {
  const sought = compileExpression(right, scope);
  const texts = scope.columns.filter(({ type }) => type === "string" || type === "dynamic");
  const tests = texts.map(({ name }) =>
    compileBinary(operator, compileName({ form: "name", name, at }, scope), sought, at),
  );
  return { type: "bool", constant: false, value: (row) => tests.some((one) => one.value(row) === true) };
}

function compileName({ name, at }: Form<"name">, { columns, world }: Scope): Compiled {
  const index = columns.findIndex((column) => column.name === name);
  const column = columns[index];
  if (column) return { type: column.type, constant: false, value: (row) => row[index] ?? null };
  const named = world.lets.get(name);
  if (named && "value" in named) return named;
  if (named && "parameters" in named)
    throw semanticError(`'${name}' is a function; call it: ${name}(…).`, at);
  if (named) throw semanticError(`'${name}' is a table; toscalar(${name}) makes a value of it.`, at);
  throw semanticError(
    `There is no column '${name}' here.${nearest(
      name,
      columns.map((known) => known.name),
    )}`,
    at,
  );
}

function compileMember({ of, key, at }: Form<"member">, scope: Scope): Compiled {
  const whole = compileExpression(of, scope);
  if (whole.type !== "dynamic")
    throw semanticError(
      `Only a dynamic value has members; this is ${article(whole.type)}. parse_json(…) makes one of a text.`,
      at,
    );
  return combine("dynamic", [whole, compileExpression(key, scope)], ([value = null, name = null]) =>
    memberOf(value, name),
  );
}

function memberOf(value: Value, key: Value): Value {
  if (Array.isArray(value) && typeof key === "number") return value.at(key) ?? null;
  if (isObject(value) && typeof key === "string" && Object.hasOwn(value, key)) return value[key] ?? null;
  return null;
}

function compileNegative({ of, at }: Form<"negative">, scope: Scope): Compiled {
  const positive = compileExpression(of, scope);
  if (!isNumeric(positive.type) && positive.type !== "timespan")
    throw semanticError(`'-' does not take ${article(positive.type)}.`, at);
  return combine(positive.type, [positive], ([value]) => (typeof value === "number" ? -value : null));
}

function compileBetween({ not, of, from, to, at }: Form<"between">, scope: Scope): Compiled {
  const [value, low, high] = [of, from, to].map((part) => compileExpression(part, scope));
  if (!value || !low || !high) throw semanticError("'between' takes two ends.", at);
  // `between (start .. 1h)` is `start` and an hour.
  const end = low.type === "datetime" && high.type === "timespan" ? compileBinary("+", low, high, at) : high;
  const inside = compileBinary(
    "and",
    compileBinary(">=", value, low, at),
    compileBinary("<=", value, end, at),
    at,
  );
  return not ? combine("bool", [inside], ([is]) => is !== true) : inside;
}

function compileList({ operator, left, items, at }: Form<"list">, scope: Scope): Compiled {
  const value = compileExpression(left, scope);
  const list = items.flatMap((item) => listItems(item, scope));
  if (operator === "has_any" || operator === "has_all") return compileTerms(operator, value, list, at);
  const ignoreCase = operator.endsWith("~");
  const not = operator.startsWith("!");
  const pairs = list.map((item) => comparable(value, item, at));
  const keyed = (found: Value) =>
    ignoreCase && typeof found === "string" ? keyOf(found.toLowerCase()) : keyOf(found);
  if (!pairs.every(([, item]) => item.constant)) throw semanticError(`'${operator}' takes literals.`, at);
  const known = new Set(pairs.map(([, item]) => keyed(item.value([]))));
  const [compared = value] = pairs[0] ?? [];
  return combine("bool", [compared], ([found = null]) => known.has(keyed(found)) !== not);
}

function compileTerms(operator: string, value: Compiled, list: readonly Compiled[], at: number): Compiled {
  if (!list.every(({ constant }) => constant)) throw semanticError(`'${operator}' takes literals.`, at);
  const terms = list.map((item) => String(item.value([])));
  const all = operator === "has_all";
  return combine("bool", [converted(value, "string")], ([text]) => {
    const has = (term: string) => hasTerm(String(text), term);
    return all ? terms.every(has) : terms.some(has);
  });
}

/** An item of a list, each value of a dynamic array, or of the first column of a query. */
function listItems(item: Expression, scope: Scope): readonly Compiled[] {
  const table = tableOf(item, scope);
  if (table) {
    const type = table.columns[0]?.type ?? "dynamic";
    return table.rows.map((row) => constantOf(type, row[0] ?? null));
  }
  const compiled = compileExpression(item, scope);
  const value = compiled.constant ? compiled.value([]) : null;
  if (compiled.type !== "dynamic" || !Array.isArray(value)) return [compiled];
  return value.map((each: Value) => constantOf(typeOfJson(each), each));
}

const typeOfJson = (value: Value) =>
  typeof value === "string"
    ? "string"
    : typeof value === "number"
      ? "real"
      : typeof value === "boolean"
        ? "bool"
        : "dynamic";

/** The table that an expression stands for, if it is one. */
export function tableOf(expression: Expression, { columns, world }: Scope): Table | undefined {
  if (expression.form === "query") return world.run(expression.query);
  if (expression.form === "call") return calledTable(expression, world);
  if (expression.form !== "name" || columns.some(({ name }) => name === expression.name)) return undefined;
  const named = world.lets.get(expression.name);
  if (named) return "rows" in named ? named : undefined;
  if (!world.tables.includes(expression.name)) return undefined;
  return world.run({ source: { form: "table", name: expression.name, at: expression.at }, steps: [] });
}

/** The table of `materialize(…)`, or of a function of the query's own that gives one. */
function calledTable({ name, args, at }: Form<"call">, world: World): Table | undefined {
  const own = world.lets.get(name);
  const isTable = own && "parameters" in own ? own.body.result.form === "query" : name === "materialize";
  return isTable ? world.run({ source: { form: "call", name, args, at }, steps: [] }) : undefined;
}
