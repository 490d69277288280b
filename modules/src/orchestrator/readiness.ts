import { newId } from "../core/ids.ts";
import type { Ledger } from "../cost/ledger.ts";
import type { House } from "./house.ts";
import { stateOf } from "./state-of.ts";

/** Whether requests should be sent here, and if not, why. */
export type Readiness = { readonly ready: true } | { readonly ready: false; readonly because: string };

/**
 * Whether anybody may be asked. Where that fails by the ledger alone, it is tried whether it can be written again: whoever is
 * not ready gets no requests, and they would be the trial otherwise.
 */
export async function readinessOf(house: House): Promise<Readiness> {
  const { ledger } = house;
  if (stateOf(house).status === "failed" && ledger?.health().state === "failing")
    await tryOnce(ledger, house);
  if (stateOf(house).status !== "failed") return { ready: true };
  const health = ledger?.health();
  const because =
    health?.state === "failing"
      ? "the ledger cannot be written, and no model that costs nothing can be asked"
      : "no model can be asked";
  return { ready: false, because };
}

const trials = new WeakMap<Ledger, Promise<unknown>>();

/** However many look at one time, one entry without any charge is written. */
async function tryOnce(ledger: Ledger, { clock }: House): Promise<void> {
  const trial =
    trials.get(ledger) ??
    ledger
      .record({
        requestId: newId("trial-"),
        tenant: "house",
        client: "readiness",
        at: clock.now(),
        outcome: "failed",
        charges: [],
      })
      .catch(() => {})
      .finally(() => trials.delete(ledger));
  trials.set(ledger, trial);
  await trial;
}
