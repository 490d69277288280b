import { type Clock, systemClock } from "../core/clock.ts";

/** Milliseconds of one run. */
export interface RunTimes {
  readonly p50: number;
  readonly p95: number;
}

export interface TimeRunsOptions {
  /** Times each is run before the clock counts. Default 5. */
  readonly warmUp?: number;
  /** Times each is timed. Default 40. */
  readonly rounds?: number;
  readonly clock?: Clock;
}

/** Times several things turn by turn, so that what else the machine does hits all of them alike. */
export async function timeRuns<Name extends string>(
  runs: Readonly<Record<Name, () => Promise<unknown>>>,
  { warmUp = 5, rounds = 40, clock = systemClock }: TimeRunsOptions = {},
): Promise<Record<Name, RunTimes>> {
  const names = Object.keys(runs) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = -warmUp; round < rounds; round++) {
    for (const name of names) {
      const startedAt = clock.elapsed();
      await runs[name]();
      if (round >= 0) times.get(name)?.push(clock.elapsed() - startedAt);
    }
  }
  const figures = names.map((name): [Name, RunTimes] => [name, summarise(times.get(name) ?? [])]);
  return Object.fromEntries(figures) as Record<Name, RunTimes>;
}

function summarise(times: readonly number[]): RunTimes {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95) };
}
