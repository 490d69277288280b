import type { Expression } from "../syntax/syntax-tree.ts";
import { DYNAMIC, INT, typeOf } from "../types/net-type.ts";
import { add, calculate } from "../values/arithmetic.ts";
import { NetTuple } from "../values/net-tuple.ts";
import { castNumber, isNumber, type NumberKind } from "../values/numbers.ts";
import { NUMERIC } from "./assignable.ts";
import { type AssignmentTarget, assignmentTarget } from "./assignment-target.ts";
import type { Code, Evaluate } from "./code.ts";
import { operate } from "./compile-binary.ts";
import { compileCode } from "./compile-code.ts";
import { convertCode, type Place } from "./place.ts";

type Assignment = Extract<Expression, { kind: "assign" }>;
type Step = Extract<Expression, { kind: "step" }>;

/** `target = value`, `target += value`, `target ??= value`. */
export function compileAssignment({ operator, target, value, at }: Assignment, place: Place): Code {
  if (target.kind === "tuple") return assignTuple(target, value, place);
  const goal = assignmentTarget(target, place);
  if (operator === "=") return assignPlainly(goal, value, place);
  if (operator === "??=") return assignWhenNull(goal, value, place);
  const right = compileCode(value, place);
  const present: Code = { type: goal.type, run: goal.run };
  const result = operate(operator.slice(0, -1), present, right, at, place);
  const run = narrowed(result, goal, place, at);
  return {
    type: goal.type,
    run: (frame) => {
      const assigned = run(frame);
      goal.assign(frame, assigned);
      return assigned;
    },
  };
}

/** `count += 1.5` on an `int` cuts off; so does `b += 1` on a `byte`. */
function narrowed(result: Code, goal: AssignmentTarget, place: Place, at: number): Evaluate {
  const isNumeric = NUMERIC.has(goal.type.name) && NUMERIC.has(result.type.name);
  if (!isNumeric) return convertCode(result, goal.type, place, at);
  const kind = goal.type.name as NumberKind;
  if (goal.type.name === result.type.name) return result.run;
  return (frame) => {
    const value = result.run(frame);
    return isNumber(value) ? castNumber(value, kind) : value;
  };
}

function assignPlainly(goal: AssignmentTarget, value: Expression, place: Place): Code {
  const code = compileCode(value, place, goal.type);
  const run = convertCode(code, goal.type, place, value.at);
  return {
    type: goal.type.name === "dynamic" ? code.type : goal.type,
    run: (frame) => {
      const assigned = run(frame);
      goal.assign(frame, assigned);
      return assigned;
    },
  };
}

function assignWhenNull(goal: AssignmentTarget, value: Expression, place: Place): Code {
  const run = convertCode(compileCode(value, place, goal.type), goal.type, place, value.at);
  return {
    type: goal.type,
    run: (frame) => {
      const present = goal.run(frame);
      if (present !== null) return present;
      const assigned = run(frame);
      goal.assign(frame, assigned);
      return assigned;
    },
  };
}

/** `(a, b) = (b, a)`. */
function assignTuple(target: Extract<Expression, { kind: "tuple" }>, value: Expression, place: Place): Code {
  const goals = target.items.map((item) => assignmentTarget(item.value, place));
  const { run } = compileCode(value, place);
  return {
    type: DYNAMIC,
    run: (frame) => {
      const tuple = run(frame);
      if (tuple instanceof NetTuple)
        for (const [index, goal] of goals.entries()) goal.assign(frame, tuple.items[index]);
      return tuple;
    },
  };
}

/** `i++`, `--i`. */
export function compileStep({ operator, prefix, target }: Step, place: Place): Code {
  const goal = assignmentTarget(target, place);
  const isInt = goal.type.name === INT.name;
  const change = operator === "++" ? 1 : -1;
  const next = (value: unknown): unknown => {
    if (isInt && typeof value === "number") return (value + change) | 0;
    return operator === "++" ? add(value, 1) : calculate("-", value, 1);
  };
  return {
    type: goal.type.name === "dynamic" ? typeOf("dynamic") : goal.type,
    run: (frame) => {
      const before = goal.run(frame);
      const after = next(before);
      goal.assign(frame, after);
      return prefix ? after : before;
    },
  };
}
