import { type Clock, systemClock } from "../core/clock.ts";
import {
  addToCell,
  emptyCell,
  HOUR_MS,
  type PatternCell,
  rowsBy,
  savedCells,
  totalOf,
} from "./pattern-cells.ts";
import { hintsOf } from "./pattern-hints.ts";
import type { PatternRecord, PatternSummary, RequestPatterns } from "./patterns.ts";
import type { TuningStore } from "./tuning-store.ts";

export interface PatternsOptions {
  /** Where the sums outlive a restart; without it they do not. Fingerprints of prompts are never kept there. */
  readonly store?: TuningStore;
  /** Hours that count. Default 168, a week. */
  readonly keepHours?: number;
  /** Sums that are kept apart, at most; the rest goes into one of task and model `other`. Default 5,000. */
  readonly mostCells?: number;
  /** Prompts remembered to see repetitions. Default 50,000. */
  readonly mostFingerprints?: number;
  /** Milliseconds between two savings. Default 30,000. */
  readonly saveEveryMs?: number;
  readonly clock?: Clock;
}

const STORE_NAME = "patterns";
const OTHER = "other";

/** Keeps what requests are like. */
export function createPatterns(options: PatternsOptions = {}): RequestPatterns {
  const { store, keepHours = 168, mostCells = 5_000, saveEveryMs = 30_000, clock = systemClock } = options;
  const cells = restore(store);
  const isRepeated = createRepeats(options.mostFingerprints ?? 50_000);
  let savedAt = clock.elapsed();

  function cellOf(record: PatternRecord): PatternCell {
    const key = keyOf(record);
    const found = cells.get(key);
    if (found) return found;
    if (cells.size >= mostCells) forgetBefore(cells, Math.floor(clock.now() / HOUR_MS) - keepHours);
    // One more for each hour and tenant is what the bound may be passed by.
    if (cells.size >= mostCells && record.task !== OTHER)
      return cellOf({ ...record, task: OTHER, model: OTHER, tier: OTHER, tenant: OTHER });
    const made = emptyCell(record);
    cells.set(key, made);
    return made;
  }

  function save(): void {
    savedAt = clock.elapsed();
    forgetBefore(cells, Math.floor(clock.now() / HOUR_MS) - keepHours);
    store?.save(STORE_NAME, [...cells.values()]);
  }

  function chosen({ sinceMs, tenant }: { readonly sinceMs?: number; readonly tenant?: string }) {
    const first = Math.floor(clock.now() / HOUR_MS) - keepHours;
    const since = sinceMs === undefined ? first : Math.max(first, Math.floor(sinceMs / HOUR_MS));
    return [...cells.values()].filter(
      (cell) => cell.hour >= since && (tenant === undefined || cell.tenant === tenant),
    );
  }

  return {
    note(record) {
      addToCell(cellOf(record), record, isRepeated(record));
      if (clock.elapsed() - savedAt >= saveEveryMs) save();
    },
    summary: (range = {}) => summarize(chosen(range), clock.now()),
    hints: (range = {}) => hintsOf(chosen(range)),
    close: save,
  };
}

const keyOf = ({ at, tenant, task, model, tier }: PatternRecord) =>
  JSON.stringify([Math.floor(at / HOUR_MS), tenant, task, model, tier]);

function restore(store: TuningStore | undefined): Map<string, PatternCell> {
  const saved = savedCells.safeParse(store?.load(STORE_NAME));
  const cells = saved.success ? saved.data : [];
  return new Map(cells.map(({ hour, ...cell }) => [keyOfCell(hour, cell), { hour, ...cell }]));
}

const keyOfCell = (hour: number, { tenant, task, model, tier }: Omit<PatternCell, "hour">) =>
  JSON.stringify([hour, tenant, task, model, tier]);

function forgetBefore(cells: Map<string, PatternCell>, hour: number): void {
  for (const [key, cell] of cells) if (cell.hour < hour) cells.delete(key);
}

/** Whether a tenant asked the same before; remembers the newest so many prompts. */
function createRepeats(most: number): (record: PatternRecord) => boolean {
  const seen = new Set<string>();
  return ({ tenant, fingerprint }) => {
    if (fingerprint === undefined) return false;
    const key = JSON.stringify([tenant, fingerprint]);
    const isKnown = seen.delete(key);
    seen.add(key);
    const [oldest] = seen;
    if (seen.size > most && oldest !== undefined) seen.delete(oldest);
    return isKnown;
  };
}

function summarize(cells: readonly PatternCell[], now: number): PatternSummary {
  const hours = cells.map(({ hour }) => hour);
  const requests = totalOf(cells, (cell) => cell.requests);
  const byHourOfDay = new Array<number>(24).fill(0);
  for (const { hour, requests: count } of cells)
    byHourOfDay[hour % 24] = (byHourOfDay[hour % 24] ?? 0) + count;
  return {
    from: hours.length === 0 ? now : Math.min(...hours) * HOUR_MS,
    to: hours.length === 0 ? now : Math.max(...hours) * HOUR_MS,
    requests,
    byTask: rowsBy(cells, ({ task }) => task),
    byModel: rowsBy(cells, ({ model }) => model),
    byTaskAndModel: rowsBy(cells, ({ task, model }) => `${task} · ${model}`),
    byHourOfDay,
    repeatedShare: shareOf(
      totalOf(cells, ({ repeated }) => repeated),
      requests,
    ),
    repeatedCostUsd: totalOf(cells, ({ repeatedCostUsd }) => repeatedCostUsd),
    closeShare: shareOf(
      totalOf(cells, ({ close }) => close),
      totalOf(cells, ({ routed }) => routed),
    ),
  };
}

const shareOf = (part: number, all: number) => (all === 0 ? 0 : part / all);
