import { formatDouble } from "./format-number.ts";
import { NetValue } from "./net-value.ts";

/** `System.Double`, and `System.Single` when `single`. */
export class NetDouble extends NetValue {
  readonly value: number;
  readonly single: boolean;

  constructor(value: number, single = false) {
    super();
    this.value = single ? Math.fround(value) : value;
    this.single = single;
  }

  get netType(): string {
    return this.single ? "System.Single" : "System.Double";
  }

  override toText(): string {
    return doubleText(this.value, this.single);
  }

  override toFormat(format: string): string {
    return formatDouble(this.value, format) ?? this.toText();
  }

  override equalTo(other: unknown): boolean {
    return (
      other instanceof NetDouble && other.single === this.single && Object.is(other.value + 0, this.value + 0)
    );
  }

  override get key(): string {
    return String(this.value);
  }

  override compareTo(other: unknown): number {
    return other instanceof NetDouble ? this.value - other.value : super.compareTo(other);
  }
}

/** The shortest digits that read back as the same value: `1`, `0.1`, `1E+20`, `1E-05`, `NaN`. */
function doubleText(value: number, single = false): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [digits = "0", power = "0"] = shortest(value, single).split("e");
  const exponent = Number(power);
  if (exponent >= (single ? 7 : 15) || exponent < -4) {
    const magnitude = Math.abs(exponent).toString().padStart(2, "0");
    return `${digits}E${exponent < 0 ? "-" : "+"}${magnitude}`;
  }
  return plainText(digits, exponent);
}

function shortest(value: number, single: boolean): string {
  if (!single) return value.toExponential();
  for (let digits = 0; digits < 9; digits += 1) {
    const text = value.toExponential(digits);
    if (Math.fround(Number(text)) === value) return text;
  }
  return value.toExponential(8);
}

function plainText(digits: string, exponent: number): string {
  const sign = digits.startsWith("-") ? "-" : "";
  const plain = digits.replace(/[-.]/g, "");
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${plain}`;
  const whole = plain.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  const fraction = plain.slice(exponent + 1);
  return fraction ? `${sign}${whole}.${fraction}` : `${sign}${whole}`;
}
