import { type Clock, createRandom } from "../../core/index.ts";
import type { Fault } from "./fault-order.ts";

/** When a fault strikes, apart from how many times. */
export interface FaultTiming {
  /** Whether it strikes the request that comes now; asked once for each request it could strike. */
  strikesNow(): boolean;
  /** Its schedule has ended. */
  isOver(): boolean;
}

const DEFAULT_SEED = 1;

/** Counts from now on. */
export function createFaultTiming(fault: Fault, clock: Clock): FaultTiming {
  const { schedule, every, probability } = fault;
  const orderedAt = clock.elapsed();
  const chance = createRandom(fault.seed ?? DEFAULT_SEED);
  let requests = 0;

  const isScheduled = () => {
    const sinceOrder = clock.elapsed() - orderedAt;
    return (
      !schedule ||
      schedule.some(
        ({ fromMs, toMs = Number.POSITIVE_INFINITY }) => fromMs <= sinceOrder && sinceOrder < toMs,
      )
    );
  };

  return {
    strikesNow() {
      if (!isScheduled()) return false;
      requests += 1;
      if (every !== undefined && requests % every !== 0) return false;
      return probability === undefined || chance() < probability;
    },
    isOver() {
      const sinceOrder = clock.elapsed() - orderedAt;
      return schedule?.every(({ toMs }) => toMs !== undefined && toMs <= sinceOrder) ?? false;
    },
  };
}
