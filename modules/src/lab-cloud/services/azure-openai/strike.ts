import type { Deployment } from "../../../catalog/index.ts";
import type { Clock } from "../../../core/index.ts";
import { type Faults, faultRefusal } from "../../faults.ts";
import type { LabContext } from "../../lab-app.ts";

/** Lets what was ordered at `/lab/faults` happen to a request for a deployment. @throws AzureRefusal */
export type StrikeRequest = (c: LabContext, deployment: Deployment) => Promise<void>;

export function createStrike(faults: Faults, clock: Clock): StrikeRequest {
  return async (c, { name, region }) => {
    const fault = faults.take(name);
    if (!fault) return;
    await clock.sleep(fault.delayMs, c.req.raw.signal);
    if (fault.status !== undefined) throw faultRefusal(fault, fault.status, region);
  };
}
