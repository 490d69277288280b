/** Microseconds of one call. */
export interface CallTime {
  readonly p50: number;
  readonly p95: number;
}

export interface TimeOptions {
  /** Calls before the first that counts, so that the code is compiled. */
  readonly warmUpCalls: number;
  /** Each round gives a p50 and a p95; the result is their median over all rounds. */
  readonly rounds: number;
  readonly callsInRound: number;
}

/** Times several functions in turn within each round, so that all meet the same noise of the machine. */
export async function timeCalls<Name extends string>(
  calls: Readonly<Record<Name, () => unknown>>,
  { warmUpCalls, rounds, callsInRound }: TimeOptions,
): Promise<Readonly<Record<Name, CallTime>>> {
  const names = Object.keys(calls) as Name[];
  const times = new Map<Name, CallTime[]>(names.map((name) => [name, []]));
  for (const name of names) await timeRound(calls[name], warmUpCalls);
  for (let round = 0; round < rounds; round++) {
    for (const name of names) times.get(name)?.push(await timeRound(calls[name], callsInRound));
  }
  const medians = names.map((name) => [name, medianOf(times.get(name) ?? [])] as const);
  return Object.fromEntries(medians) as Record<Name, CallTime>;
}

async function timeRound(call: () => unknown, count: number): Promise<CallTime> {
  const times = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    const startedAt = process.hrtime.bigint();
    const result = call();
    if (result instanceof Promise) await result;
    times[index] = Number(process.hrtime.bigint() - startedAt) / 1000;
  }
  times.sort();
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95) };
}

function medianOf(times: readonly CallTime[]): CallTime {
  const middle = (figures: number[]) => quantile(Float64Array.from(figures).sort(), 0.5);
  return { p50: middle(times.map(({ p50 }) => p50)), p95: middle(times.map(({ p95 }) => p95)) };
}

const quantile = (sorted: Float64Array, share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
