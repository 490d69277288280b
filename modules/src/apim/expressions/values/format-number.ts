import { formatCustomNumber } from "./format-custom-number.ts";
import { formatError } from "./net-exception.ts";

const STANDARD = /^([A-Za-z])(\d{0,2})$/;

/** `value.ToString(format)` of an integer type; undefined stands for the plain text. */
export function formatInteger(value: bigint, format: string, bits: number): string | undefined {
  const match = STANDARD.exec(format);
  const letter = match?.[1]?.toUpperCase();
  const digits = Number(match?.[2] || 0);
  if (letter === "D") return signed(value, (magnitude) => magnitude.padStart(digits, "0"));
  if (letter === "X") {
    const hex = BigInt.asUintN(bits, value).toString(16).padStart(digits, "0");
    return match?.[1] === "X" ? hex.toUpperCase() : hex;
  }
  return formatDecimal(value.toString(), format);
}

function signed(value: bigint, write: (magnitude: string) => string): string {
  return value < 0n ? `-${write((-value).toString())}` : write(value.toString());
}

/** `value.ToString(format)` of a double; undefined stands for the plain text. */
export function formatDouble(value: number, format: string): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  const letter = STANDARD.exec(format)?.[1]?.toUpperCase();
  if (letter === "D" || letter === "X") throw formatError("Format specifier was invalid.");
  return formatDecimal(exactText(value), format);
}

/** A double without an exponent, digit by digit. */
function exactText(value: number): string {
  const text = String(value);
  if (!text.includes("e")) return text;
  const [digits = "0", power = "0"] = text.split("e");
  const negative = digits.startsWith("-");
  const [whole = "0", fraction = ""] = digits.replace("-", "").split(".");
  const exponent = Number(power);
  const all = whole + fraction;
  const point = whole.length + exponent;
  const plain =
    point <= 0
      ? `0.${"0".repeat(-point)}${all}`
      : point >= all.length
        ? all.padEnd(point, "0")
        : `${all.slice(0, point)}.${all.slice(point)}`;
  return negative ? `-${plain}` : plain;
}

/** Formats digits such as `-12.340` as .NET's invariant culture does; undefined stands for the plain text. */
export function formatDecimal(text: string, format: string): string | undefined {
  const match = STANDARD.exec(format);
  if (!match) return format === "" ? undefined : formatCustomNumber(text, format);
  const [, letter = "", digits = ""] = match;
  const places = digits === "" ? undefined : Number(digits);
  switch (letter.toUpperCase()) {
    case "F":
      return roundDigits(text, places ?? 2);
    case "N":
      return groupDigits(roundDigits(text, places ?? 2));
    case "C":
      return negativeInBrackets(`¤${groupDigits(roundDigits(text.replace("-", ""), places ?? 2))}`, text);
    case "P":
      return `${groupDigits(roundDigits(shiftPoint(text, 2), places ?? 2))} %`;
    case "E":
      return exponential(text, places ?? 6, letter);
    case "G":
      return places ? general(text, places, letter) : undefined;
    case "R":
      return undefined;
    default:
      throw formatError("Format specifier was invalid.");
  }
}

function negativeInBrackets(formatted: string, source: string): string {
  return source.startsWith("-") ? `(${formatted})` : formatted;
}

/** Rounds the digits half away from zero. */
export function roundDigits(text: string, places: number): string {
  const negative = text.startsWith("-");
  const [whole = "0", fraction = ""] = text.replace("-", "").split(".");
  const kept = fraction.slice(0, places).padEnd(places, "0");
  const up = (fraction[places] ?? "0") >= "5";
  const units = BigInt(`${whole}${kept}`) + (up ? 1n : 0n);
  const digits = units.toString().padStart(places + 1, "0");
  const plain = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return negative && units !== 0n ? `-${plain}` : plain;
}

export function groupDigits(text: string): string {
  const [whole = "", fraction] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Moves the point to the right. */
export function shiftPoint(text: string, places: number): string {
  const negative = text.startsWith("-");
  const [whole = "0", fraction = ""] = text.replace("-", "").split(".");
  const padded = fraction.padEnd(places, "0");
  const moved = `${whole}${padded.slice(0, places)}`.replace(/^0+(?=\d)/, "");
  const rest = padded.slice(places);
  return `${negative ? "-" : ""}${moved}${rest ? `.${rest}` : ""}`;
}

function exponential(text: string, places: number, letter: string): string {
  const [digits = "0", power = "0"] = Number(text).toExponential(places).split("e");
  const exponent = Number(power);
  const size = Math.abs(exponent).toString().padStart(3, "0");
  return `${digits}${letter === "e" ? "e" : "E"}${exponent < 0 ? "-" : "+"}${size}`;
}

function general(text: string, places: number, letter: string): string {
  const value = Number(text);
  const exponent = value === 0 ? 0 : Number(value.toExponential(places - 1).split("e")[1]);
  if (exponent >= places || exponent < -4) {
    const [digits = "0"] = value.toExponential(places - 1).split("e");
    const plain = digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
    const size = Math.abs(exponent).toString().padStart(2, "0");
    return `${plain}${letter === "g" ? "e" : "E"}${exponent < 0 ? "-" : "+"}${size}`;
  }
  const rounded = roundDigits(text, Math.max(0, places - 1 - exponent));
  return rounded.includes(".") ? rounded.replace(/\.?0+$/, "") : rounded;
}
