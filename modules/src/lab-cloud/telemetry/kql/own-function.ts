import { compileExpression, tableOf } from "./compile-expression.ts";
import { converted } from "./convert.ts";
import { semanticError } from "./kql-error.ts";
import { nameAll } from "./name-all.ts";
import type { Compiled, Named, OwnFunction, Scope, World } from "./scope.ts";
import type { Expression, OwnParameter } from "./syntax.ts";
import type { Table } from "./value.ts";

interface OwnCall {
  readonly name: string;
  readonly args: readonly Expression[];
  readonly at: number;
}

/** The value of a function that the query defines. @throws KqlError (SemanticError) for one that gives a table */
export function callForValue(own: OwnFunction, call: OwnCall, scope: Scope): Compiled {
  const world = worldOf(own, call, scope);
  if (tableOf(own.body.result, { columns: [], world }))
    throw semanticError(`'${call.name}' gives a table; toscalar(…) makes a value of it.`, call.at);
  return compileExpression(own.body.result, { columns: [], world });
}

/** The table of a function that the query defines. @throws KqlError (SemanticError) for one that gives a value */
export function callForTable(call: OwnCall, world: World): Table {
  const own = world.lets.get(call.name);
  if (!own || !("parameters" in own))
    throw semanticError(`There is no function '${call.name}' that gives a table.`, call.at);
  const inner = worldOf(own, call, { columns: [], world });
  const table = tableOf(own.body.result, { columns: [], world: inner });
  if (table) return table;
  throw semanticError(`'${call.name}' gives a value, not a table.`, call.at);
}

/** What the body sees: what was named before the function, its arguments, and what it names itself. */
function worldOf({ parameters, body, before }: OwnFunction, call: OwnCall, scope: Scope): World {
  const lets = new Map(before);
  for (const [index, parameter] of parameters.entries())
    lets.set(parameter.name, argumentOf(parameter, call.args[index] ?? parameter.usual, call, scope));
  if (call.args.length > parameters.length)
    throw semanticError(
      `'${call.name}' takes ${parameters.length} arguments, not ${call.args.length}.`,
      call.at,
    );
  return nameAll(body.lets, lets, scope.world);
}

function argumentOf(
  { name, type }: OwnParameter,
  given: Expression | undefined,
  call: OwnCall,
  scope: Scope,
): Named {
  if (!given) throw semanticError(`'${call.name}' is not given its '${name}'.`, call.at);
  if (type) return converted(compileExpression(given, scope), type);
  const table = tableOf(given, scope);
  if (table) return table;
  throw semanticError(`'${name}' of '${call.name}' is a table.`, given.at);
}
