import type { Expression } from "../syntax/syntax-tree.ts";
import { DYNAMIC, type NetType, typeText } from "../types/net-type.ts";
import { nullReference } from "../values/net-exception.ts";
import type { Evaluate } from "./code.ts";
import { compileArguments } from "./compile-arguments.ts";
import { compileCode } from "./compile-code.ts";
import { readMember, typeIn, unknownMember } from "./compile-member.ts";
import { compileDynamicArguments } from "./compile-overloads.ts";
import type { Place } from "./place.ts";
import { getItem, setItem, setMember } from "./runtime-members.ts";
import { type Assign, readVariable, writeVariable } from "./scope.ts";

/** What can stand left of `=`. */
export interface AssignmentTarget {
  readonly type: NetType;
  readonly assign: Assign;
  /** Its present value, for `+=`. */
  readonly run: Evaluate;
}

const NOWHERE: AssignmentTarget = { type: DYNAMIC, assign: () => {}, run: () => null };

/** Compiles the left side of an assignment; notes a problem for what cannot be assigned. */
export function assignmentTarget(target: Expression, place: Place): AssignmentTarget {
  if (target.kind === "name") return variableTarget(target.name, target.at, place);
  if (target.kind === "member") return memberTarget(target, place);
  if (target.kind === "index") return indexTarget(target, place);
  place.compilation.problem("Only a variable, a property or an item can be assigned.", target.at);
  return NOWHERE;
}

function variableTarget(name: string, at: number, { compilation, scope }: Place): AssignmentTarget {
  const variable = scope.find(name);
  if (!variable && name === "_") return NOWHERE;
  if (!variable || variable.isConstant) {
    const why = variable
      ? `The constant '${name}' cannot be assigned.`
      : `The variable '${name}' is not declared.`;
    compilation.problem(why, at);
    return NOWHERE;
  }
  return {
    type: variable.type,
    assign: writeVariable(variable, scope),
    run: readVariable(variable, scope),
  };
}

function memberTarget(expression: Extract<Expression, { kind: "member" }>, place: Place): AssignmentTarget {
  const { compilation } = place;
  const { library } = compilation;
  const target = compileCode(expression.target, place);
  const { name, nameAt } = expression;
  if (target.type.name === "dynamic") {
    return {
      type: DYNAMIC,
      assign: (frame, value) => setMember(target.run(frame), name, value, library),
      run: readMember(target, expression, place).run,
    };
  }
  const found = library
    .members(target.type, name)
    .find(({ member }) => member.kind === "property" && !member.isStatic);
  const assign = found?.member.assign;
  if (!found || !assign) {
    const why = found
      ? `'${typeText(target.type)}.${name}' is read-only.`
      : unknownMember(target.type, name, place);
    compilation.problem(why, nameAt);
    return NOWHERE;
  }
  return {
    type: typeIn(found, found.member.returns),
    assign: (frame, value) => assign(present(target.run(frame)), value),
    run: readMember(target, expression, place).run,
  };
}

function present(value: unknown): unknown {
  if (value === null) throw nullReference();
  return value;
}

function indexTarget(expression: Extract<Expression, { kind: "index" }>, place: Place): AssignmentTarget {
  const { compilation } = place;
  const { library } = compilation;
  const target = compileCode(expression.target, place);
  const collect = compileDynamicArguments(compileArguments(expression.args, place), place);
  const run: Evaluate = (frame) => getItem(target.run(frame), collect(frame).args, frame.run, library);
  const assign: Assign = (frame, value) => setItem(target.run(frame), collect(frame).args, value, library);
  if (target.type.name === "dynamic") return { type: DYNAMIC, assign, run };
  const found = library.indexers(target.type).find(({ member }) => member.assign);
  if (!found) {
    compilation.problem(`Items of '${typeText(target.type)}' cannot be assigned.`, expression.at);
    return NOWHERE;
  }
  return { type: typeIn(found, found.member.returns), assign, run };
}
