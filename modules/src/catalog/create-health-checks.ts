import { type Clock, systemClock } from "../core/clock.ts";
import { DeadlineError, explainError } from "../core/errors.ts";
import type { CheckEvent, HealthCheckOptions, HealthChecks, Ping } from "./health-checks.ts";
import { type HealthState, newHealthState, nextHealthState } from "./health-state.ts";
import type { RegisteredModel } from "./model-registry.ts";

/** What is remembered of a model: new when another server stands behind its name. */
interface Watch {
  state: HealthState;
  last: CheckEvent | undefined;
}

/** Looks after the models of a registry by small real requests. Nothing is sent before `start` or `checkNow`. */
export function createHealthChecks(options: HealthCheckOptions): HealthChecks {
  const { registry, ping, clock = systemClock, atOnce = 8, onEvent } = options;
  const rulesNow = () => (typeof options.rules === "function" ? options.rules() : options.rules);
  const watches = new Map<string, Watch>();
  let running: { readonly end: AbortController; readonly loop: Promise<void> } | undefined;

  function watchOf(model: RegisteredModel): Watch {
    const key = keyOf(model);
    const known = watches.get(key);
    if (known) return known;
    const watch = { state: newHealthState(clock.now()), last: undefined };
    watches.set(key, watch);
    return watch;
  }

  function forgetGone(models: readonly RegisteredModel[]): void {
    const there = new Set(models.map(keyOf));
    for (const key of watches.keys()) if (!there.has(key)) watches.delete(key);
  }

  async function check(model: RegisteredModel, signal: AbortSignal): Promise<CheckEvent> {
    const watch = watchOf(model);
    const rules = rulesNow();
    const startedAt = clock.elapsed();
    const found = await outcomeOf(() => pingWithin(ping, model, rules.timeoutMs, clock, signal));
    signal.throwIfAborted();
    const at = clock.now();
    watch.state = nextHealthState(watch.state, { at, ...found }, rules);
    const { availability, successesInARow, failuresInARow } = watch.state;
    const event: CheckEvent = {
      type: "check",
      at,
      model: model.name,
      version: model.version,
      ms: clock.elapsed() - startedAt,
      availability,
      successesInARow,
      failuresInARow,
      ...found,
    };
    watch.last = event;
    registry.recordCheck(`${model.name}@${model.version}`, { at, availability });
    onEvent?.(event);
    return event;
  }

  async function checkAll(signal: AbortSignal): Promise<readonly CheckEvent[]> {
    const models = registry.list();
    forgetGone(models);
    return mapAtOnce(models, atOnce, (model) => check(model, signal));
  }

  async function loop(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const startedAt = clock.elapsed();
      await checkAll(signal);
      await clock.sleep(Math.max(0, rulesNow().intervalMs - (clock.elapsed() - startedAt)), signal);
    }
  }

  return {
    start() {
      if (running || !rulesNow().enabled) return;
      const end = new AbortController();
      running = { end, loop: untilAborted(loop(end.signal), end.signal) };
    },
    checkNow: () => checkAll(running?.end.signal ?? new AbortController().signal),
    state: () =>
      registry.list().map((model) => {
        const { state, last } = watches.get(keyOf(model)) ?? {};
        return {
          model: model.name,
          availability: model.availability,
          successesInARow: state?.successesInARow ?? 0,
          failuresInARow: state?.failuresInARow ?? 0,
          last,
        };
      }),
    async stop() {
      const { end, loop } = running ?? {};
      running = undefined;
      end?.abort();
      await loop;
    },
  };
}

const keyOf = ({ name, version, endpoint, servedName, providerKind }: RegisteredModel) =>
  JSON.stringify([name, version, endpoint, servedName, providerKind]);

/** A ping that does not heed its signal is not waited for either. */
async function pingWithin(
  ping: Ping,
  model: RegisteredModel,
  timeoutMs: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const asked = async () => ping(model, either);
  const late = clock.sleep(timeoutMs, either).then(() => {
    throw new DeadlineError(`No answer within ${timeoutMs} ms.`, { code: "CHECK_TIMEOUT" });
  });
  try {
    await Promise.race([asked(), late]);
  } finally {
    over.abort();
  }
}

const ERROR_LENGTH = 200;

async function outcomeOf(work: () => Promise<void>): Promise<Pick<CheckEvent, "outcome" | "error">> {
  try {
    await work();
    return { outcome: "answered" };
  } catch (error) {
    if (refusesForNow(error)) return { outcome: "limited" };
    return { outcome: "failed", error: (explainError(error).split("\n")[0] ?? "").slice(0, ERROR_LENGTH) };
  }
}

const refusesForNow = (error: unknown) =>
  typeof error === "object" && error !== null && "status" in error && error.status === 429;

async function mapAtOnce<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const rest = items.entries();
  const worker = async () => {
    for (const [index, item] of rest) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}

/** Being stopped is how a loop ends; anything else is a fault of ours and is told. */
async function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
