import { DYNAMIC, type NetType, substitute } from "../types/net-type.ts";
import type { Member } from "../types/type-definition.ts";
import type { FoundMember, TypeLibrary } from "../types/type-library.ts";
import { fitOf } from "./assignable.ts";
import type { PreparedArgument } from "./compile-arguments.ts";
import type { OverloadCall } from "./compile-overloads.ts";
import { delegateShape } from "./delegate-shape.ts";
import { planArguments, type Source } from "./plan-arguments.ts";

/** A way to make a call, and what it costs in conversions. */
export interface Choice {
  readonly found: FoundMember;
  readonly plan: readonly Source[];
  readonly cost: number;
}

const SPREAD_COST = 0.5;
const FALLBACK_COST = 0.5;
/** A type's own methods go before extension methods. */
const EXTENSION_COST = 100;

export function isExtension(member: Member): boolean {
  return member.parameters[0]?.mode === "this";
}

/**
 * Types in angle brackets must be as many as the member has. Without them all must follow from the arguments.
 */
export function takesTypes({ typeParameters, parameters }: Member, count: number): boolean {
  if (count > 0) return typeParameters.length === count;
  return typeParameters.every((name) => parameters.some(({ type }) => mentions(type, name)));
}

function mentions(type: NetType, name: string): boolean {
  return type.name === name || type.args.some((argument) => mentions(argument, name));
}

/** All ways to make the call, the best first. */
export function chooseOverload(call: OverloadCall, library: TypeLibrary): Choice[] {
  const choices: Choice[] = [];
  for (const found of call.candidates) {
    if (!takesTypes(found.member, call.types.length)) continue;
    const args = argumentsFor(call, found.member);
    for (const spread of [false, true]) {
      const plan = planArguments(found.member, args, spread);
      const cost = plan && planCost(plan, args, found, call, library);
      if (plan && cost !== undefined) {
        choices.push({ found, plan, cost: cost + (isExtension(found.member) ? EXTENSION_COST : 0) });
        break;
      }
    }
  }
  return choices.sort((left, right) => left.cost - right.cost);
}

type Candidate = Pick<PreparedArgument, "name" | "mode" | "type" | "lambda" | "out"> & {
  readonly constant: boolean;
};

function argumentsFor({ receiver, args }: OverloadCall, member: Member): Candidate[] {
  const own = args.map((argument) => ({ ...argument, constant: argument.code?.constant === true }));
  if (!receiver || !isExtension(member)) return own;
  const first: Candidate = {
    name: undefined,
    mode: "value",
    type: receiver.type,
    lambda: undefined,
    out: undefined,
    constant: false,
  };
  return [first, ...own];
}

function planCost(
  plan: readonly Source[],
  args: readonly Candidate[],
  found: FoundMember,
  call: OverloadCall,
  library: TypeLibrary,
): number | undefined {
  let total = 0;
  for (const source of plan) {
    const cost = sourceCost(source, args, found, call, library);
    if (cost === undefined) return undefined;
    total += cost;
  }
  return total;
}

function sourceCost(
  source: Source,
  args: readonly Candidate[],
  found: FoundMember,
  call: OverloadCall,
  library: TypeLibrary,
): number | undefined {
  if (source.kind === "fallback") return FALLBACK_COST;
  const element =
    source.kind === "spread" ? (source.parameter.type.args[0] ?? DYNAMIC) : source.parameter.type;
  const wanted = openType(element, found, call.types);
  const indexes = source.kind === "spread" ? source.indexes : [source.index];
  let total = source.kind === "spread" ? SPREAD_COST : 0;
  for (const index of indexes) {
    const argument = args[index];
    const cost = argument && argumentCost(argument, wanted, library);
    if (cost === undefined) return undefined;
    total += cost;
  }
  return total;
}

/** A type parameter that is still open takes anything. */
function openType(type: NetType, { member, bound }: FoundMember, given: readonly NetType[]): NetType {
  const all = new Map(bound);
  for (const [index, parameter] of member.typeParameters.entries()) {
    const explicit = given[index];
    if (explicit) all.set(parameter, explicit);
  }
  return substitute(type, [...bound.keys(), ...member.typeParameters], all);
}

function argumentCost(argument: Candidate, wanted: NetType, library: TypeLibrary): number | undefined {
  if (argument.out) return 0;
  if (argument.lambda) {
    const shape = delegateShape(wanted);
    if (!shape) return wanted.name === "dynamic" ? 3 : undefined;
    return shape.parameters.length === argument.lambda.parameters.length ? 0 : undefined;
  }
  return fitOf(argument.type, wanted, library, argument.constant);
}
