import { formatError } from "./net-exception.ts";
import { NetValue } from "./net-value.ts";

const DIGITS = /^[\da-f]{32}$/;

/** `System.Guid`. */
export class NetGuid extends NetValue {
  readonly netType = "System.Guid";
  /** 32 digits, lower case. */
  readonly digits: string;

  constructor(digits: string) {
    super();
    this.digits = digits;
  }

  /** Reads all five forms: N, D, B, P and X without spaces. */
  static tryParse(text: string): NetGuid | undefined {
    const trimmed = text.trim().toLowerCase();
    const inner = /^\{.*\}$|^\(.*\)$/.test(trimmed) ? trimmed.slice(1, -1) : trimmed;
    const dashed = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(inner);
    const digits = dashed ? inner.replaceAll("-", "") : trimmed;
    return DIGITS.test(digits) ? new NetGuid(digits) : undefined;
  }

  static parse(text: string): NetGuid {
    const guid = NetGuid.tryParse(text);
    if (guid) return guid;
    throw formatError("Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).");
  }

  /** The first three groups count from their lowest byte. */
  static fromBytes(bytes: Uint8Array): NetGuid {
    return new NetGuid(Buffer.from(swapGroups(bytes)).toString("hex"));
  }

  toBytes(): Uint8Array {
    return swapGroups(Buffer.from(this.digits, "hex"));
  }

  override toText(): string {
    return this.toFormat("D");
  }

  override toFormat(format: string): string {
    const { digits } = this;
    const dashed = [
      digits.slice(0, 8),
      digits.slice(8, 12),
      digits.slice(12, 16),
      digits.slice(16, 20),
      digits.slice(20),
    ].join("-");
    switch (format.toUpperCase()) {
      case "N":
        return digits;
      case "":
      case "D":
        return dashed;
      case "B":
        return `{${dashed}}`;
      case "P":
        return `(${dashed})`;
      default:
        throw formatError('Format String can be only "D", "d", "N", "n", "P", "p", "B", "b", "X" or "x".');
    }
  }

  override equalTo(other: unknown): boolean {
    return other instanceof NetGuid && other.digits === this.digits;
  }

  override get key(): string {
    return this.digits;
  }

  override compareTo(other: unknown): number {
    if (!(other instanceof NetGuid)) return super.compareTo(other);
    return this.digits < other.digits ? -1 : this.digits > other.digits ? 1 : 0;
  }
}

function swapGroups(bytes: Uint8Array): Uint8Array {
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
  return Uint8Array.from(order, (index) => bytes[index] ?? 0);
}
