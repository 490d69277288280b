import type { Frame } from "../run.ts";
import type { Expression, Pattern } from "../syntax/syntax-tree.ts";
import { BOOL, DYNAMIC, isSameType, type NetType, typeText } from "../types/net-type.ts";
import { areEqual, isOrdered } from "../values/comparison.ts";
import { invalidOperation } from "../values/net-exception.ts";
import { fitOf, isCastable } from "./assignable.ts";
import type { Code } from "./code.ts";
import { compileCode } from "./compile-code.ts";
import { namedType } from "./compile-name.ts";
import { isInstance } from "./convert-value.ts";
import { convertCode, type Place } from "./place.ts";
import { writeVariable } from "./scope.ts";
import { truth } from "./truth.ts";

export type Matcher = (frame: Frame, value: unknown) => boolean;

/** `value is pattern`. */
export function compileIs({ value, pattern }: Extract<Expression, { kind: "is" }>, place: Place): Code {
  const code = compileCode(value, place);
  const matches = compilePattern(pattern, code.type, place);
  return { type: BOOL, run: (frame) => matches(frame, code.run(frame)) };
}

/** Compiles a pattern; its variables are declared where it stands. */
export function compilePattern(pattern: Pattern, type: NetType, place: Place): Matcher {
  switch (pattern.kind) {
    case "discard-pattern":
      return () => true;
    case "constant-pattern":
      return compileConstant(pattern, type, place);
    case "type-pattern":
      return compileTypePattern(pattern, type, place);
    case "var-pattern":
      return declare(pattern.name, type, () => true, place);
    case "relational-pattern": {
      const { run } = compileCode(pattern.value, place);
      return (frame, value) => isOrdered(pattern.operator, value, run(frame));
    }
    case "not-pattern": {
      const inner = compilePattern(pattern.pattern, type, place);
      return (frame, value) => !inner(frame, value);
    }
    case "logical-pattern": {
      const left = compilePattern(pattern.left, type, place);
      const right = compilePattern(pattern.right, type, place);
      if (pattern.operator === "and") return (frame, value) => left(frame, value) && right(frame, value);
      return (frame, value) => left(frame, value) || right(frame, value);
    }
  }
}

function compileConstant(
  pattern: Pattern & { kind: "constant-pattern" },
  type: NetType,
  place: Place,
): Matcher {
  const named = namedType(pattern.value, place);
  if (named) return (_frame, value) => isInstance(value, named, place.compilation.library);
  const constant = compileCode(pattern.value, place);
  const { library } = place.compilation;
  if (fitOf(constant.type, type, library, true) === undefined && !isCastable(type, constant.type, library)) {
    const types = `'${typeText(type)}' and '${typeText(constant.type)}'`;
    place.compilation.problem(`A value of ${types} can never be the same.`, pattern.at);
  }
  return (frame, value) => areEqual(value, constant.run(frame));
}

function compileTypePattern(
  pattern: Pattern & { kind: "type-pattern" },
  from: NetType,
  place: Place,
): Matcher {
  const { library } = place.compilation;
  if (pattern.type.name === "var") return declare(pattern.name, from, () => true, place);
  const type = place.compilation.resolveType(pattern.type);
  if (from.name !== "dynamic" && !isCastable(from, type, library)) {
    const message = `A value of type '${typeText(from)}' is never '${typeText(type)}'.`;
    place.compilation.problem(message, pattern.at);
  }
  return declare(pattern.name, type, (_frame, value) => isInstance(value, type, library), place);
}

function declare(name: string | undefined, type: NetType, matches: Matcher, place: Place): Matcher {
  if (name === undefined) return matches;
  const assign = writeVariable(place.scope.declare(name, type), place.scope);
  return (frame, value) => {
    if (!matches(frame, value)) return false;
    assign(frame, value);
    return true;
  };
}

/** `value switch { pattern => result, … }`. */
export function compileSwitchValue(
  { value, arms }: Extract<Expression, { kind: "switch-value" }>,
  place: Place,
  wanted?: NetType,
): Code {
  const code = compileCode(value, place);
  const parts = arms.map((arm) => {
    const inside = { ...place, scope: place.scope.inner() };
    const matches = compilePattern(arm.pattern, code.type, inside);
    const when = arm.when && conditionOf(arm.when, inside);
    return { matches, when, result: compileCode(arm.value, inside, wanted) };
  });
  return {
    type: wanted ?? commonType(parts.map(({ result }) => result.type)),
    run: (frame) => {
      const held = code.run(frame);
      for (const { matches, when, result } of parts) {
        if (matches(frame, held) && (!when || when(frame))) return result.run(frame);
      }
      throw invalidOperation("Non-exhaustive switch expression failed to match its input.");
    },
  };
}

export function conditionOf(test: Expression, place: Place): (frame: Frame) => boolean {
  return truth({ type: BOOL, run: convertCode(compileCode(test, place), BOOL, place, test.at) });
}

function commonType(types: readonly NetType[]): NetType {
  const [first = DYNAMIC] = types;
  return types.every((type) => isSameType(type, first)) ? first : DYNAMIC;
}
