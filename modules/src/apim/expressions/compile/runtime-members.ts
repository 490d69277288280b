import type { Run } from "../run.ts";
import { DYNAMIC, type NetType, typeOf, typeText } from "../types/net-type.ts";
import type { Member } from "../types/type-definition.ts";
import type { FoundMember, TypeLibrary } from "../types/type-library.ts";
import { AnonymousObject } from "../values/anonymous-object.ts";
import { JObject } from "../values/json/j-object.ts";
import { JToken } from "../values/json/j-token.ts";
import { NetException, nullReference } from "../values/net-exception.ts";
import { NetTuple } from "../values/net-tuple.ts";
import { fitOf, SAME } from "./assignable.ts";
import { takesTypes } from "./choose-overload.ts";
import { convertImplicitly, isInstance } from "./convert-value.ts";
import { delegateShape } from "./delegate-shape.ts";
import { invoke } from "./invoke.ts";
import { type ArgumentShape, planArguments, type Source } from "./plan-arguments.ts";

/** The type of a value as far as it shows. */
function runtimeType(value: unknown, library: TypeLibrary): NetType {
  if (value === null) return typeOf("null");
  const definition = library.typeOfValue(value);
  if (!definition) return DYNAMIC;
  if (definition.name === "[]") {
    const element = value instanceof Uint8Array ? typeOf("byte") : DYNAMIC;
    return typeOf("[]", element);
  }
  return typeOf(definition.name, ...definition.typeParameters.map(() => DYNAMIC));
}

function binderError(message: string): NetException {
  return new NetException("Microsoft.CSharp.RuntimeBinder.RuntimeBinderException", message);
}

/** `value.name` when the compiler does not know the value's type. */
export function getMember(value: unknown, name: string, run: Run, library: TypeLibrary): unknown {
  if (value === null) throw nullReference();
  if (value instanceof AnonymousObject && value.members.has(name)) return value.members.get(name) ?? null;
  if (value instanceof NetTuple) {
    const index = value.indexOf(name);
    if (index !== undefined) return value.items[index] ?? null;
  }
  const type = runtimeType(value, library);
  const property = library
    .members(type, name)
    .find(({ member }) => member.kind === "property" && !member.isStatic);
  if (property) return invoke(property.member, run, [], [value]);
  if (value instanceof JObject) return value.get(name);
  // A value out of `int?` has lost its question mark.
  if (library.definitionOf(type)?.isValueType && name === "HasValue") return true;
  if (library.definitionOf(type)?.isValueType && name === "Value") return value;
  throw noSuchMember(type, name);
}

function noSuchMember(type: NetType, name: string): NetException {
  return binderError(`'${typeText(type)}' does not contain a definition for '${name}'`);
}

/** `value.name = …` when the compiler does not know the value's type. */
export function setMember(value: unknown, name: string, assigned: unknown, library: TypeLibrary): void {
  if (value === null) throw nullReference();
  const type = runtimeType(value, library);
  const property = library.members(type, name).find(({ member }) => member.assign);
  if (property?.member.assign) {
    property.member.assign(value, convertImplicitly(assigned, property.member.returns, library));
    return;
  }
  if (value instanceof JObject) {
    const token = convertImplicitly(assigned, typeOf("JToken"), library);
    if (token instanceof JToken) value.set(name, token);
    return;
  }
  throw noSuchMember(type, name);
}

export interface RuntimeArgument extends ArgumentShape {
  readonly value: unknown;
  readonly type: NetType;
}

/** Calls `value.name(…)` when the compiler could not settle which method is meant. */
export function callMember(
  value: unknown,
  name: string,
  types: readonly NetType[],
  args: readonly RuntimeArgument[],
  run: Run,
  library: TypeLibrary,
): unknown {
  if (value === null) throw nullReference();
  const type = runtimeType(value, library);
  const candidates = library.methods(type, name).filter(({ member }) => member.kind === "method");
  if (candidates.length === 0) return callStored(value, name, args, run, library, type);
  return callBest(candidates, value, types, args, run, library);
}

/** A delegate in a property: `anonymous.Check(1)`. */
function callStored(
  value: unknown,
  name: string,
  args: readonly RuntimeArgument[],
  run: Run,
  library: TypeLibrary,
  type: NetType,
): unknown {
  if (typeof value === "function" && name === "Invoke")
    return value(...args.map((argument) => argument.value)) ?? null;
  const definition = library.definitionOf(type);
  if (definition?.isValueType && name === "GetValueOrDefault") return value;
  const stored = getMember(value, name, run, library);
  if (typeof stored === "function") return stored(...args.map((argument) => argument.value)) ?? null;
  throw noSuchMember(type, name);
}

/** `value[…]` when the compiler does not know the value's type. */
export function getItem(
  value: unknown,
  args: readonly RuntimeArgument[],
  run: Run,
  library: TypeLibrary,
): unknown {
  if (value === null) throw nullReference();
  const type = runtimeType(value, library);
  const indexers = library.indexers(type);
  if (indexers.length === 0)
    throw binderError(`Cannot apply indexing with [] to an expression of type '${typeText(type)}'`);
  return callBest(indexers, value, [], args, run, library);
}

