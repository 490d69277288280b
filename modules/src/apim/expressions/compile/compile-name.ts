import type { Expression } from "../syntax/syntax-tree.ts";
import { type NetType, typeOf } from "../types/net-type.ts";
import type { Code } from "./code.ts";
import type { Compilation } from "./compilation.ts";
import { type Place, UNUSABLE } from "./place.ts";
import { readVariable } from "./scope.ts";
import { isOnlyInAzure, nearOrAll, whyTypeRefused } from "./why-type-refused.ts";

type Name = Extract<Expression, { kind: "name" }>;

/** A variable, or `context`. */
export function compileName({ name, at }: Name, { compilation, scope }: Place): Code {
  const variable = scope.find(name);
  if (variable) return { type: variable.type, run: readVariable(variable, scope) };
  if (name === "context") return { type: typeOf("IContext"), run: (frame) => frame.run.context };
  compilation.problem(unknownName(name, compilation, scope.names), at);
  return UNUSABLE;
}

function unknownName(name: string, { library }: Compilation, variables: readonly string[]): string {
  if (library.isTypeName(name)) return `'${name}' is a type and cannot stand here as a value.`;
  if (isOnlyInAzure(name)) return whyTypeRefused(name, library);
  const hint = nearOrAll(name, ["context", ...variables, ...library.names]);
  return `The name '${name}' is unknown or not allowed in policy expressions. ${hint}`;
}

/** The type an expression names: `Convert`, `System.Text.Encoding`; undefined when it is a value. */
export function namedType(expression: Expression, place: Place): NetType | undefined {
  const { compilation, scope } = place;
  if (expression.kind === "type") return compilation.resolveType(expression.type);
  const name = dottedName(expression);
  if (name === undefined || scope.find(name.split(".", 1)[0] ?? "")) return undefined;
  const definition = compilation.library.find(name);
  if (!definition) return undefined;
  const args = "typeArgs" in expression ? expression.typeArgs : [];
  return typeOf(definition.name, ...args.map((argument) => compilation.resolveType(argument)));
}

/** `System.IO.File` as it is written; undefined for anything but names and dots. */
export function dottedName(expression: Expression): string | undefined {
  if (expression.kind === "name") return expression.name;
  if (expression.kind !== "member") return undefined;
  const left = dottedName(expression.target);
  return left === undefined ? undefined : `${left}.${expression.name}`;
}
