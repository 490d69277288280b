import type { TimeSpan } from "../../telemetry/telemetry-tables.ts";

const DURATION =
  /^P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;
const UNITS_MS = [365 * 86_400_000, 30 * 86_400_000, 7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1000];
const EVER: TimeSpan = { fromMs: -8.64e15, toMs: 8.64e15 };

/** The time a query looks at: `P1D`, `START/END`, `START/P1D`, `P1D/END`; nothing = ever. `undefined` when it is none of these. */
export function readQuerySpan(text: string | null | undefined, nowMs: number): TimeSpan | undefined {
  if (text === undefined || text === null || text === "") return EVER;
  const [first = "", second, ...rest] = text.split("/");
  if (rest.length > 0) return undefined;
  if (second === undefined) {
    const ms = durationMs(first);
    // Up to now, with what was received in this very millisecond.
    return ms === undefined ? undefined : { fromMs: nowMs - ms, toMs: EVER.toMs };
  }
  return between(first, second);
}

function between(first: string, second: string): TimeSpan | undefined {
  const [from, to] = [Date.parse(first), Date.parse(second)];
  const [lasting, before] = [durationMs(second), durationMs(first)];
  if (before !== undefined && !Number.isNaN(to)) return { fromMs: to - before, toMs: to };
  if (Number.isNaN(from)) return undefined;
  if (lasting !== undefined) return { fromMs: from, toMs: from + lasting };
  return Number.isNaN(to) ? undefined : { fromMs: from, toMs: to };
}

function durationMs(text: string): number | undefined {
  const found = DURATION.exec(text);
  if (!found || /[PT]$/i.test(text)) return undefined;
  return UNITS_MS.reduce((sum, unit, index) => sum + unit * Number(found[index + 1] ?? 0), 0);
}
