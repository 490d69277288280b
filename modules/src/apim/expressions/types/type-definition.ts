import type { NetEnum } from "../values/net-enum.ts";
import type { NetType } from "./net-type.ts";
import { parseSignature, parseType, type Signature } from "./signature.ts";

/** What an implementation gets before the receiver and the arguments: the run, or the types in angle brackets. */
export type Extra = "nothing" | "run" | "types";

/** Works on receiver (unless static) and arguments, which have the signature's types already. */
export type Implementation = (...args: readonly unknown[]) => unknown;

export interface Member extends Signature {
  readonly extra: Extra;
  readonly implementation: Implementation;
  /** For properties and indexers that can be set: receiver, index if any, value. */
  readonly assign: Implementation | undefined;
}

/** Where the callee puts the value of an `out` parameter. */
export interface Out {
  value: unknown;
}

/** One .NET type of the allow-list. */
export interface TypeDefinition {
  /** C#'s short name, `string`; with its type parameters apart. */
  readonly name: string;
  readonly fullName: string;
  readonly typeParameters: readonly string[];
  readonly supers: readonly NetType[];
  readonly isValueType: boolean;
  /** Whether a value is of this type. */
  holds(value: unknown): boolean;
  readonly members: ReadonlyMap<string, readonly Member[]>;
  readonly indexers: readonly Member[];
  readonly constructors: readonly Member[];
  /** `default(T)`. */
  readonly fallback: unknown;
  /** Told with an unknown member: `context.Request`. */
  readonly calledInMessages: string | undefined;
  /** For an enumeration: its members by value. */
  readonly enumMembers: ReadonlyMap<number, NetEnum> | undefined;
}

export interface TypeOptions {
  /** `Dictionary<TKey, TValue>`; the short name with its parameters. */
  readonly name: string;
  readonly fullName: string;
  /** Base class and interfaces: `IEnumerable<KeyValuePair<TKey, TValue>>`. */
  readonly supers?: readonly string[];
  readonly isValueType?: boolean;
  readonly holds?: (value: unknown) => boolean;
  readonly members: readonly Member[];
  readonly fallback?: unknown;
  readonly calledInMessages?: string;
  readonly enumMembers?: ReadonlyMap<number, NetEnum>;
}

/** Describes a type; nothing else of .NET can be reached from an expression. */
export function defineType(options: TypeOptions): TypeDefinition {
  const { name, args } = parseType(options.name);
  const members = new Map<string, Member[]>();
  for (const member of options.members) {
    if (member.kind === "indexer" || member.kind === "constructor") continue;
    members.set(member.name, [...(members.get(member.name) ?? []), member]);
  }
  return {
    name,
    fullName: options.fullName,
    typeParameters: args.map((argument) => argument.name),
    supers: (options.supers ?? []).map(parseType),
    isValueType: options.isValueType ?? false,
    holds: options.holds ?? (() => false),
    members,
    indexers: options.members.filter((member) => member.kind === "indexer"),
    constructors: options.members.filter((member) => member.kind === "constructor"),
    fallback: options.fallback ?? null,
    calledInMessages: options.calledInMessages,
    enumMembers: options.enumMembers,
  };
}

/** What an implementation looks like to TypeScript; the signature guarantees its arguments. */
type Typed = (...args: never[]) => unknown;

/** A member from its signature in C#: methods, constructors, getters. */
export function member(signature: string, implementation: Typed): Member {
  return createMember(signature, implementation, undefined, "nothing");
}

/** A property or an indexer that can be set too. */
export function settable(signature: string, read: Typed, assign: Typed): Member {
  return createMember(signature, read, assign, "nothing");
}

/** A member that needs the run: clock, randomness, step budget. It comes as the first argument. */
export function ambient(signature: string, implementation: Typed): Member {
  return createMember(signature, implementation, undefined, "run");
}

/** A member that looks at its type arguments. They come as the first argument. */
export function generic(signature: string, implementation: Typed): Member {
  return createMember(signature, implementation, undefined, "types");
}

function createMember(text: string, implementation: Typed, assign: Typed | undefined, extra: Extra): Member {
  // Arguments are converted to the signature's types before every call, which TypeScript cannot see.
  return {
    ...parseSignature(text),
    extra,
    implementation: implementation as Implementation,
    assign: assign as Implementation | undefined,
  };
}