export function setItem(
  value: unknown,
  args: readonly RuntimeArgument[],
  assigned: unknown,
  library: TypeLibrary,
): void {
  if (value === null) throw nullReference();
  const type = runtimeType(value, library);
  const best = bestOf(
    library.indexers(type).filter(({ member }) => member.assign),
    args,
    library,
  );
  if (!best?.found.member.assign) {
    throw binderError(`Cannot apply indexing with [] to an expression of type '${typeText(type)}'`);
  }
  const values = valuesFor(best.plan, args, library);
  const wanted = best.found.bound.get(best.found.member.returns.name) ?? best.found.member.returns;
  best.found.member.assign(value, ...values, convertImplicitly(assigned, wanted, library));
}

/** Picks among overloads by the arguments at hand and calls it. `value` is undefined for static ones. */
export function callBest(
  candidates: readonly FoundMember[],
  value: unknown,
  types: readonly NetType[],
  args: readonly RuntimeArgument[],
  run: Run,
  library: TypeLibrary,
): unknown {
  const receiver: RuntimeArgument = { name: undefined, mode: "value", value, type: DYNAMIC };
  const callable = candidates.filter(({ member }) => takesTypes(member, types.length));
  const best = bestOf(callable, args, library, receiver);
  if (!best) {
    const name = candidates[0]?.member.name ?? "";
    throw binderError(`The best overloaded method match for '${name}' has some invalid arguments`);
  }
  const { member } = best.found;
  const all = isExtension(member) ? [receiver, ...args] : args;
  const values = valuesFor(best.plan, all, library);
  const full =
    value === undefined || member.isStatic || member.kind === "constructor" ? values : [value, ...values];
  return invoke(member, run, types, full);
}

function isExtension(member: Member): boolean {
  return member.parameters[0]?.mode === "this";
}

interface Best {
  readonly found: FoundMember;
  readonly plan: readonly Source[];
}

function bestOf(
  candidates: readonly FoundMember[],
  args: readonly RuntimeArgument[],
  library: TypeLibrary,
  receiver?: RuntimeArgument,
): Best | undefined {
  let best: (Best & { cost: number }) | undefined;
  for (const found of candidates) {
    const all = isExtension(found.member) && receiver ? [receiver, ...args] : args;
    for (const spread of [false, true]) {
      const plan = planArguments(found.member, all, spread);
      const cost = plan && costOf(plan, all, library, found);
      const full = (cost ?? 0) + (isExtension(found.member) ? EXTENSION_COST : 0);
      if (plan && cost !== undefined && (!best || full < best.cost)) best = { found, plan, cost: full };
    }
  }
  return best;
}

function costOf(
  plan: readonly Source[],
  args: readonly RuntimeArgument[],
  library: TypeLibrary,
  found: FoundMember,
): number | undefined {
  let total = 0;
  for (const source of plan) {
    const cost = sourceCost(source, args, library, found);
    if (cost === undefined) return undefined;
    total += cost;
  }
  return total;
}

const SPREAD_COST = 0.5;
const FALLBACK_COST = 0.5;
/** A type's own methods go before extension methods. */
const EXTENSION_COST = 100;

function sourceCost(
  source: Source,
  args: readonly RuntimeArgument[],
  library: TypeLibrary,
  found: FoundMember,
): number | undefined {
  if (source.kind === "fallback") return FALLBACK_COST;
  const { type, mode } = source.parameter;
  if (source.kind === "argument") {
    const argument = args[source.index];
    return mode === "out" || !argument ? SAME : valueCost(argument, type, library, found);
  }
  let total = SPREAD_COST;
  for (const index of source.indexes) {
    const argument = args[index];
    const cost = argument && valueCost(argument, type.args[0] ?? DYNAMIC, library, found);
    if (cost === undefined) return undefined;
    total += cost;
  }
  return total;
}

function valueCost(
  { value }: RuntimeArgument,
  type: NetType,
  library: TypeLibrary,
  { member, bound }: FoundMember,
): number | undefined {
  if (member.typeParameters.includes(type.name) || bound.has(type.name)) return 1;
  if (typeof value === "function") {
    const shape = delegateShape(type);
    return shape && shape.parameters.length === value.length ? SAME : undefined;
  }
  if (value !== null && isInstance(value, type, library) && type.name === runtimeType(value, library).name)
    return SAME;
  return fitOf(runtimeType(value, library), type, library);
}

function valuesFor(
  plan: readonly Source[],
  args: readonly RuntimeArgument[],
  library: TypeLibrary,
): unknown[] {
  return plan.map((source) => {
    const { type, mode, fallback } = source.parameter;
    if (source.kind === "fallback") return fallback;
    const convert = (index: number, wanted: NetType): unknown =>
      convertArgument(args[index]?.value, wanted, library);
    if (source.kind === "spread")
      return source.indexes.map((index) => convert(index, type.args[0] ?? DYNAMIC));
    return mode === "out" ? args[source.index]?.value : convert(source.index, type);
  });
}

/** A type parameter takes anything. */
function convertArgument(value: unknown, wanted: NetType, library: TypeLibrary): unknown {
  if (!library.definitionOf(wanted) || wanted.args.length > 0 || typeof value === "function") return value;
  return convertImplicitly(value, wanted, library);
}
