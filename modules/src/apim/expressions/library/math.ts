import { defineType, member } from "../types/type-definition.ts";
import { isOrdered } from "../values/comparison.ts";
import { NetDecimal } from "../values/net-decimal.ts";
import { NetDouble } from "../values/net-double.ts";
import type { NetEnum } from "../values/net-enum.ts";
import { arithmeticOverflow, divideByZero } from "../values/net-exception.ts";
import { roundHalfEven } from "../values/numbers.ts";

type Real = NetDouble;
const real =
  (work: (value: number) => number) =>
  ({ value }: Real) =>
    new NetDouble(work(value));

const TYPES = ["int", "long", "double", "decimal", "float"] as const;

/** `Round(2.345, 2)`: scaled, then halves to the even neighbour unless told otherwise. */
function round({ value }: Real, places = 0, mode?: NetEnum): Real {
  const scale = 10 ** places;
  const scaled = value * scale;
  if (!Number.isFinite(scaled)) return new NetDouble(value);
  const rounded =
    mode?.name === "AwayFromZero"
      ? Math.sign(scaled) * Math.floor(Math.abs(scaled) + 0.5)
      : roundHalfEven(scaled);
  return new NetDouble(rounded / scale);
}

function magnitude(value: unknown): unknown {
  if (typeof value === "number") {
    if (value === -2_147_483_648) throw arithmeticOverflow();
    return Math.abs(value);
  }
  if (typeof value === "bigint") return value < 0n ? -value : value;
  if (value instanceof NetDecimal)
    return new NetDecimal(value.units < 0n ? -value.units : value.units, value.scale);
  return value instanceof NetDouble ? new NetDouble(Math.abs(value.value), value.single) : value;
}

function sign(value: unknown): number {
  return isOrdered("<", value, 0) ? -1 : isOrdered(">", value, 0) ? 1 : 0;
}

const larger = (left: unknown, right: unknown): unknown => (isOrdered("<", left, right) ? right : left);
const smaller = (left: unknown, right: unknown): unknown => (isOrdered(">", left, right) ? right : left);

function decimalFloor(value: NetDecimal, up: boolean): NetDecimal {
  const whole = new NetDecimal(value.truncate());
  const order = value.compareTo(whole);
  if (up) return order > 0 ? whole.add(new NetDecimal(1n)) : whole;
  return order < 0 ? whole.subtract(new NetDecimal(1n)) : whole;
}

export const math = defineType({
  name: "Math",
  fullName: "System.Math",
  members: [
    member("static double PI", () => new NetDouble(Math.PI)),
    member("static double E", () => new NetDouble(Math.E)),
    ...TYPES.flatMap((type) => [
      member(`static ${type} Abs(${type} value)`, magnitude),
      member(`static ${type} Max(${type} val1, ${type} val2)`, larger),
      member(`static ${type} Min(${type} val1, ${type} val2)`, smaller),
      member(`static int Sign(${type} value)`, sign),
      member(
        `static ${type} Clamp(${type} value, ${type} min, ${type} max)`,
        (value: unknown, low: unknown, high: unknown) => smaller(larger(value, low), high),
      ),
    ]),
    member("static double Round(double a)", round),
    member("static double Round(double value, int digits)", round),
    member("static double Round(double value, MidpointRounding mode)", (value: Real, mode: NetEnum) =>
      round(value, 0, mode),
    ),
    member("static double Round(double value, int digits, MidpointRounding mode)", round),
    member("static decimal Round(decimal d)", (value: NetDecimal) => value.round(0)),
    member("static decimal Round(decimal d, int decimals)", (value: NetDecimal, places: number) =>
      value.round(places),
    ),
    member(
      "static decimal Round(decimal d, int decimals, MidpointRounding mode)",
      (value: NetDecimal, places: number, mode: NetEnum) => value.round(places, mode.name === "AwayFromZero"),
    ),
    member("static double Floor(double d)", real(Math.floor)),
    member("static decimal Floor(decimal d)", (value: NetDecimal) => decimalFloor(value, false)),
    member("static double Ceiling(double a)", real(Math.ceil)),
    member("static decimal Ceiling(decimal d)", (value: NetDecimal) => decimalFloor(value, true)),
    member("static double Truncate(double d)", real(Math.trunc)),
    member("static decimal Truncate(decimal d)", (value: NetDecimal) => new NetDecimal(value.truncate())),
    member(
      "static double Pow(double x, double y)",
      (base: Real, power: Real) => new NetDouble(base.value ** power.value),
    ),
    member("static double Sqrt(double d)", real(Math.sqrt)),
    member("static double Exp(double d)", real(Math.exp)),
    member("static double Log(double d)", real(Math.log)),
    member(
      "static double Log(double a, double newBase)",
      (value: Real, base: Real) => new NetDouble(Math.log(value.value) / Math.log(base.value)),
    ),
    member("static double Log10(double d)", real(Math.log10)),
    member("static double Sin(double a)", real(Math.sin)),
    member("static double Cos(double d)", real(Math.cos)),
    member("static double Tan(double a)", real(Math.tan)),
    member("static double Atan(double d)", real(Math.atan)),
    member(
      "static double Atan2(double y, double x)",
      (y: Real, x: Real) => new NetDouble(Math.atan2(y.value, x.value)),
    ),
    member(
      "static int DivRem(int a, int b, out int result)",
      (left: number, right: number, result: { value: unknown }) => {
        if (right === 0) throw divideByZero();
        result.value = left % right;
        return Math.trunc(left / right);
      },
    ),
  ],
});
