import { type Aggregate, compileAggregates } from "./aggregates.ts";
import { freeName, impliedName } from "./column-name.ts";
import { compileExpression } from "./compile-expression.ts";
import { semanticError } from "./kql-error.ts";
import type { Compiled, Scope, World } from "./scope.ts";
import type { NamedExpression, Step } from "./syntax.ts";
import { type Column, keyOf, type Row, type Table } from "./value.ts";

type Summarize = Extract<Step, { operator: "summarize" }>;

/** A column of the result: worked out from the results of aggregates. */
interface Output extends Column {
  readonly result: Compiled;
}

/** Runs `summarize`. @throws KqlError (SemanticError) */
export function summarize(table: Table, { aggregates, by }: Summarize, world: World): Table {
  const scope: Scope = { columns: table.columns, world };
  const keys = compileKeys(by, scope);
  const taken = new Set(keys.map(({ name }) => name));
  const found: Aggregate[] = [];
  const outputs = aggregates.flatMap((named) => compileOutputs(named, scope, found, taken));
  const groups = groupRows(table.rows, keys);
  return {
    columns: [...keys, ...outputs].map(({ name, type }) => ({ name, type })),
    rows: groups.map(({ key, rows }) => {
      const results = found.map((aggregate) => aggregate.over(rows));
      return [...key, ...outputs.map(({ result }) => result.value(results))];
    }),
  };
}

function compileKeys(by: readonly NamedExpression[], scope: Scope): readonly (Column & { key: Compiled })[] {
  const taken = new Set<string>();
  return by.map(({ names, expression }, index) => {
    const key = compileExpression(expression, scope);
    if (key.type === "dynamic")
      throw semanticError(
        "A key of 'summarize' cannot be dynamic. Convert it, as by tostring(…).",
        expression.at,
      );
    const name = freeName(names[0] ?? impliedName(expression) ?? `Column${index + 1}`, taken);
    taken.add(name);
    return { name, type: key.type, key };
  });
}

/** Aggregates in it are put into `found`; what is around them is worked out from their results. */
function compileOutputs(
  { names, expression }: NamedExpression,
  scope: Scope,
  found: Aggregate[],
  taken: Set<string>,
): readonly Output[] {
  const claim = (name: string) => {
    const free = freeName(name, taken);
    taken.add(free);
    return free;
  };
  const direct = expression.form === "call" ? compileAggregates(expression, scope) : undefined;
  if (direct)
    return direct.map((aggregate, index) => ({
      name: claim(names[index] ?? aggregate.name),
      type: aggregate.type,
      result: keep(aggregate, found),
    }));
  const before = found.length;
  const result = compileExpression(expression, {
    columns: [],
    world: scope.world,
    aggregate: (call) => {
      const [aggregate] = compileAggregates(call, scope) ?? [];
      return aggregate && keep(aggregate, found);
    },
  });
  if (found.length === before && !result.constant)
    throw semanticError("'summarize' takes aggregates, such as count() or avg(…).", expression.at);
  return [{ name: claim(names[0] ?? `Column${taken.size + 1}`), type: result.type, result }];
}

/** The place where the aggregate's result will stand. */
function keep(aggregate: Aggregate, found: Aggregate[]): Compiled {
  const index = found.push(aggregate) - 1;
  return { type: aggregate.type, constant: false, value: (results) => results[index] ?? null };
}

/** Groups in the order in which they are met; without keys one group, also of no rows. */
function groupRows(rows: readonly Row[], keys: readonly { readonly key: Compiled }[]) {
  if (keys.length === 0) return [{ key: [], rows }];
  const groups = new Map<string, { readonly key: Row; readonly rows: Row[] }>();
  for (const row of rows) {
    const key = keys.map(({ key: compiled }) => compiled.value(row));
    const word = key.map(keyOf).join("\u0000");
    const group = groups.get(word);
    if (group) group.rows.push(row);
    else groups.set(word, { key, rows: [row] });
  }
  return [...groups.values()];
}
