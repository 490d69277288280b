import { formatDecimal } from "./format-number.ts";
import { divideByZero, formatError, overflow } from "./net-exception.ts";
import { NetValue } from "./net-value.ts";

const MAX_UNITS = (1n << 96n) - 1n;
const MAX_SCALE = 28;

/** `System.Decimal`: `units` divided by ten to the power of `scale`. Keeps its trailing zeros. */
export class NetDecimal extends NetValue {
  readonly netType = "System.Decimal";
  readonly units: bigint;
  readonly scale: number;

  constructor(units: bigint, scale = 0) {
    super();
    let fitted = units;
    let places = scale;
    while (places > 0 && (places > MAX_SCALE || magnitude(fitted) > MAX_UNITS)) {
      fitted = halfEven(fitted, 10n);
      places -= 1;
    }
    if (magnitude(fitted) > MAX_UNITS) throw overflow("a Decimal");
    this.units = fitted;
    this.scale = places;
  }

  static parse(text: string): NetDecimal {
    const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text.trim());
    const [, sign = "", whole = "", fraction = "", power = "0"] = match ?? [];
    if (!match || (whole === "" && fraction === "")) throw formatError();
    const units = BigInt(`${whole}${fraction}`) * (sign === "-" ? -1n : 1n);
    const scale = fraction.length - Number(power);
    return scale >= 0 ? new NetDecimal(units, scale) : new NetDecimal(units * 10n ** BigInt(-scale));
  }

  /** As `(decimal)value` gives it: 15 digits. */
  static fromDouble(value: number): NetDecimal {
    if (!Number.isFinite(value)) throw overflow("a Decimal");
    return NetDecimal.parse(String(Number(value.toPrecision(15)))).trimmed();
  }

  trimmed(): NetDecimal {
    let { units, scale } = this;
    while (scale > 0 && units % 10n === 0n) {
      units /= 10n;
      scale -= 1;
    }
    return new NetDecimal(units, scale);
  }

  add(other: NetDecimal): NetDecimal {
    const [left, right, scale] = aligned(this, other);
    return new NetDecimal(left + right, scale);
  }

  subtract(other: NetDecimal): NetDecimal {
    return this.add(new NetDecimal(-other.units, other.scale));
  }

  multiply(other: NetDecimal): NetDecimal {
    return new NetDecimal(this.units * other.units, this.scale + other.scale);
  }

  divide(other: NetDecimal): NetDecimal {
    if (other.units === 0n) throw divideByZero();
    const shift = BigInt(MAX_SCALE + 1 + other.scale - this.scale);
    const units = shift >= 0n ? this.units * 10n ** shift : this.units / 10n ** -shift;
    return new NetDecimal(units / other.units, MAX_SCALE + 1).trimmed();
  }

  remainder(other: NetDecimal): NetDecimal {
    if (other.units === 0n) throw divideByZero();
    const [left, right, scale] = aligned(this, other);
    return new NetDecimal(left % right, scale);
  }

  /** Rounds to `places`; halves go to the even neighbour unless `awayFromZero`. */
  round(places: number, awayFromZero = false): NetDecimal {
    if (places >= this.scale) return this;
    const divisor = 10n ** BigInt(this.scale - places);
    return new NetDecimal(
      awayFromZero ? halfAway(this.units, divisor) : halfEven(this.units, divisor),
      places,
    );
  }

  /** The part before the point. */
  truncate(): bigint {
    return this.units / 10n ** BigInt(this.scale);
  }

  toNumber(): number {
    return Number(this.toText());
  }

  override toText(): string {
    const digits = magnitude(this.units)
      .toString()
      .padStart(this.scale + 1, "0");
    const sign = this.units < 0n ? "-" : "";
    if (this.scale === 0) return `${sign}${digits}`;
    return `${sign}${digits.slice(0, -this.scale)}.${digits.slice(-this.scale)}`;
  }

  override toFormat(format: string): string {
    return formatDecimal(this.toText(), format) ?? this.toText();
  }

  override equalTo(other: unknown): boolean {
    return other instanceof NetDecimal && this.compareTo(other) === 0;
  }

  override get key(): string {
    return this.trimmed().toText();
  }

  override compareTo(other: unknown): number {
    if (!(other instanceof NetDecimal)) return super.compareTo(other);
    const [left, right] = aligned(this, other);
    return left < right ? -1 : left > right ? 1 : 0;
  }
}

function aligned(left: NetDecimal, right: NetDecimal): [bigint, bigint, number] {
  const scale = Math.max(left.scale, right.scale);
  return [
    left.units * 10n ** BigInt(scale - left.scale),
    right.units * 10n ** BigInt(scale - right.scale),
    scale,
  ];
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function halfEven(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  const twice = magnitude(value % divisor) * 2n;
  const up = twice > divisor || (twice === divisor && quotient % 2n !== 0n);
  return up ? quotient + (value < 0n ? -1n : 1n) : quotient;
}

function halfAway(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return magnitude(value % divisor) * 2n >= divisor ? quotient + (value < 0n ? -1n : 1n) : quotient;
}
