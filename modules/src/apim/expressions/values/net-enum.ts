import { NetValue } from "./net-value.ts";

/** A member of an enumeration: `StringComparison.OrdinalIgnoreCase`. */
export class NetEnum extends NetValue {
  readonly netType: string;
  readonly name: string;
  readonly value: number;

  constructor(netType: string, name: string, value: number) {
    super();
    this.netType = netType;
    this.name = name;
    this.value = value;
  }

  override toText(): string {
    return this.name;
  }

  override toFormat(format: string): string {
    if (format === "D" || format === "d") return String(this.value);
    return format === "X" || format === "x"
      ? this.value.toString(16).toUpperCase().padStart(8, "0")
      : this.name;
  }

  override equalTo(other: unknown): boolean {
    return other instanceof NetEnum && other.netType === this.netType && other.value === this.value;
  }

  override get key(): string {
    return String(this.value);
  }

  override compareTo(other: unknown): number {
    return other instanceof NetEnum ? this.value - other.value : super.compareTo(other);
  }
}
