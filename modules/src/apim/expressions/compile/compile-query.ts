import type { Expression, QueryClause } from "../syntax/syntax-tree.ts";
import type { Code } from "./code.ts";
import { compileCode } from "./compile-code.ts";
import type { Place } from "./place.ts";

/** `from x in list where … select …` as the calls that C# turns it into. */
export function compileQuery(
  { clauses, select, at }: Extract<Expression, { kind: "query" }>,
  place: Place,
): Code {
  const [first, ...rest] = clauses;
  if (first?.kind !== "from") {
    place.compilation.problem("A query begins with 'from'.", at);
    return compileCode(select, place);
  }
  return compileCode(chain(first.source, first.name, rest, select), place);
}

function chain(
  source: Expression,
  name: string,
  clauses: readonly QueryClause[],
  select: Expression,
): Expression {
  const [clause, ...rest] = clauses;
  if (!clause) return callOf(source, "Select", lambdaOf(name, select));
  switch (clause.kind) {
    case "where":
      return chain(callOf(source, "Where", lambdaOf(name, clause.test)), name, rest, select);
    case "orderby":
      return chain(ordered(source, name, clause.keys), name, rest, select);
    case "let":
      // A query over the one value, so that the name is seen by all that follows.
      return callOf(
        source,
        "SelectMany",
        lambdaOf(name, chain(listOf(clause.value), clause.name, rest, select)),
      );
    case "from":
      return callOf(source, "SelectMany", lambdaOf(name, chain(clause.source, clause.name, rest, select)));
  }
}

function ordered(
  source: Expression,
  name: string,
  keys: readonly { readonly value: Expression; readonly descending: boolean }[],
): Expression {
  return keys.reduce((list, { value, descending }, index) => {
    const method = `${index === 0 ? "OrderBy" : "ThenBy"}${descending ? "Descending" : ""}`;
    return callOf(list, method, lambdaOf(name, value));
  }, source);
}

function callOf(target: Expression, name: string, argument: Expression): Expression {
  const { at } = argument;
  const callee: Expression = { kind: "member", target, name, typeArgs: [], nameAt: at, at };
  return { kind: "call", callee, args: [{ name: undefined, mode: "value", value: argument }], at };
}

function lambdaOf(name: string, body: Expression): Expression {
  return { kind: "lambda", parameters: [{ name, type: undefined, at: body.at }], body, at: body.at };
}

function listOf(value: Expression): Expression {
  const { at } = value;
  const items = {
    kind: "initializer" as const,
    entries: [{ kind: "add" as const, values: [value], at }],
    at,
  };
  return { kind: "new-array", element: undefined, length: undefined, items, at };
}
