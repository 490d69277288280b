/**
 * A type as the compiler knows it. `name` is C#'s short name (`string`, `JObject`); arrays are `[]` and nullable
 * values `?`, each with one argument. `dynamic` stands for what is only known when it runs.
 */
export interface NetType {
  readonly name: string;
  readonly args: readonly NetType[];
}

export function typeOf(name: string, ...args: readonly NetType[]): NetType {
  return { name, args };
}

export const DYNAMIC = typeOf("dynamic");
export const OBJECT = typeOf("object");
export const STRING = typeOf("string");
export const BOOL = typeOf("bool");
export const INT = typeOf("int");
export const VOID = typeOf("void");
/** The type of `null`. */
export const NULL = typeOf("null");

/** How a type is written: `Dictionary<string, int[]>`. */
export function typeText({ name, args }: NetType): string {
  const [first] = args;
  if (name === "[]" && first) return `${typeText(first)}[]`;
  if (name === "?" && first) return `${typeText(first)}?`;
  if (name === "ValueTuple" && args.length > 0) return `(${args.map(typeText).join(", ")})`;
  return args.length === 0 ? name : `${name}<${args.map(typeText).join(", ")}>`;
}

export function isSameType(left: NetType, right: NetType): boolean {
  return (
    left === right ||
    (left.name === right.name &&
      left.args.length === right.args.length &&
      left.args.every((argument, index) => isSameType(argument, right.args[index] ?? DYNAMIC)))
  );
}

/** Puts types in the place of type parameters; an unbound one becomes `dynamic`. */
export function substitute(
  type: NetType,
  parameters: readonly string[],
  bound: ReadonlyMap<string, NetType>,
): NetType {
  if (type.args.length === 0)
    return parameters.includes(type.name) ? (bound.get(type.name) ?? DYNAMIC) : type;
  return { name: type.name, args: type.args.map((argument) => substitute(argument, parameters, bound)) };
}
