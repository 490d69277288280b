import type { KqlType, Value } from "./value.ts";

/** What an argument may be. `text` and `number` take any column of that kind, and dynamic values, which are converted. */
export type Parameter = "any" | "text" | "number" | "datetime" | "timespan" | "bool" | "dynamic";

/** A function of values; times come as numbers, in milliseconds. */
export interface KqlFunction {
  readonly parameters: readonly Parameter[];
  /** How many of them may be left out. */
  readonly optional?: number;
  /** The last one may come again and again. */
  readonly variadic?: boolean;
  /** Type of the result, by the types of the arguments. */
  readonly returns: KqlType | ((types: readonly KqlType[]) => KqlType);
  /** Without it, a null argument makes the result null. */
  readonly takesNull?: boolean;
  call(values: readonly Value[], types: readonly KqlType[]): Value;
}

export function define(
  parameters: readonly Parameter[],
  returns: KqlFunction["returns"],
  call: KqlFunction["call"],
  more: Pick<KqlFunction, "optional" | "variadic" | "takesNull"> = {},
): KqlFunction {
  return { parameters, returns, call, ...more };
}

export const asNumber = (value: Value | undefined): number =>
  typeof value === "number" ? value : Number.NaN;
export const asText = (value: Value | undefined): string => (typeof value === "string" ? value : "");
