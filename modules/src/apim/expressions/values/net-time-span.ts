import { formatError } from "./net-exception.ts";
import { NetValue } from "./net-value.ts";

export const TICKS_PER_MILLISECOND = 10_000n;
export const TICKS_PER_SECOND = 10_000_000n;
export const TICKS_PER_MINUTE = 60n * TICKS_PER_SECOND;
export const TICKS_PER_HOUR = 60n * TICKS_PER_MINUTE;
export const TICKS_PER_DAY = 24n * TICKS_PER_HOUR;

/** `System.TimeSpan`; a tick is 100 ns. */
export class NetTimeSpan extends NetValue {
  readonly netType = "System.TimeSpan";
  readonly ticks: bigint;

  constructor(ticks: bigint) {
    super();
    this.ticks = ticks;
  }

  /** From a number of days, hours …, rounded to the millisecond as .NET Framework does. */
  static fromUnits(count: number, ticksPerUnit: bigint): NetTimeSpan {
    const milliseconds = count * Number(ticksPerUnit / TICKS_PER_MILLISECOND);
    const rounded = Math.sign(milliseconds) * Math.floor(Math.abs(milliseconds) + 0.5);
    return new NetTimeSpan(BigInt(rounded) * TICKS_PER_MILLISECOND);
  }

  /** Reads `[-][d.]hh:mm[:ss[.fffffff]]` and a number of days. */
  static parse(text: string): NetTimeSpan {
    const match = /^(-?)(?:(\d+)[.:])?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/.exec(text.trim());
    if (!match) return NetTimeSpan.#parseDays(text);
    const [, sign, days = "0", hours = "0", minutes = "0", seconds = "0", fraction = ""] = match;
    if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) {
      throw formatError("String was not recognized as a valid TimeSpan.");
    }
    const ticks =
      BigInt(days) * TICKS_PER_DAY +
      BigInt(hours) * TICKS_PER_HOUR +
      BigInt(minutes) * TICKS_PER_MINUTE +
      BigInt(seconds) * TICKS_PER_SECOND +
      BigInt(fraction.padEnd(7, "0"));
    return new NetTimeSpan(sign ? -ticks : ticks);
  }

  static #parseDays(text: string): NetTimeSpan {
    if (!/^-?\d+$/.test(text.trim())) throw formatError("String was not recognized as a valid TimeSpan.");
    return new NetTimeSpan(BigInt(text.trim()) * TICKS_PER_DAY);
  }

  get days(): number {
    return Number(this.ticks / TICKS_PER_DAY);
  }

  get hours(): number {
    return Number((this.ticks / TICKS_PER_HOUR) % 24n);
  }

  get minutes(): number {
    return Number((this.ticks / TICKS_PER_MINUTE) % 60n);
  }

  get seconds(): number {
    return Number((this.ticks / TICKS_PER_SECOND) % 60n);
  }

  get milliseconds(): number {
    return Number((this.ticks / TICKS_PER_MILLISECOND) % 1000n);
  }

  total(ticksPerUnit: bigint): number {
    return Number(this.ticks) / Number(ticksPerUnit);
  }

  override plus(other: unknown): unknown {
    return other instanceof NetTimeSpan ? new NetTimeSpan(this.ticks + other.ticks) : undefined;
  }

  override minus(other: unknown): unknown {
    return other instanceof NetTimeSpan ? new NetTimeSpan(this.ticks - other.ticks) : undefined;
  }

  override toText(): string {
    return this.toFormat("c");
  }

  override toFormat(format: string): string {
    const ticks = this.ticks < 0n ? -this.ticks : this.ticks;
    const sign = this.ticks < 0n ? "-" : "";
    const parts = new NetTimeSpan(ticks);
    const fraction = (ticks % TICKS_PER_SECOND).toString().padStart(7, "0");
    const clock = `${two(parts.minutes)}:${two(parts.seconds)}`;
    if (format === "c" || format === "t" || format === "T" || format === "") {
      const days = parts.days > 0 ? `${parts.days}.` : "";
      return `${sign}${days}${two(parts.hours)}:${clock}${Number(fraction) > 0 ? `.${fraction}` : ""}`;
    }
    if (format === "g") {
      const days = parts.days > 0 ? `${parts.days}:` : "";
      return `${sign}${days}${parts.hours}:${clock}${Number(fraction) > 0 ? `.${fraction.replace(/0+$/, "")}` : ""}`;
    }
    if (format === "G") return `${sign}${parts.days}:${two(parts.hours)}:${clock}.${fraction}`;
    return customFormat(parts, fraction, format);
  }

  override equalTo(other: unknown): boolean {
    return other instanceof NetTimeSpan && other.ticks === this.ticks;
  }

  override get key(): string {
    return this.ticks.toString();
  }

  override compareTo(other: unknown): number {
    if (!(other instanceof NetTimeSpan)) return super.compareTo(other);
    return this.ticks < other.ticks ? -1 : this.ticks > other.ticks ? 1 : 0;
  }
}

function two(value: number): string {
  return value.toString().padStart(2, "0");
}

function customFormat(parts: NetTimeSpan, fraction: string, format: string): string {
  const values: Readonly<Record<string, number>> = {
    d: parts.days,
    h: parts.hours,
    m: parts.minutes,
    s: parts.seconds,
  };
  return format.replace(
    /\\(.)|'([^']*)'|"([^"]*)"|%?(d{1,8}|h{1,2}|m{1,2}|s{1,2})|%?(f{1,7}|F{1,7})|([\s\S])/g,
    (
      _all,
      escaped?: string,
      single?: string,
      double?: string,
      unit?: string,
      digits?: string,
      other?: string,
    ) => {
      const literal = escaped ?? single ?? double;
      if (literal !== undefined) return literal;
      if (unit !== undefined) return (values[unit[0] ?? ""] ?? 0).toString().padStart(unit.length, "0");
      if (digits === undefined)
        throw formatError(`Input string was not in a correct format: '${other ?? ""}'.`);
      const shown = fraction.slice(0, digits.length);
      return digits.startsWith("F") ? shown.replace(/0+$/, "") : shown;
    },
  );
}
