import type { Expression } from "../syntax/syntax-tree.ts";
import { DYNAMIC, type NetType, OBJECT, typeOf } from "../types/net-type.ts";
import { NetException } from "../values/net-exception.ts";
import { netTypeOf } from "../values/net-text.ts";
import type { Code } from "./code.ts";
import { compileAnonymous, compileTuple } from "./compile-anonymous.ts";
import { compileNewArray } from "./compile-array.ts";
import { compileAssignment, compileStep } from "./compile-assignment.ts";
import { compileBinary } from "./compile-binary.ts";
import { compileCall } from "./compile-call.ts";
import { compileAs, compileCast } from "./compile-cast.ts";
import { compileNew } from "./compile-creation.ts";
import { compileInterpolation } from "./compile-interpolation.ts";
import { compileLambda } from "./compile-lambda.ts";
import { compileLiteral } from "./compile-literal.ts";
import { compileConditionalAccess, compileIndex, compileMember } from "./compile-member.ts";
import { compileName } from "./compile-name.ts";
import { compileIs, compileSwitchValue } from "./compile-pattern.ts";
import { compileQuery } from "./compile-query.ts";
import { compileTernary, compileUnary } from "./compile-unary.ts";
import { delegateShape } from "./delegate-shape.ts";
import { type Place, UNUSABLE } from "./place.ts";

/**
 * Compiles an expression to a closure.
 * @param wanted the type that the surroundings ask for: what a lambda, `default` and `null` take theirs from
 */
export function compileCode(expression: Expression, place: Place, wanted?: NetType): Code {
  switch (expression.kind) {
    case "literal":
      return compileLiteral(expression.literal, expression.at, place);
    case "name":
      return compileName(expression, place);
    case "member":
      return compileMember(expression, place);
    case "call":
      return compileCall(expression, place);
    case "index":
      return compileIndex(expression, place);
    case "conditional-access":
      return compileConditionalAccess(expression, place);
    case "receiver":
      return place.receiver ?? UNUSABLE;
    case "unary":
      return compileUnary(expression, place);
    case "binary":
      return compileBinary(expression, place);
    case "assign":
      return compileAssignment(expression, place);
    case "step":
      return compileStep(expression, place);
    case "ternary":
      return compileTernary(expression, place, wanted);
    case "cast":
      return compileCast(expression, place);
    case "as":
      return compileAs(expression, place);
    case "is":
      return compileIs(expression, place);
    case "new":
      return compileNew(expression, place);
    case "new-array":
      return compileNewArray(expression, place, wanted);
    case "new-anonymous":
      return compileAnonymous(expression, place);
    case "tuple":
      return compileTuple(expression, place);
    case "interpolation":
      return compileInterpolation(expression, place);
    case "switch-value":
      return compileSwitchValue(expression, place, wanted);
    case "query":
      return compileQuery(expression, place);
    case "lambda":
      return compileFreeLambda(expression, place, wanted);
    case "throw":
      return compileThrow(expression, place);
    case "default":
      return compileDefault(expression, place, wanted);
    case "typeof":
      return compileTypeof(expression, place);
    case "type":
      return misplaced("A type cannot stand here as a value.", expression.at, place);
    case "declaration":
      return misplaced("A variable can be declared here only behind 'out'.", expression.at, place);
    case "pattern":
      return misplaced("A pattern can stand only behind 'is' and 'case'.", expression.at, place);
    case "unreadable":
      return UNUSABLE;
  }
}

function misplaced(message: string, at: number, { compilation }: Place): Code {
  compilation.problem(message, at);
  return UNUSABLE;
}

type Of<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;

/** A lambda outside a call, `Func<int, int> twice = x => x * 2`. */
function compileFreeLambda(expression: Of<"lambda">, place: Place, wanted?: NetType): Code {
  const shape = wanted && delegateShape(wanted);
  return compileLambda(expression, shape?.parameters ?? [], shape?.returns, place);
}

function compileThrow(expression: Of<"throw">, place: Place): Code {
  const { run } = compileCode(expression.value, place);
  return {
    type: DYNAMIC,
    run: (frame) => {
      throw toThrown(run(frame));
    },
  };
}

export function toThrown(value: unknown): NetException {
  if (value instanceof NetException) return value;
  return new NetException(
    "System.InvalidCastException",
    `'${netTypeOf(value)}' is no exception that can be thrown.`,
  );
}

function compileDefault(expression: Of<"default">, { compilation }: Place, wanted?: NetType): Code {
  const type = expression.type ? compilation.resolveType(expression.type) : (wanted ?? OBJECT);
  const value = compilation.library.definitionOf(type)?.fallback ?? null;
  return { type, run: () => value };
}

function compileTypeof(expression: Of<"typeof">, { compilation }: Place): Code {
  const type = compilation.resolveType(expression.type);
  const name = compilation.library.definitionOf(type)?.fullName ?? type.name;
  compilation.problem(`typeof(${name}) is not allowed in policy expressions.`, expression.at);
  return { type: typeOf("Type"), run: () => name };
}
