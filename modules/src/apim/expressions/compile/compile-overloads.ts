import type { Frame } from "../run.ts";
import { DYNAMIC, isSameType, type NetType, substitute, typeOf, typeText } from "../types/net-type.ts";
import type { Member, Out } from "../types/type-definition.ts";
import type { FoundMember } from "../types/type-library.ts";
import { nullReference } from "../values/net-exception.ts";
import { callClosure } from "./call-closure.ts";
import { type Choice, chooseOverload, isExtension } from "./choose-overload.ts";
import type { Code, Evaluate } from "./code.ts";
import type { PreparedArgument } from "./compile-arguments.ts";
import { compileLambda } from "./compile-lambda.ts";
import { canBeNull } from "./compile-member.ts";
import { delegateShape } from "./delegate-shape.ts";
import { inferTypes } from "./infer-types.ts";
import { convertCode, type Place, UNUSABLE } from "./place.ts";
import type { Source } from "./plan-arguments.ts";
import { callBest, type RuntimeArgument } from "./runtime-members.ts";
import type { Assign } from "./scope.ts";

export interface OverloadCall {
  readonly candidates: readonly FoundMember[];
  /** Undefined for static members and constructors. */
  readonly receiver: Code | undefined;
  /** Types in angle brackets. */
  readonly types: readonly NetType[];
  readonly args: readonly PreparedArgument[];
  /** For messages: `string.Join`. */
  readonly called: string;
  readonly at: number;
  readonly place: Place;
}

/** Compiles a call of the overload that fits best; notes a problem when none does. */
export function compileOverloads(call: OverloadCall): Code {
  const { library } = call.place.compilation;
  const viable = chooseOverload(call, library);
  const [best] = viable;
  if (!best) {
    call.place.compilation.problem(noOverload(call), call.at);
    return UNUSABLE;
  }
  const runtime = viable.length > 1 && dependsOnRuntime(call, viable);
  return runtime ? compileRuntimeChoice(call, viable) : compileChoice(call, best);
}

/** An argument of unknown type may make another overload the right one. */
function dependsOnRuntime({ args }: OverloadCall, viable: readonly Choice[]): boolean {
  if (args.some((argument) => argument.lambda)) return false;
  const unknown = args.some((argument) => argument.code?.type.name === "dynamic");
  return unknown && new Set(viable.map(({ found }) => found.member)).size > 1;
}

function noOverload({ candidates, args, called }: OverloadCall): string {
  const given = args.map((argument) =>
    argument.lambda ? "lambda" : argument.out ? "out" : typeText(argument.type),
  );
  const forms = candidates.map(({ member }) => writeForm(member));
  return `${called} cannot be called with (${given.join(", ")}). Allowed: ${[...new Set(forms)].join("; ")}.`;
}

function writeForm(member: Member): string {
  const parameters = member.parameters
    .filter((parameter) => parameter.mode !== "this")
    .map(({ mode, type, name, optional }) => {
      const prefix = mode === "value" ? "" : `${mode} `;
      return `${prefix}${typeText(type)} ${name}${optional ? " (optional)" : ""}`;
    });
  const [open, close] = member.kind === "indexer" ? ["[", "]"] : ["(", ")"];
  return `${member.kind === "indexer" ? "" : member.name}${open}${parameters.join(", ")}${close}`;
}

function compileChoice(call: OverloadCall, { found, plan }: Choice): Code {
  const { place, receiver } = call;
  const { member } = found;
  const bound = new Map(found.bound);
  for (const [index, parameter] of member.typeParameters.entries()) {
    const given = call.types[index];
    if (given) bound.set(parameter, given);
  }
  const parameters = [...found.bound.keys(), ...member.typeParameters];
  const all = allArguments(call, member);
  const open = call.types.length > 0 ? [] : member.typeParameters;
  for (const source of plan) {
    for (const argument of argumentsOf(source, all)) {
      if (argument.code) inferTypes(elementOf(source), argument.type, open, bound, place.compilation.library);
    }
  }
  const outs: { readonly place: number; readonly assign: Assign }[] = [];
  const evaluators = plan.map((source, index): Evaluate => {
    if (source.kind === "fallback") return () => source.parameter.fallback ?? null;
    const given = argumentsOf(source, all);
    const wanted = (): NetType => substitute(elementOf(source), parameters, bound);
    if (source.kind === "spread") return spreadEvaluator(given.map((one) => evaluator(one, wanted(), call)));
    const [argument] = given;
    if (argument?.out) {
      if (argument.out.untyped) argument.out.untyped.type = wanted();
      outs.push({ place: index, assign: argument.out.assign });
      return (): Out => ({ value: null });
    }
    if (!argument) return () => null;
    if (!argument.lambda) return evaluator(argument, wanted(), call);
    return lambdaEvaluator(argument, elementOf(source), parameters, bound, open, call);
  });
  const own = member.typeParameters.length > 0 ? member.typeParameters : [...found.bound.keys()];
  const types = own.map((parameter) => bound.get(parameter) ?? DYNAMIC);
  const full =
    receiver && !isExtension(member) ? [receiverEvaluator(receiver, place), ...evaluators] : evaluators;
  const shift = full.length - evaluators.length;
  const outPlaces = outs.map((out) => ({ ...out, place: out.place + shift }));
  const type = member.kind === "constructor" ? DYNAMIC : substitute(member.returns, parameters, bound);
  return { type, run: callClosure(member, full, types, outPlaces) };
}

