import { NetException } from "../values/net-exception.ts";
import { NetValue } from "../values/net-value.ts";
import { DYNAMIC, type NetType, substitute, typeOf, typeText } from "./net-type.ts";
import type { Member, TypeDefinition } from "./type-definition.ts";

/** A member found for a type, with the types its class's parameters have there. */
export interface FoundMember {
  readonly member: Member;
  readonly bound: ReadonlyMap<string, NetType>;
  readonly owner: TypeDefinition;
}

const KEYWORDS: Readonly<Record<string, string>> = {
  String: "string",
  Object: "object",
  Boolean: "bool",
  Int32: "int",
  Int64: "long",
  Int16: "short",
  UInt16: "ushort",
  UInt32: "uint",
  UInt64: "ulong",
  Byte: "byte",
  SByte: "sbyte",
  Char: "char",
  Double: "double",
  Single: "float",
  Decimal: "decimal",
  Nullable: "?",
  Array: "Array",
};

/** All types that expressions may use. */
export class TypeLibrary {
  readonly #byName = new Map<string, TypeDefinition>();
  readonly #byFullName = new Map<string, TypeDefinition>();
  readonly #definitions: readonly TypeDefinition[];
  readonly #byNetType = new Map<string, TypeDefinition>();
  readonly #extensions: readonly { readonly owner: TypeDefinition; readonly member: Member }[];

  constructor(definitions: readonly TypeDefinition[]) {
    this.#definitions = definitions;
    for (const definition of definitions) {
      this.#byName.set(definition.name, definition);
      this.#byNetType.set(definition.fullName, definition);
      this.#byFullName.set(definition.fullName.replace(/`\d+$/, ""), definition);
    }
    this.#extensions = definitions.flatMap((owner) =>
      [...owner.members.values()]
        .flat()
        .filter((member) => member.parameters[0]?.mode === "this")
        .map((member) => ({ owner, member })),
    );
  }

  get names(): string[] {
    return [...this.#byName.keys()].filter((name) => /^\w+$/.test(name) && !name.startsWith("Gateway"));
  }

  /** By short name, keyword or full name: `String`, `string`, `System.String`. */
  find(name: string): TypeDefinition | undefined {
    return (
      this.#byName.get(KEYWORDS[name] ?? name) ??
      this.#byFullName.get(name.replace(/^global::/, "")) ??
      this.#withoutSystem(name)
    );
  }

  /** `Text.Encoding` within `using System`. */
  #withoutSystem(name: string): TypeDefinition | undefined {
    return name.includes(".") ? this.#byFullName.get(`System.${name}`) : undefined;
  }

  isTypeName(name: string): boolean {
    return this.find(name) !== undefined;
  }

  definitionOf(type: NetType): TypeDefinition | undefined {
    return this.#byName.get(type.name);
  }

  /** The type of a value at hand. */
  typeOfValue(value: unknown): TypeDefinition | undefined {
    if (value instanceof NetException)
      return this.#byFullName.get(value.netType) ?? this.#byName.get("Exception");
    if (!(value instanceof NetValue)) return this.#byName.get(plainName(value));
    const known = this.#byNetType.get(value.netType);
    if (known) return known;
    const found = this.#definitions.find((one) => one.name !== "object" && one.holds(value));
    if (found) this.#byNetType.set(value.netType, found);
    return found;
  }

  /** Members of a name on a type and its base types, then the extension methods for it. */
  members(type: NetType, name: string): FoundMember[] {
    return this.#find(type, name, false);
  }

  /** What `value.name(…)` may mean: where it is called, a property of that name is passed over, as `Count` of a list. */
  methods(type: NetType, name: string): FoundMember[] {
    return this.#find(type, name, true);
  }

  #find(type: NetType, name: string, isCalled: boolean): FoundMember[] {
    const found: FoundMember[] = [];
    const heads = new Set<string>();
    for (const { definition, bound } of this.#withSupers(type)) {
      for (const member of definition.members.get(name) ?? []) {
        if (member.kind === "property") {
          if (isCalled) continue;
          return found.length > 0 ? found : [{ member, bound, owner: definition }];
        }
        const types = member.parameters.map((parameter) => typeText(parameter.type));
        const head = `${member.typeParameters.length}(${types.join()})`;
        if (heads.has(head)) continue;
        heads.add(head);
        found.push({ member, bound, owner: definition });
      }
    }
    return [...found, ...this.#extensionsOf(type, name)];
  }

  indexers(type: NetType): FoundMember[] {
    for (const { definition, bound } of this.#withSupers(type)) {
      if (definition.indexers.length > 0) {
        return definition.indexers.map((member) => ({ member, bound, owner: definition }));
      }
    }
    return [];
  }

  #extensionsOf(type: NetType, name: string): FoundMember[] {
    return this.#extensions
      .filter(({ member }) => member.name === name && this.#canExtend(type, member))
      .map(({ owner, member }) => ({ member, owner, bound: new Map() }));
  }

  #canExtend(type: NetType, member: Member): boolean {
    const receiver = member.parameters[0]?.type;
    if (!receiver) return false;
    return (
      type.name === "dynamic" || this.asSuper(type, receiver.name) !== undefined || receiver.name === "object"
    );
  }

  /** Names one may write after the dot. */
  memberNames(type: NetType, isStatic: boolean): string[] {
    const names = new Set<string>();
    for (const { definition } of this.#withSupers(type)) {
      for (const [name, members] of definition.members) {
        if (members.some((member) => member.isStatic === isStatic)) names.add(name);
      }
      if (isStatic) break;
    }
    return [...names];
  }

  /** The type seen as one of its base types: `JObject` as `IEnumerable<JToken>`; undefined when it is none. */
  asSuper(type: NetType, name: string): NetType | undefined {
    for (const { definition, bound } of this.#withSupers(type)) {
      if (definition.name === name) {
        return typeOf(name, ...definition.typeParameters.map((parameter) => bound.get(parameter) ?? DYNAMIC));
      }
    }
    return undefined;
  }

  *#withSupers(
    type: NetType,
  ): Generator<{ definition: TypeDefinition; bound: ReadonlyMap<string, NetType> }> {
    const waiting: NetType[] = [type];
    const seen = new Set<string>();
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const definition = this.definitionOf(next);
      if (!definition || seen.has(definition.name)) continue;
      seen.add(definition.name);
      const bound = bind(definition, next);
      yield { definition, bound };
      for (const parent of definition.supers)
        waiting.push(substitute(parent, definition.typeParameters, bound));
    }
    const root = this.#byName.get("object");
    if (root && !seen.has("object")) yield { definition: root, bound: new Map() };
  }
}

function bind(definition: TypeDefinition, type: NetType): Map<string, NetType> {
  return new Map(
    definition.typeParameters.map((parameter, index) => [parameter, type.args[index] ?? DYNAMIC]),
  );
}

function plainName(value: unknown): string {
  switch (typeof value) {
    case "string":
      return "string";
    case "number":
      return "int";
    case "bigint":
      return "long";
    case "boolean":
      return "bool";
    case "function":
      return "Func";
    default:
      return value instanceof Uint8Array || Array.isArray(value) ? "[]" : "object";
  }
}
