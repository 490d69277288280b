/** One figure of a benchmark. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** `µs`, `ms`, `requests/s`, `MB`; empty for ratios and counts. */
  readonly unit: string;
  /** What the figure has to keep to; the benchmark fails when it does not. */
  readonly bar?: { readonly atMost: number } | { readonly atLeast: number };
}

export interface BenchmarkReport {
  /** How it was measured, one sentence each: warm-up, rounds, load, what the figures mean. */
  readonly method: readonly string[];
  readonly figures: readonly Figure[];
}

/** Told while a benchmark runs, one line each. */
export type BenchmarkLog = (line: string) => void;

/** Something that is measured. A new one needs its file and a line in registry.ts. */
export interface Benchmark {
  /** As typed: `npm run bench -- NAME`. */
  readonly name: string;
  readonly about: string;
  run(log: BenchmarkLog): Promise<BenchmarkReport>;
}

/** Whether a figure keeps to its bar; one without a bar always does. */
export function keepsBar({ value, bar }: Figure): boolean {
  if (bar === undefined) return true;
  return "atMost" in bar ? value <= bar.atMost : value >= bar.atLeast;
}
