import { isSameType, type NetType } from "../types/net-type.ts";
import type { TypeLibrary } from "../types/type-library.ts";

/** Finds out what type parameters stand for by laying a parameter's type over an argument's. */
export function inferTypes(
  pattern: NetType,
  actual: NetType,
  parameters: readonly string[],
  bound: Map<string, NetType>,
  library: TypeLibrary,
): void {
  if (actual.name === "dynamic" || actual.name === "null" || actual.name === "lambda") return;
  if (pattern.args.length === 0) {
    if (parameters.includes(pattern.name)) bindType(pattern.name, actual, bound, library);
    return;
  }
  const seen = actual.name === pattern.name ? actual : library.asSuper(actual, pattern.name);
  if (!seen) return;
  for (const [index, argument] of pattern.args.entries()) {
    const own = seen.args[index];
    if (own) inferTypes(argument, own, parameters, bound, library);
  }
}

function bindType(name: string, actual: NetType, bound: Map<string, NetType>, library: TypeLibrary): void {
  const known = bound.get(name);
  if (!known || known.name === "dynamic") bound.set(name, actual);
  else if (!isSameType(known, actual) && library.asSuper(known, actual.name)) bound.set(name, actual);
}
