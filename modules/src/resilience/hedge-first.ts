import type { Clock } from "../core/clock.ts";

/** Begins one of several equal ways to the same end; given up through its signal when another was first. */
export type HedgeStart<T> = (signal: AbortSignal) => Promise<T>;

export interface HedgeOptions<T> {
  readonly clock: Clock;
  /** Milliseconds without result after which the next is begun as well. Infinity: only when all begun before have failed. */
  readonly afterMs: number;
  /** Most under way at one time; default 2. */
  readonly atOnce?: number;
  readonly signal?: AbortSignal | undefined;
  /** Takes care of a result that came too late to count. */
  readonly discard?: ((late: T) => void) | undefined;
  readonly onEvent?: ((event: HedgeEvent) => void) | undefined;
}

/** Another start was begun because the ones before were slow; or one of several under way was first. */
export type HedgeEvent = {
  readonly type: "hedge";
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  /** Index of the start. */
  readonly start: number;
  readonly what: "begun" | "won";
};

/**
 * The first result of several starts, of which each next is begun when the ones before are slow or have failed. Everything
 * else is given up by then.
 * @throws what the last start threw when all have failed; the signal's reason when it is aborted.
 */
export async function hedgeFirst<T>(starts: readonly HedgeStart<T>[], options: HedgeOptions<T>): Promise<T> {
  const { clock, afterMs, atOnce = 2, signal, discard, onEvent } = options;
  signal?.throwIfAborted();
  const ended = new AbortController();
  const race = Promise.withResolvers<T>();
  const controllers: AbortController[] = [];
  let failed = 0;
  let over = false;

  const tell = (start: number, what: HedgeEvent["what"]) =>
    onEvent?.({ type: "hedge", at: clock.now(), start, what });

  function end(winner: number | undefined): void {
    over = true;
    ended.abort();
    for (const [index, controller] of controllers.entries()) if (index !== winner) controller.abort(LOST);
  }

  function begin(because: "first" | "slow" | "failed"): void {
    const index = controllers.length;
    const start = starts[index];
    if (!start || over) return;
    const controller = new AbortController();
    controllers.push(controller);
    if (because === "slow") tell(index, "begun");
    start(signal ? AbortSignal.any([signal, controller.signal]) : controller.signal).then(
      (result) => won(index, result),
      lost,
    );
    if (index + 1 < starts.length && afterMs !== Number.POSITIVE_INFINITY)
      clock.sleep(afterMs, ended.signal).then(
        () => controllers.length === index + 1 && index + 1 - failed < atOnce && begin("slow"),
        () => {},
      );
  }

  function won(index: number, result: T): void {
    if (over) {
      discard?.(result);
      return;
    }
    if (controllers.length > 1) tell(index, "won");
    end(index);
    race.resolve(result);
  }

  function lost(error: unknown): void {
    failed++;
    if (over || failed < controllers.length) return;
    if (controllers.length < starts.length) {
      begin("failed");
      return;
    }
    end(undefined);
    race.reject(error);
  }

  const leave = () => {
    if (over) return;
    end(undefined);
    race.reject(signal?.reason);
  };
  signal?.addEventListener("abort", leave, { once: true });
  begin("first");
  return race.promise.finally(() => signal?.removeEventListener("abort", leave));
}

/** The reason with which starts that were not first are given up. */
const LOST = new DOMException("Another deployment was first.", "AbortError");
