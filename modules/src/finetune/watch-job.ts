import { type Clock, systemClock } from "../core/clock.ts";
import type { FineTuningClient, FineTuningEvent, FineTuningJob } from "./fine-tuning-client.ts";

/** What a job measured at a step: rows for a chart. Losses in nats, accuracies 0 to 1. */
export interface LossRow {
  readonly step: number;
  readonly trainLoss: number;
  readonly trainAccuracy?: number | undefined;
  /** Of some validation rows. */
  readonly validLoss?: number | undefined;
  readonly validAccuracy?: number | undefined;
  /** Of all validation rows, now and then. */
  readonly fullValidLoss?: number | undefined;
  readonly fullValidAccuracy?: number | undefined;
}

/** What has come of a job. */
export interface WatchedJob {
  readonly job: FineTuningJob;
  /** By step. */
  readonly losses: readonly LossRow[];
  /** What the service said beside its figures, oldest first. */
  readonly messages: readonly string[];
}

export interface WatchOptions {
  /** Told after each look that brought something new. */
  readonly onUpdate?: (watched: WatchedJob) => void;
  /** Milliseconds between two looks. Default 1000. */
  readonly pollMs?: number;
  /** Ends the watching; the job goes on. */
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock;
}

const ENDED = new Set(["succeeded", "failed", "cancelled", "canceled"]);

/**
 * Watches a job until it ends, however it ends.
 * @throws the signal's reason when aborted; what the client throws.
 */
export async function watchJob(
  client: FineTuningClient,
  jobId: string,
  options: WatchOptions = {},
): Promise<WatchedJob> {
  const { onUpdate, pollMs = 1000, signal, clock = systemClock } = options;
  const seen = new Map<string, FineTuningEvent>();
  let status = "";
  for (;;) {
    signal?.throwIfAborted();
    // The job first: events that come between the two looks belong to a job that goes on.
    const job = await client.fineTuning.jobs.retrieve(jobId, { signal });
    const isNew = await readNewEvents(client, jobId, seen, signal);
    const watched = { job, ...sortEvents([...seen.values()]) };
    if (isNew || job.status !== status) onUpdate?.(watched);
    if (ENDED.has(job.status)) return watched;
    status = job.status;
    await clock.sleep(pollMs, signal);
  }
}

/** Services list the newest first: what comes after a known event is known. */
async function readNewEvents(
  client: FineTuningClient,
  jobId: string,
  seen: Map<string, FineTuningEvent>,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const fresh: FineTuningEvent[] = [];
  for await (const event of client.fineTuning.jobs.listEvents(jobId, { limit: 100 }, { signal })) {
    if (seen.has(event.id)) break;
    fresh.push(event);
  }
  for (const event of fresh.toReversed()) seen.set(event.id, event);
  return fresh.length > 0;
}

function sortEvents(events: readonly FineTuningEvent[]): Pick<WatchedJob, "losses" | "messages"> {
  const losses = events.flatMap((event) => readLosses(event.data) ?? []).sort((a, b) => a.step - b.step);
  const messages = events.filter(({ data }) => !readLosses(data)).map(({ message }) => message);
  return { losses, messages };
}

/** Figures of an event; `undefined` when it has none. */
function readLosses(data: unknown): LossRow | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const numberOf = (name: string) => {
    const value: unknown = Reflect.get(data, name);
    return typeof value === "number" ? value : undefined;
  };
  const [step, trainLoss] = [numberOf("step"), numberOf("train_loss")];
  if (step === undefined || trainLoss === undefined) return undefined;
  return {
    step,
    trainLoss,
    trainAccuracy: numberOf("train_mean_token_accuracy"),
    validLoss: numberOf("valid_loss"),
    validAccuracy: numberOf("valid_mean_token_accuracy"),
    fullValidLoss: numberOf("full_valid_loss"),
    fullValidAccuracy: numberOf("full_valid_mean_token_accuracy"),
  };
}
