import { compileExpression, tableOf } from "./compile-expression.ts";
import type { Named, World } from "./scope.ts";
import type { Let } from "./syntax.ts";

/** The world in which these names are known, each to those behind it. */
export function nameAll(lets: readonly Let[], known: ReadonlyMap<string, Named>, world: World): World {
  const named = new Map(known);
  const inner = world.knowing(named);
  for (const { name, value } of lets) {
    if (value.form === "function") {
      named.set(name, { parameters: value.parameters, body: value.body, before: new Map(named) });
      continue;
    }
    const table = tableOf(value, { columns: [], world: inner });
    named.set(name, table ?? compileExpression(value, { columns: [], world: inner }));
  }
  return inner;
}
