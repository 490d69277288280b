/** What answers of each deployment take lately, as measured. */
export interface Latencies {
  /** One more answer, in milliseconds. */
  note(deployment: string, ms: number): void;
  /** Whole milliseconds; undefined before the first answer. */
  of(deployment: string): number | undefined;
}

/** The share of the newest value, as in the registry's averages. */
const ALPHA = 0.1;

/** A moving average that begins with the first answer, and not with what a configuration expects. */
export function createLatencies(): Latencies {
  const averages = new Map<string, number>();
  return {
    note(deployment, ms) {
      const before = averages.get(deployment);
      averages.set(deployment, before === undefined ? ms : ALPHA * ms + (1 - ALPHA) * before);
    },
    of(deployment) {
      const average = averages.get(deployment);
      return average === undefined ? undefined : Math.round(average);
    },
  };
}
