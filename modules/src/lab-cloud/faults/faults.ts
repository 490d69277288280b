import { type Clock, newId } from "../../core/index.ts";
import type { Fault } from "./fault-order.ts";
import { type FaultTarget, isAimedAt } from "./fault-target.ts";
import { createFaultTiming, type FaultTiming } from "./fault-timing.ts";
import { type FaultProblem, readFaultOrder } from "./read-fault-order.ts";

/** A fault that waits for its next request. */
export type PendingFault = Fault & {
  readonly id: string;
  /** Requests it still strikes; absent = no end but that of its schedule. */
  readonly times?: number | undefined;
  /** Requests it has struck. */
  readonly struck: number;
};

/** Faults ordered through `POST /lab/faults`: what goes wrong, where, when, and how many times. */
export interface Faults {
  /** @returns the fault, or one line saying what is wrong with the order. */
  order(body: unknown): PendingFault | FaultProblem;
  /**
   * The oldest fault that strikes a request for this deployment, counted down. One request meets one fault; those ordered
   * later do not see it.
   */
  take(target: FaultTarget): PendingFault | undefined;
  /** @returns whether there was one. */
  withdraw(id: string): boolean;
  clear(): void;
  pending(): readonly PendingFault[];
}

export interface FaultsOptions {
  readonly targets: readonly FaultTarget[];
  readonly clock: Clock;
}

interface Waiting {
  fault: PendingFault;
  readonly timing: FaultTiming;
}

export function createFaults({ targets, clock }: FaultsOptions): Faults {
  let waiting: Waiting[] = [];

  const forget = () => {
    waiting = waiting.filter(({ fault, timing }) => fault.times !== 0 && !timing.isOver());
  };

  return {
    order(body) {
      const read = readFaultOrder(body, targets);
      if ("problem" in read) return read;
      const fault = { ...read, id: newId("fault-"), times: timesOf(read), struck: 0 };
      waiting.push({ fault, timing: createFaultTiming(read, clock) });
      return fault;
    },
    take(target) {
      forget();
      const found = waiting.find(({ fault, timing }) => isAimedAt(fault, target) && timing.strikesNow());
      if (!found) return undefined;
      const { fault } = found;
      found.fault = {
        ...fault,
        struck: fault.struck + 1,
        times: fault.times === undefined ? undefined : fault.times - 1,
      };
      return fault;
    },
    withdraw(id) {
      const before = waiting.length;
      waiting = waiting.filter(({ fault }) => fault.id !== id);
      return waiting.length < before;
    },
    clear() {
      waiting = [];
    },
    pending() {
      forget();
      return waiting.map(({ fault }) => fault);
    },
  };
}

/** A plain order strikes once; one that says when strikes whenever it says so. */
function timesOf({ times, schedule, every, probability }: Fault): number | undefined {
  if (times !== undefined) return times;
  return schedule || every !== undefined || probability !== undefined ? undefined : 1;
}
