import { type Clock, systemClock } from "../core/clock.ts";
import { DeadlineError, explainError } from "../core/errors.ts";
import type { Random } from "../core/random.ts";
import { likenessOf } from "./likeness-of.ts";
import type { Shadow, ShadowAnswer, ShadowEvent, ShadowOffer, ShadowStats } from "./shadow.ts";

export interface ShadowOptions<Request> {
  /** Asks the shadow model. Its cost is real: book it. */
  readonly ask: (request: Request, signal: AbortSignal) => Promise<ShadowAnswer>;
  /** Share of offers that are taken, 0 to 1. */
  readonly share: number;
  /** Most that run at once. Default 4. */
  readonly maxRunning?: number;
  /** Default 60,000. */
  readonly timeoutMs?: number;
  /** How alike two texts are, 0 to 1. Default: words they share. */
  readonly likeness?: (primary: string, shadow: string) => number | Promise<number>;
  readonly random: Random;
  readonly clock?: Clock;
  readonly onEvent?: (event: ShadowEvent) => void;
}

/** A shadow of one model. */
export function createShadow<Request>(options: ShadowOptions<Request>): Shadow<Request> {
  const { ask, share, maxRunning = 4, timeoutMs = 60_000, random, clock = systemClock } = options;
  const { likeness = likenessOf, onEvent = () => {} } = options;
  const running = new Map<Promise<void>, AbortController>();
  const counts = { compared: 0, failed: 0, dropped: 0, likeness: 0, latencyMs: 0, priced: 0, costUsd: 0 };
  let isClosed = false;

  async function compare(
    requestId: string,
    request: Request,
    primary: ShadowAnswer,
    abort: AbortController,
  ): Promise<void> {
    try {
      const answer = await within(timeoutMs, clock, abort, () => ask(request, abort.signal));
      const alike = await likeness(primary.text, answer.text);
      counts.compared++;
      counts.likeness += alike;
      counts.latencyMs += answer.latencyMs - primary.latencyMs;
      if (answer.costUsd !== undefined && primary.costUsd !== undefined) {
        counts.priced++;
        counts.costUsd += answer.costUsd - primary.costUsd;
      }
      onEvent({
        type: "compared",
        requestId,
        primary: withoutText(primary),
        shadow: withoutText(answer),
        likeness: alike,
      });
    } catch (error) {
      counts.failed++;
      onEvent({ type: "shadow-failed", requestId, error: explainError(error) });
    }
  }

  return {
    offer(requestId, request, primary): ShadowOffer {
      if (isClosed) return "closed";
      if (random() >= share) return "not-chosen";
      if (running.size >= maxRunning) {
        counts.dropped++;
        return "full";
      }
      const abort = new AbortController();
      const work = compare(requestId, request, primary, abort).finally(() => running.delete(work));
      running.set(work, abort);
      return "started";
    },
    stats: () => toStats(counts, running.size),
    async idle() {
      while (running.size > 0) await Promise.all(running.keys());
    },
    async close() {
      isClosed = true;
      for (const abort of running.values()) abort.abort(new Error("The shadow was closed."));
      await Promise.all(running.keys());
    },
  };
}

/** Aborts and rejects when the time is over, even where the work does not listen. */
async function within<Result>(
  timeoutMs: number,
  clock: Clock,
  abort: AbortController,
  work: () => Promise<Result>,
): Promise<Result> {
  const done = new AbortController();
  const aborted = Promise.withResolvers<never>();
  abort.signal.addEventListener("abort", () => aborted.reject(abort.signal.reason), { once: true });
  clock.sleep(timeoutMs, done.signal).then(
    () => abort.abort(tooLate(timeoutMs)),
    () => {},
  );
  try {
    return await Promise.race([work(), aborted.promise]);
  } finally {
    done.abort();
  }
}

const tooLate = (timeoutMs: number) =>
  new DeadlineError(`The shadow gave no answer within ${timeoutMs} ms.`, { code: "SHADOW_TIMEOUT" });

const withoutText = ({ model, latencyMs, costUsd }: ShadowAnswer) => ({ model, latencyMs, costUsd });

function toStats(
  {
    compared,
    failed,
    dropped,
    likeness,
    latencyMs,
    priced,
    costUsd,
  }: Record<"compared" | "failed" | "dropped" | "likeness" | "latencyMs" | "priced" | "costUsd", number>,
  running: number,
): ShadowStats {
  return {
    compared,
    failed,
    dropped,
    running,
    meanLikeness: likeness / compared,
    meanLatencyDifferenceMs: latencyMs / compared,
    meanCostDifferenceUsd: costUsd / priced,
  };
}
