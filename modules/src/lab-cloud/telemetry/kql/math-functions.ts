import { asNumber, define, type KqlFunction } from "./function.ts";
import type { KqlType, Value } from "./value.ts";

const real = (calculate: (value: number) => number): KqlFunction =>
  define(["number"], "real", ([value]) => calculate(asNumber(value)));

/** The type of the argument, when it is a whole one. */
const same = ([type = "real"]: readonly KqlType[]): KqlType => type;
const widest = (types: readonly KqlType[]): KqlType =>
  types.every((type) => type === types[0]) ? (types[0] ?? "real") : types.includes("real") ? "real" : "long";

const chosen = (choose: (...values: number[]) => number): KqlFunction =>
  define(["any", "any"], widest, (values) => choose(...values.map(asNumber)), { variadic: true });

/** Rounds down to a multiple; of times, to a multiple counted from the epoch. */
function binOf(value: Value | undefined, size: Value | undefined): Value {
  const [number, step] = [asNumber(value), asNumber(size)];
  if (Number.isNaN(number) || !(step > 0)) return null;
  return Math.floor(number / step) * step;
}

const bin = define(
  ["any", "any"],
  ([value = "real", size = "real"]) => (value === "long" && size === "real" ? "real" : value),
  ([value, size]) => binOf(value, size),
);

export const mathFunctions: Readonly<Record<string, KqlFunction>> = {
  bin,
  floor: bin,
  abs: define(["any"], same, ([value]) => Math.abs(asNumber(value))),
  ceiling: real(Math.ceil),
  exp: real(Math.exp),
  log: real(Math.log),
  log2: real(Math.log2),
  log10: real(Math.log10),
  sqrt: real(Math.sqrt),
  sign: real(Math.sign),
  pow: define(["number", "number"], "real", ([base, power]) => asNumber(base) ** asNumber(power)),
  round: define(
    ["number", "number"],
    "real",
    ([value, digits = 0]) => roundTo(asNumber(value), asNumber(digits)),
    {
      optional: 1,
    },
  ),
  pi: define([], "real", () => Math.PI),
  bin_at: define(
    ["any", "any", "any"],
    ([value = "real"]) => value,
    ([value, size, fixed]) => {
      const from = asNumber(fixed);
      const bin = binOf(asNumber(value) - from, size);
      return typeof bin === "number" ? bin + from : null;
    },
  ),
  min_of: chosen(Math.min),
  max_of: chosen(Math.max),
  isnan: define(["number"], "bool", ([value]) => Number.isNaN(value)),
  isfinite: define(["number"], "bool", ([value]) => Number.isFinite(value)),
};

function roundTo(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Number.isFinite(value * factor) ? Math.round(value * factor) / factor : value;
}