function allArguments({ receiver, args, at }: OverloadCall, member: Member): readonly PreparedArgument[] {
  if (!receiver || !isExtension(member)) return args;
  const first: PreparedArgument = {
    name: undefined,
    mode: "value",
    code: receiver,
    lambda: undefined,
    out: undefined,
    at,
    type: receiver.type,
  };
  return [first, ...args];
}

function argumentsOf(source: Source, args: readonly PreparedArgument[]): readonly PreparedArgument[] {
  const indexes =
    source.kind === "spread" ? source.indexes : source.kind === "argument" ? [source.index] : [];
  return indexes.flatMap((index) => args[index] ?? []);
}

/** What a single argument must be: for `params object[]` an `object`. */
function elementOf({ kind, parameter }: Source): NetType {
  return kind === "spread" ? (parameter.type.args[0] ?? DYNAMIC) : parameter.type;
}

function evaluator(argument: PreparedArgument, wanted: NetType, { place, called }: OverloadCall): Evaluate {
  if (argument.lambda) return compileLambda(argument.lambda, [], undefined, place).run;
  if (!argument.code) return () => null;
  return convertCode(argument.code, wanted, place, argument.at, (message) => `${called}: ${message}`);
}

function spreadEvaluator(evaluators: readonly Evaluate[]): Evaluate {
  return (frame) => evaluators.map((evaluate) => evaluate(frame));
}

function lambdaEvaluator(
  argument: PreparedArgument,
  pattern: NetType,
  parameters: readonly string[],
  bound: Map<string, NetType>,
  open: readonly string[],
  { place }: OverloadCall,
): Evaluate {
  if (!argument.lambda) return () => null;
  const shape = delegateShape(pattern);
  if (!shape) return compileLambda(argument.lambda, [], undefined, place).run;
  const takes = shape.parameters.map((type) => substitute(type, parameters, bound));
  const isOpen = mentions(
    shape.returns,
    open.filter((name) => !bound.has(name)),
  );
  const wanted = isOpen ? undefined : substitute(shape.returns, parameters, bound);
  const code = compileLambda(argument.lambda, takes, wanted, place);
  const gives = delegateShape(code.type)?.returns;
  if (isOpen && gives) inferTypes(shape.returns, gives, open, bound, place.compilation.library);
  return code.run;
}

function mentions(type: NetType, names: readonly string[]): boolean {
  return names.includes(type.name) || type.args.some((argument) => mentions(argument, names));
}

function receiverEvaluator({ type, run }: Code, place: Place): Evaluate {
  if (!canBeNull(type, place)) return run;
  return (frame) => {
    const value = run(frame);
    if (value === null) throw nullReference();
    return value;
  };
}

/** Arguments compiled without knowing the method: lambdas take whatever comes. */
export function compileDynamicArguments(
  args: readonly PreparedArgument[],
  place: Place,
): (frame: Frame) => { readonly args: readonly RuntimeArgument[]; readonly settle: () => void } {
  const parts = args.map((argument) => ({
    argument,
    run: argument.lambda
      ? compileLambda(argument.lambda, [], undefined, place).run
      : (argument.code?.run ?? ((): Out => ({ value: null }))),
  }));
  const outs = args.flatMap((argument, index) =>
    argument.out ? [{ index, assign: argument.out.assign }] : [],
  );
  return (frame) => {
    const values = parts.map(({ argument: { name, mode, type }, run }) => ({
      name,
      mode,
      type,
      value: run(frame),
    }));
    return {
      args: values,
      settle: () => {
        for (const { index, assign } of outs) assign(frame, outValue(values[index]?.value));
      },
    };
  };
}

export function outValue(holder: unknown): unknown {
  return typeof holder === "object" && holder !== null && "value" in holder ? (holder.value ?? null) : null;
}

function compileRuntimeChoice(call: OverloadCall, viable: readonly Choice[]): Code {
  const { place, receiver, types } = call;
  const { library } = place.compilation;
  const candidates = [...new Map(viable.map(({ found }) => [found.member, found])).values()];
  const collect = compileDynamicArguments(call.args, place);
  const target = receiver && receiverEvaluator(receiver, place);
  return {
    type: commonType(candidates),
    run: (frame) => {
      const value = target?.(frame);
      const { args, settle } = collect(frame);
      const result = callBest(candidates, value, types, args, frame.run, library);
      settle();
      return result;
    },
  };
}

function commonType(candidates: readonly FoundMember[]): NetType {
  const returns = candidates.map(({ member, bound }) =>
    substitute(member.returns, [...bound.keys(), ...member.typeParameters], bound),
  );
  const [first = typeOf("dynamic")] = returns;
  return returns.every((type) => isSameType(type, first)) ? first : DYNAMIC;
}
