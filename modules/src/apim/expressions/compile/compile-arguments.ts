import type { Argument, Expression } from "../syntax/syntax-tree.ts";
import { DYNAMIC, type NetType, typeOf } from "../types/net-type.ts";
import { assignmentTarget } from "./assignment-target.ts";
import type { Code } from "./code.ts";
import { compileCode } from "./compile-code.ts";
import { namedType } from "./compile-name.ts";
import type { Place } from "./place.ts";
import type { ArgumentShape } from "./plan-arguments.ts";
import { type Assign, type Variable, writeVariable } from "./scope.ts";

type Lambda = Extract<Expression, { kind: "lambda" }>;

/** An argument as far as it can be compiled before the method is known. */
export interface PreparedArgument extends ArgumentShape {
  /** Undefined for a lambda, which takes its parameters' types from the method. */
  readonly code: Code | undefined;
  readonly lambda: Lambda | undefined;
  readonly out: OutTarget | undefined;
  readonly at: number;
  /** As overloads are compared with it. */
  readonly type: NetType;
}

export interface OutTarget {
  readonly assign: Assign;
  /** The variable of `out var x`, whose type the method decides. */
  readonly untyped: Variable | undefined;
}

export function compileArguments(args: readonly Argument[], place: Place): PreparedArgument[] {
  return args.map((argument) => prepare(argument, place));
}

function prepare({ name, mode, value }: Argument, place: Place): PreparedArgument {
  const base = { name, mode, at: value.at };
  if (mode !== "value") {
    return { ...base, code: undefined, lambda: undefined, out: outTarget(value, place), type: DYNAMIC };
  }
  const lambda = value.kind === "lambda" ? value : methodGroup(value, place);
  if (lambda) {
    const type = typeOf("lambda", ...lambda.parameters.map(() => DYNAMIC));
    return { ...base, code: undefined, lambda, out: undefined, type };
  }
  const code = compileCode(value, place);
  return { ...base, code, lambda: undefined, out: undefined, type: code.type };
}

function outTarget(value: Expression, place: Place): OutTarget {
  if (value.kind === "declaration") {
    const type = place.compilation.resolveType(value.type);
    const variable = place.scope.declare(value.name, type);
    const untyped = value.type.name === "var" ? variable : undefined;
    return { assign: writeVariable(variable, place.scope), untyped };
  }
  if (value.kind === "name" && value.name === "_" && !place.scope.find("_")) {
    return { assign: () => {}, untyped: undefined };
  }
  return { assign: assignmentTarget(value, place).assign, untyped: undefined };
}

/** `int.Parse` where a delegate is wanted reads as `x => int.Parse(x)`. */
function methodGroup(value: Expression, place: Place): Lambda | undefined {
  if (value.kind !== "member") return undefined;
  const owner = namedType(value.target, place);
  if (!owner) return undefined;
  const found = place.compilation.library.members(owner, value.name);
  if (!found.some(({ member }) => member.isStatic && member.kind === "method")) return undefined;
  const { at } = value;
  const name = "method group's argument";
  const argument: Expression = { kind: "name", name, typeArgs: [], at };
  return {
    kind: "lambda",
    parameters: [{ name, type: undefined, at }],
    body: { kind: "call", callee: value, args: [{ name: undefined, mode: "value", value: argument }], at },
    at,
  };
}
