import { nearestName } from "../../documents/nearest-name.ts";
import type { Argument, Expression } from "../syntax/syntax-tree.ts";
import { DYNAMIC, type NetType, STRING, typeText } from "../types/net-type.ts";
import { nullReference } from "../values/net-exception.ts";
import type { Code } from "./code.ts";
import { compileArguments } from "./compile-arguments.ts";
import { compileCode } from "./compile-code.ts";
import { compileLambda } from "./compile-lambda.ts";
import { unknownMember } from "./compile-member.ts";
import { dottedName, namedType } from "./compile-name.ts";
import { compileDynamicArguments, compileOverloads } from "./compile-overloads.ts";
import { delegateShape } from "./delegate-shape.ts";
import { convertCode, type Place, UNUSABLE } from "./place.ts";
import { callMember } from "./runtime-members.ts";

type Call = Extract<Expression, { kind: "call" }>;
type Member = Extract<Expression, { kind: "member" }>;

/** `callee(…)`. */
export function compileCall(expression: Call, place: Place): Code {
  const { callee, args } = expression;
  if (callee.kind === "member") return compileMethod(expression, callee, place);
  if (callee.kind === "name" && callee.name === "nameof" && !place.scope.find("nameof"))
    return compileNameof(expression, place);
  return callDelegate(compileCode(callee, place), args, expression.at, place);
}

function compileNameof({ args, at }: Call, { compilation }: Place): Code {
  const [argument] = args;
  const name = argument && dottedName(argument.value);
  if (name === undefined) compilation.problem("nameof(…) takes a name.", at);
  const last = name?.slice(name.lastIndexOf(".") + 1) ?? "";
  return { type: STRING, run: () => last, constant: true };
}

function compileMethod(call: Call, callee: Member, place: Place): Code {
  const owner = namedType(callee.target, place);
  if (owner) return callStatic(owner, call, callee, place);
  return callOn(call, callee, place);
}

function callStatic(owner: NetType, call: Call, { name, typeArgs, nameAt }: Member, place: Place): Code {
  const { compilation } = place;
  const found = compilation.library.members(owner, name).filter(({ member }) => member.isStatic);
  const property = found.find(({ member }) => member.kind === "property");
  const candidates = found.filter(({ member }) => member.kind === "method");
  if (candidates.length === 0) {
    const allowed = compilation.library.memberNames(owner, true);
    const why = property ? "is no method" : "is not among the members that policy expressions may use";
    const message = `'${typeText(owner)}.${name}' ${why}. ${nearestName(name, allowed, "members")}`;
    compilation.problem(message, nameAt);
    return UNUSABLE;
  }
  return compileOverloads({
    candidates,
    receiver: undefined,
    types: typeArgs.map((argument) => compilation.resolveType(argument)),
    args: compileArguments(call.args, place),
    called: `${typeText(owner)}.${name}`,
    at: nameAt,
    place,
  });
}

function callOn(call: Call, callee: Member, place: Place): Code {
  const { compilation } = place;
  const target = compileCode(callee.target, place);
  const types = callee.typeArgs.map((argument) => compilation.resolveType(argument));
  if (target.type.name === "dynamic") return callDynamic(target, callee.name, types, call, place);
  if (callee.name === "Invoke" && delegateShape(target.type))
    return callDelegate(target, call.args, call.at, place);
  const { library } = compilation;
  const candidates = library
    .methods(target.type, callee.name)
    .filter(({ member }) => member.kind === "method" && isForInstance(member));
  if (candidates.length === 0) {
    const isKnown = library.members(target.type, callee.name).length > 0;
    const message = isKnown
      ? `'${callee.name}' is no method.`
      : unknownMember(target.type, callee.name, place);
    compilation.problem(message, callee.nameAt);
    return UNUSABLE;
  }
  return compileOverloads({
    candidates,
    receiver: target,
    types,
    args: compileArguments(call.args, place),
    called: `${typeText(target.type)}.${callee.name}`,
    at: callee.nameAt,
    place,
  });
}

function isForInstance(member: {
  readonly isStatic: boolean;
  readonly parameters: readonly { mode: string }[];
}): boolean {
  return !member.isStatic || member.parameters[0]?.mode === "this";
}

function callDynamic(target: Code, name: string, types: readonly NetType[], call: Call, place: Place): Code {
  const { library } = place.compilation;
  const collect = compileDynamicArguments(compileArguments(call.args, place), place);
  return {
    type: DYNAMIC,
    run: (frame) => {
      const value = target.run(frame);
      const { args, settle } = collect(frame);
      const result = callMember(value, name, types, args, frame.run, library);
      settle();
      return result;
    },
  };
}

/** Calls a `Func`, an `Action` or a local function. */
function callDelegate(callee: Code, args: readonly Argument[], at: number, place: Place): Code {
  const shape = delegateShape(callee.type);
  if (!shape && callee.type.name !== "dynamic") {
    place.compilation.problem(`A value of type '${typeText(callee.type)}' cannot be called.`, at);
    return UNUSABLE;
  }
  if (shape && shape.parameters.length !== args.length) {
    place.compilation.problem(
      `This function takes ${shape.parameters.length} arguments, not ${args.length}.`,
      at,
    );
  }
  const evaluators = args.map(({ value }, index) => {
    const wanted = shape?.parameters[index] ?? DYNAMIC;
    const wantedShape = delegateShape(wanted);
    if (value.kind === "lambda")
      return compileLambda(value, wantedShape?.parameters ?? [], wantedShape?.returns, place).run;
    return convertCode(compileCode(value, place, wanted), wanted, place, value.at);
  });
  return {
    type: shape?.returns ?? DYNAMIC,
    run: (frame) => {
      const target = callee.run(frame);
      if (typeof target !== "function") throw nullReference();
      return target(...evaluators.map((evaluate) => evaluate(frame))) ?? null;
    },
  };
}
