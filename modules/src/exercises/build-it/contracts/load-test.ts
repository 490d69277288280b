/** Your file exports `runLoad: RunLoad`. */
export type RunLoad = (options: LoadInput) => Promise<LoadReport>;

export interface LoadInput {
  /** One request; rejects when it fails. `index` counts from 0. */
  readonly ask: (index: number) => Promise<void>;
  readonly requests: number;
  /** Requests at one time: never more, and as many as there are left to send. */
  readonly atOnce: number;
  /** Milliseconds on a scale that never jumps. */
  readonly now: () => number;
}

export interface LoadReport {
  readonly sent: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Half of the successful requests took at most this, in milliseconds. NaN when none succeeded. */
  readonly p50Ms: number;
  /** 95 of 100 took at most this. */
  readonly p95Ms: number;
  /** Requests, failed ones too, for each second of the whole run. */
  readonly perSecond: number;
}
