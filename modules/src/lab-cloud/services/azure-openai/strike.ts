import type { Deployment } from "../../../catalog/index.ts";
import type { Clock } from "../../../core/index.ts";
import { faultRefusal } from "../../faults/fault-refusal.ts";
import type { Faults } from "../../faults/faults.ts";
import { ConnectionReset } from "../../faults/strike.ts";
import type { LabContext } from "../../lab-app.ts";
import { operationOf } from "./operation.ts";

/**
 * Lets what was ordered at `/lab/faults` happen to a request for a deployment; what it does to the answer happens when that goes
 * out.
 * @throws AzureRefusal when the fault answers an error; ConnectionReset when it answers nothing.
 */
export type StrikeRequest = (c: LabContext, deployment: Deployment) => Promise<void>;

export function createStrike(faults: Faults, clock: Clock): StrikeRequest {
  return async (c, deployment) => {
    const fault = faults.take(deployment);
    if (!fault) return;
    c.set("strike", { fault, clock });
    await clock.sleep(fault.delayMs, c.req.raw.signal);
    if (fault.reset) throw new ConnectionReset();
    if (fault.status === undefined) return;
    throw faultRefusal(fault, fault.status, {
      region: deployment.region,
      operation: operationOf(c.req.path),
    });
  };
}
