import { NetChar } from "../net-char.ts";
import { NetDateTime } from "../net-date-time.ts";
import { NetDateTimeOffset } from "../net-date-time-offset.ts";
import { netCompare, netEquals } from "../net-equality.ts";
import { invalidOperation } from "../net-exception.ts";
import { NetGuid } from "../net-guid.ts";
import { toNetText } from "../net-text.ts";
import { NetTimeSpan } from "../net-time-span.ts";
import { NetUri } from "../net-uri.ts";
import { NetValue } from "../net-value.ts";
import { numberKind } from "../numbers.ts";
import { JToken, type TokenType } from "./j-token.ts";

/** `JValue`: a string, number, Boolean, date … or null. */
export class JValue extends JToken {
  readonly netType = "Newtonsoft.Json.Linq.JValue";
  value: unknown;

  constructor(value: unknown) {
    super();
    this.value = value instanceof NetChar ? value.text : typeof value === "number" ? BigInt(value) : value;
  }

  get type(): TokenType {
    return tokenTypeOf(this.value) ?? "Undefined";
  }

  children(): readonly JToken[] {
    return [];
  }

  clone(): JValue {
    return new JValue(this.value);
  }

  removeChild(): void {
    throw invalidOperation("A JValue has no children.");
  }

  replaceChild(): void {
    throw invalidOperation("A JValue has no children.");
  }

  override toText(): string {
    return toNetText(this.value);
  }

  override toFormat(format: string): string {
    return this.value instanceof NetValue ? this.value.toFormat(format) : this.toText();
  }

  override equalTo(other: unknown): boolean {
    if (other instanceof JValue) return other.type === this.type && netEquals(other.value, this.value);
    return false;
  }

  override get key(): string {
    return `${this.type}:${this.toText()}`;
  }

  override compareTo(other: unknown): number {
    return netCompare(this.value, other instanceof JValue ? other.value : other);
  }
}

/** The type of token that a .NET value becomes; undefined when it becomes none. */
export function tokenTypeOf(value: unknown): TokenType | undefined {
  if (value === null) return "Null";
  if (typeof value === "string") return "String";
  if (typeof value === "boolean") return "Boolean";
  const kind = numberKind(value);
  if (kind === "char") return "String";
  if (kind) return kind === "double" || kind === "float" || kind === "decimal" ? "Float" : "Integer";
  if (value instanceof NetDateTime || value instanceof NetDateTimeOffset) return "Date";
  if (value instanceof NetGuid) return "Guid";
  if (value instanceof NetTimeSpan) return "TimeSpan";
  if (value instanceof NetUri) return "Uri";
  return value instanceof Uint8Array ? "Bytes" : undefined;
}
