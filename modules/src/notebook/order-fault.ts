import { z } from "zod";
import { LabError } from "../core/errors.ts";
import type { FaultOrder, PendingFault } from "../lab-cloud/index.ts";

/** A lab, as far as its lab cloud is concerned. */
export interface FaultyLab {
  readonly http: string;
}

/**
 * Lets something go wrong in the lab cloud from the next request on: `orderFault(lab, { deployment: "gpt-4o", status: 429 })`.
 * It strikes whoever asks that lab cloud, so a lab that orders faults opens with `{ own: true }`.
 * @throws LabError with what is wrong with the order, or when the lab cloud does not answer
 */
export async function orderFault(lab: FaultyLab, order: FaultOrder): Promise<PendingFault> {
  const response = await ask(lab, "POST", JSON.stringify(order));
  return (await response.json()) as PendingFault;
}

/** Takes back every fault that still waits. @throws LabError when the lab cloud does not answer */
export async function clearFaults(lab: FaultyLab): Promise<void> {
  await ask(lab, "DELETE");
}

/** The faults that still wait, each with how many requests it has struck. @throws LabError when the lab cloud does not answer */
export async function pendingFaults(lab: FaultyLab): Promise<readonly PendingFault[]> {
  const { faults } = (await (await ask(lab, "GET")).json()) as { faults: readonly PendingFault[] };
  return faults;
}

const refusalShape = z.object({ error: z.object({ message: z.string() }) });

async function ask({ http }: FaultyLab, method: string, body?: string): Promise<Response> {
  const url = `${http}/lab/faults`;
  const response = await fetch(url, { method, ...(body !== undefined && { body }) }).catch((cause) => {
    throw new LabError(`No lab cloud answers at ${http}.`, {
      code: "LAB_CLOUD_GONE",
      hint: "Run the lab's first cell again.",
      cause,
    });
  });
  if (response.ok) return response;
  const refusal = refusalShape.safeParse(await response.json().catch(() => undefined));
  const reason = refusal.success ? refusal.data.error.message : `status ${response.status}`;
  throw new LabError(`The lab cloud takes no such fault: ${reason}`, { code: "FAULT_REFUSED" });
}
