import { formatInteger } from "./format-number.ts";
import { overflow } from "./net-exception.ts";
import { NetValue } from "./net-value.ts";

export type IntegerKind = "sbyte" | "byte" | "short" | "ushort" | "int" | "uint" | "long" | "ulong";

interface IntegerShape {
  readonly netType: string;
  readonly bits: number;
  readonly signed: boolean;
  /** As .NET's messages call it. */
  readonly called: string;
}

export const INTEGERS: Readonly<Record<IntegerKind, IntegerShape>> = {
  sbyte: { netType: "System.SByte", bits: 8, signed: true, called: "a signed byte" },
  byte: { netType: "System.Byte", bits: 8, signed: false, called: "an unsigned byte" },
  short: { netType: "System.Int16", bits: 16, signed: true, called: "an Int16" },
  ushort: { netType: "System.UInt16", bits: 16, signed: false, called: "a UInt16" },
  int: { netType: "System.Int32", bits: 32, signed: true, called: "an Int32" },
  uint: { netType: "System.UInt32", bits: 32, signed: false, called: "a UInt32" },
  long: { netType: "System.Int64", bits: 64, signed: true, called: "an Int64" },
  ulong: { netType: "System.UInt64", bits: 64, signed: false, called: "a UInt64" },
};

/** An integer that is neither `int` (a number) nor `long` (a bigint). */
export class NetInteger extends NetValue {
  readonly kind: IntegerKind;
  readonly value: bigint;

  constructor(kind: IntegerKind, value: bigint) {
    super();
    this.kind = kind;
    this.value = value;
  }

  get netType(): string {
    return INTEGERS[this.kind].netType;
  }

  override toText(): string {
    return this.value.toString();
  }

  override toFormat(format: string): string {
    return formatInteger(this.value, format, INTEGERS[this.kind].bits) ?? this.toText();
  }

  override equalTo(other: unknown): boolean {
    return other instanceof NetInteger && other.kind === this.kind && other.value === this.value;
  }

  override get key(): string {
    return this.value.toString();
  }

  override compareTo(other: unknown): number {
    if (!(other instanceof NetInteger) || other.kind !== this.kind) return super.compareTo(other);
    return this.value < other.value ? -1 : this.value > other.value ? 1 : 0;
  }
}

/** The integer as closures hold it; the value must fit. */
export function integerOf(kind: IntegerKind, value: bigint): number | bigint | NetInteger {
  if (kind === "int") return Number(value);
  return kind === "long" ? value : new NetInteger(kind, value);
}

/** Cuts off what does not fit, as C# does outside `checked`. */
export function wrapInteger(kind: IntegerKind, value: bigint): number | bigint | NetInteger {
  const { bits, signed } = INTEGERS[kind];
  return integerOf(kind, signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value));
}

/** Throws `OverflowException` for what does not fit. */
export function fitInteger(kind: IntegerKind, value: bigint): number | bigint | NetInteger {
  const { bits, signed, called } = INTEGERS[kind];
  const wrapped = signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
  if (wrapped !== value) throw overflow(called);
  return integerOf(kind, value);
}

const BYTES: readonly NetInteger[] = Array.from(
  { length: 256 },
  (_, value) => new NetInteger("byte", BigInt(value)),
);

/** A `byte`, one object for each value. */
export function byteOf(value: number): NetInteger {
  const byte = BYTES[value & 0xff];
  if (!byte) throw new RangeError(`${value} is no byte.`);
  return byte;
}
