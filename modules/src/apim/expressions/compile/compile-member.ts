import { nearestName } from "../../documents/nearest-name.ts";
import type { Expression } from "../syntax/syntax-tree.ts";
import { DYNAMIC, type NetType, substitute, typeOf, typeText } from "../types/net-type.ts";
import type { FoundMember } from "../types/type-library.ts";
import { nullReference } from "../values/net-exception.ts";
import type { Code, Evaluate } from "./code.ts";
import { compileArguments } from "./compile-arguments.ts";
import { compileCode } from "./compile-code.ts";
import { dottedName, namedType } from "./compile-name.ts";
import { compileDynamicArguments, compileOverloads } from "./compile-overloads.ts";
import { invoke } from "./invoke.ts";
import { noteBodyRead } from "./note-body-read.ts";
import { type Place, UNUSABLE } from "./place.ts";
import { getItem, getMember } from "./runtime-members.ts";
import { isMemberOnlyInAzure, whyTypeRefused } from "./why-type-refused.ts";

type Member = Extract<Expression, { kind: "member" }>;
type Index = Extract<Expression, { kind: "index" }>;
type Conditional = Extract<Expression, { kind: "conditional-access" }>;

/** `target.Name`: a property, or a static one of a type. */
export function compileMember(expression: Member, place: Place): Code {
  const owner = namedType(expression.target, place);
  if (owner) return compileStatic(owner, expression, place);
  if (isForbiddenType(expression, place)) return UNUSABLE;
  const target = compileCode(expression.target, place);
  return readMember(target, expression, place);
}

function compileStatic(owner: NetType, { name, nameAt }: Member, place: Place): Code {
  const { library } = place.compilation;
  const found = library
    .members(owner, name)
    .find(({ member }) => member.isStatic && member.kind === "property");
  if (!found) {
    const allowed = library.memberNames(owner, true);
    const problem = `'${typeText(owner)}' has no static member '${name}' that policy expressions may use.`;
    place.compilation.problem(`${problem} ${nearestName(name, allowed, "members")}`, nameAt);
    return UNUSABLE;
  }
  const { member } = found;
  const type = typeIn(found, member.returns);
  return { type, run: (frame) => invoke(member, frame.run, [], []) };
}

/** Notes a problem for `System.IO.File` and its like: names that begin with no variable. */
function isForbiddenType(expression: Member, { compilation, scope }: Place): boolean {
  const name = dottedName(expression);
  const root = name?.split(".", 1)[0] ?? "";
  if (name === undefined || root === "context" || scope.find(root)) return false;
  const { library } = compilation;
  const parts = name.split(".");
  const prefixes = parts.map((_part, index) => parts.slice(0, index + 1).join("."));
  if (prefixes.some((prefix) => library.isTypeName(prefix))) return false;
  compilation.problem(whyTypeRefused(parts.length === 2 ? root : name, library), expression.at);
  return true;
}

export function typeIn({ member, bound }: FoundMember, type: NetType): NetType {
  return substitute(type, [...bound.keys(), ...member.typeParameters], bound);
}

/** Reads a property of a value. */
export function readMember(target: Code, { name, nameAt }: Member, place: Place): Code {
  const { library } = place.compilation;
  noteBodyRead(target.type, name, place);
  if (target.type.name === "dynamic") {
    return { type: DYNAMIC, run: (frame) => getMember(target.run(frame), name, frame.run, library) };
  }
  const found = library
    .members(target.type, name)
    .find(({ member }) => !member.isStatic && member.kind === "property");
  if (!found) {
    place.compilation.problem(unknownMember(target.type, name, place), nameAt);
    return UNUSABLE;
  }
  return { type: typeIn(found, found.member.returns), run: propertyReader(target, found, place) };
}

function propertyReader(target: Code, { member }: FoundMember, place: Place): Evaluate {
  const { run: evaluate } = target;
  const { implementation } = member;
  const mayBeNull = canBeNull(target.type, place);
  if (member.extra !== "nothing") {
    return (frame) => invoke(member, frame.run, [], [present(evaluate(frame), mayBeNull)]);
  }
  return (frame) => {
    const value = evaluate(frame);
    if (value === null && mayBeNull) throw nullReference();
    return implementation(value) ?? null;
  };
}

function present(value: unknown, mayBeNull: boolean): unknown {
  if (value === null && mayBeNull) throw nullReference();
  return value;
}

/** `int?` may be null and still be asked for `HasValue`. */
export function canBeNull(type: NetType, { compilation }: Place): boolean {
  return type.name !== "?" && !compilation.library.definitionOf(type)?.isValueType;
}

export function unknownMember(type: NetType, name: string, { compilation }: Place): string {
  const { library } = compilation;
  const called = library.definitionOf(type)?.calledInMessages ?? `A value of type '${typeText(type)}'`;
  if (type.name === "object") {
    return `A value of type 'object' has no member '${name}'. Write a cast first: ((string)value).${name}`;
  }
  if (isMemberOnlyInAzure(type.name, name))
    return `${called} has a member '${name}' in Azure that is not emulated here.`;
  const allowed = library.memberNames(type, false);
  return `${called} has no member '${name}' that policy expressions may use. ${nearestName(name, allowed, "members")}`;
}

/** `target[…]`. */
export function compileIndex(expression: Index, place: Place): Code {
  const target = compileCode(expression.target, place);
  return readIndex(target, expression, place);
}

function readIndex(target: Code, expression: Index, place: Place): Code {
  const { library } = place.compilation;
  if (target.type.name === "dynamic") {
    const collect = compileDynamicArguments(compileArguments(expression.args, place), place);
    return {
      type: DYNAMIC,
      run: (frame) => getItem(target.run(frame), collect(frame).args, frame.run, library),
    };
  }
  const indexers = library.indexers(target.type);
  if (indexers.length === 0) {
    const message = `A value of type '${typeText(target.type)}' cannot be indexed with [].`;
    place.compilation.problem(message, expression.at);
    return UNUSABLE;
  }
  return compileOverloads({
    candidates: indexers,
    receiver: target,
    types: [],
    args: compileArguments(expression.args, place),
    called: `${typeText(target.type)}[]`,
    at: expression.at,
    place,
  });
}

/** `target?.rest`: null when the target is. */
export function compileConditionalAccess(expression: Conditional, place: Place): Code {
  const target = compileCode(expression.target, place);
  const { scope } = place;
  const [unwrapped] = target.type.args;
  const type = target.type.name === "?" && unwrapped ? unwrapped : target.type;
  const held = scope.declare(`?${scope.level.size}`, type);
  const receiver: Code = { type, run: (frame) => frame.slots[held.slot] ?? null };
  const rest = compileCode(expression.rest, { ...place, receiver });
  return {
    type: nullableOf(rest.type, place),
    run: (frame) => {
      const value = target.run(frame);
      if (value === null) return null;
      frame.slots[held.slot] = value;
      return rest.run(frame);
    },
  };
}

/** What `?.` makes of a value type. */
function nullableOf(type: NetType, { compilation }: Place): NetType {
  return compilation.library.definitionOf(type)?.isValueType && type.name !== "?" ? typeOf("?", type) : type;
}
