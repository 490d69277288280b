import type { Parameter } from "../types/signature.ts";
import type { Member } from "../types/type-definition.ts";

/** Where each parameter's value comes from. */
export type Source =
  /** The argument with this index. */
  | { readonly kind: "argument"; readonly index: number; readonly parameter: Parameter }
  /** Several arguments that become the array of a `params` parameter. */
  | { readonly kind: "spread"; readonly indexes: readonly number[]; readonly parameter: Parameter }
  | { readonly kind: "fallback"; readonly parameter: Parameter };

export interface ArgumentShape {
  readonly name: string | undefined;
  readonly mode: "value" | "out" | "ref";
}

/**
 * Puts arguments to parameters by place and by name; undefined when they do not go together.
 * @param spread whether a `params` parameter takes single values instead of an array
 */
export function planArguments(
  member: Member,
  args: readonly ArgumentShape[],
  spread: boolean,
): readonly Source[] | undefined {
  const sources: Source[] = [];
  const used = new Set<number>();
  for (const [place, parameter] of member.parameters.entries()) {
    const source = sourceOf(parameter, place, args, spread);
    if (!source) return undefined;
    sources.push(source);
    if (source.kind === "argument") used.add(source.index);
    if (source.kind === "spread") for (const index of source.indexes) used.add(index);
  }
  return used.size === args.length ? sources : undefined;
}

function sourceOf(
  parameter: Parameter,
  place: number,
  args: readonly ArgumentShape[],
  spread: boolean,
): Source | undefined {
  const named = args.findIndex((argument) => argument.name === parameter.name);
  const positional = args[place] && args[place].name === undefined ? place : -1;
  if (parameter.mode === "params" && spread && named < 0) {
    const indexes = args.flatMap((argument, index) =>
      index >= place && argument.name === undefined ? [index] : [],
    );
    return { kind: "spread", indexes, parameter };
  }
  const index = named >= 0 ? named : positional;
  const argument = args[index];
  if (argument) {
    const wantsOut = parameter.mode === "out";
    return wantsOut === (argument.mode !== "value") ? { kind: "argument", index, parameter } : undefined;
  }
  return parameter.optional ? { kind: "fallback", parameter } : undefined;
}
