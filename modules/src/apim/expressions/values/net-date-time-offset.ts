import { formatDate } from "./format-date.ts";
import { NetDateTime } from "./net-date-time.ts";
import { NetTimeSpan, TICKS_PER_MINUTE } from "./net-time-span.ts";
import { NetValue } from "./net-value.ts";

/** `System.DateTimeOffset`: a date as a clock shows it, and how far that clock is from UTC. */
export class NetDateTimeOffset extends NetValue {
  readonly netType = "System.DateTimeOffset";
  readonly clock: NetDateTime;
  readonly offsetMinutes: number;

  constructor(clock: NetDateTime, offsetMinutes = 0) {
    super();
    this.clock = clock.withKind("Unspecified");
    this.offsetMinutes = offsetMinutes;
  }

  static fromUnixMs(milliseconds: number): NetDateTimeOffset {
    return new NetDateTimeOffset(NetDateTime.fromUnixMs(milliseconds));
  }

  get utc(): NetDateTime {
    return new NetDateTime(this.clock.ticks - BigInt(this.offsetMinutes) * TICKS_PER_MINUTE, "Utc");
  }

  get offset(): NetTimeSpan {
    return new NetTimeSpan(BigInt(this.offsetMinutes) * TICKS_PER_MINUTE);
  }

  withClock(clock: NetDateTime): NetDateTimeOffset {
    return new NetDateTimeOffset(clock, this.offsetMinutes);
  }

  toOffset(offsetMinutes: number): NetDateTimeOffset {
    return new NetDateTimeOffset(this.utc.addTicks(BigInt(offsetMinutes) * TICKS_PER_MINUTE), offsetMinutes);
  }

  override plus(other: unknown): unknown {
    return other instanceof NetTimeSpan ? this.withClock(this.clock.addTicks(other.ticks)) : undefined;
  }

  override minus(other: unknown): unknown {
    if (other instanceof NetDateTimeOffset) return new NetTimeSpan(this.utc.ticks - other.utc.ticks);
    return other instanceof NetTimeSpan ? this.withClock(this.clock.addTicks(-other.ticks)) : undefined;
  }

  override toText(): string {
    return this.toFormat("MM/dd/yyyy HH:mm:ss zzz");
  }

  override toFormat(format: string): string {
    if (format === "") return this.toText();
    const inUtc = format === "r" || format === "R" || format === "u";
    return formatDate(inUtc ? this.utc : this.clock, format, this.offsetMinutes);
  }

  override equalTo(other: unknown): boolean {
    return other instanceof NetDateTimeOffset && other.utc.ticks === this.utc.ticks;
  }

  override get key(): string {
    return this.utc.ticks.toString();
  }

  override compareTo(other: unknown): number {
    return other instanceof NetDateTimeOffset ? this.utc.compareTo(other.utc) : super.compareTo(other);
  }
}
