import { formatDate } from "./format-date.ts";
import { argumentOutOfRange } from "./net-exception.ts";
import { NetTimeSpan, TICKS_PER_DAY, TICKS_PER_MILLISECOND } from "./net-time-span.ts";
import { NetValue } from "./net-value.ts";

/** Ticks from 0001-01-01 to 1970-01-01. */
const UNIX_EPOCH_TICKS = 621_355_968_000_000_000n;
export const MAX_TICKS = 3_155_378_975_999_999_999n;

export type DateKind = "Unspecified" | "Utc" | "Local";

export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

/** `System.DateTime`. The gateway's local time is UTC. */
export class NetDateTime extends NetValue {
  readonly netType = "System.DateTime";
  readonly ticks: bigint;
  readonly kind: DateKind;

  constructor(ticks: bigint, kind: DateKind = "Unspecified") {
    super();
    if (ticks < 0n || ticks > MAX_TICKS) {
      throw argumentOutOfRange(
        "value",
        "The added or subtracted value results in an un-representable DateTime.",
      );
    }
    this.ticks = ticks;
    this.kind = kind;
  }

  static fromUnixMs(milliseconds: number, kind: DateKind = "Utc"): NetDateTime {
    return new NetDateTime(unixTicks(milliseconds), kind);
  }

  static fromParts(parts: DateParts, kind: DateKind = "Unspecified"): NetDateTime {
    const date = new Date(0);
    date.setUTCFullYear(parts.year, parts.month - 1, parts.day);
    date.setUTCHours(parts.hour, parts.minute, parts.second, parts.millisecond);
    const same = date.getUTCFullYear() === parts.year && date.getUTCMonth() === parts.month - 1;
    const valid =
      same &&
      date.getUTCDate() === parts.day &&
      date.getUTCHours() === parts.hour &&
      date.getUTCMinutes() === parts.minute;
    if (!valid || parts.year < 1) {
      throw argumentOutOfRange("", "Year, Month, and Day parameters describe an un-representable DateTime.");
    }
    return new NetDateTime(unixTicks(date.getTime()), kind);
  }

  get unixMs(): number {
    return Number((this.ticks - UNIX_EPOCH_TICKS) / TICKS_PER_MILLISECOND) + underflow(this.ticks);
  }

  /** The same instant as JavaScript's date, for its calendar. */
  get calendar(): Date {
    return new Date(this.unixMs);
  }

  get timeOfDay(): NetTimeSpan {
    return new NetTimeSpan(this.ticks % TICKS_PER_DAY);
  }

  /** 0 is Sunday. */
  get dayOfWeek(): number {
    return Number((this.ticks / TICKS_PER_DAY + 1n) % 7n);
  }

  withKind(kind: DateKind): NetDateTime {
    return new NetDateTime(this.ticks, kind);
  }

  addTicks(ticks: bigint): NetDateTime {
    return new NetDateTime(this.ticks + ticks, this.kind);
  }

  /** The day stays unless the month is too short for it. */
  addMonths(months: number): NetDateTime {
    const { calendar } = this;
    const total = calendar.getUTCFullYear() * 12 + calendar.getUTCMonth() + months;
    const year = Math.floor(total / 12);
    const month = total - year * 12;
    const day = Math.min(calendar.getUTCDate(), daysInMonth(year, month + 1));
    const date = new Date(0);
    date.setUTCFullYear(year, month, day);
    return new NetDateTime(unixTicks(date.getTime()) + (this.ticks % TICKS_PER_DAY), this.kind);
  }

  override plus(other: unknown): unknown {
    return other instanceof NetTimeSpan ? this.addTicks(other.ticks) : undefined;
  }

  override minus(other: unknown): unknown {
    if (other instanceof NetDateTime) return new NetTimeSpan(this.ticks - other.ticks);
    return other instanceof NetTimeSpan ? this.addTicks(-other.ticks) : undefined;
  }

  override toText(): string {
    return formatDate(this, "G", offsetOf(this.kind));
  }

  override toFormat(format: string): string {
    return formatDate(this, format, offsetOf(this.kind));
  }

  override equalTo(other: unknown): boolean {
    return other instanceof NetDateTime && other.ticks === this.ticks;
  }

  override get key(): string {
    return this.ticks.toString();
  }

  override compareTo(other: unknown): number {
    if (!(other instanceof NetDateTime)) return super.compareTo(other);
    return this.ticks < other.ticks ? -1 : this.ticks > other.ticks ? 1 : 0;
  }
}

export function daysInMonth(year: number, month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 0);
  return date.getUTCDate();
}

function unixTicks(milliseconds: number): bigint {
  return BigInt(Math.floor(milliseconds)) * TICKS_PER_MILLISECOND + UNIX_EPOCH_TICKS;
}

/** Before 1970 a part of a millisecond counts downwards. */
function underflow(ticks: bigint): number {
  const rest = (ticks - UNIX_EPOCH_TICKS) % TICKS_PER_MILLISECOND;
  return rest < 0n ? -1 : 0;
}

/** What `K` and `z` write: nothing for a date of no known zone. */
function offsetOf(kind: DateKind): "none" | "Z" | number {
  if (kind === "Utc") return "Z";
  return kind === "Local" ? 0 : "none";
}
