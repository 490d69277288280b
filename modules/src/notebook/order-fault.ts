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
  const response = await ask(lab, "POST", "faults", JSON.stringify(order));
  return (await response.json()) as PendingFault;
}

/** Takes back every fault that still waits. @throws LabError when the lab cloud does not answer */
export async function clearFaults(lab: FaultyLab): Promise<void> {
  await ask(lab, "DELETE", "faults");
}

/**
 * Does `work` while a fault is ordered, and takes that fault back afterwards, also when the work breaks off:
 * `await withFault(lab, { deployment: "gpt-4o", status: 429 }, () => client.chat.completions.create(question))`.
 * @returns what the work returns
 * @throws LabError as `orderFault` does; whatever the work throws
 */
export async function withFault<Result>(
  lab: FaultyLab,
  order: FaultOrder,
  work: (fault: PendingFault) => Result | Promise<Result>,
): Promise<Result> {
  const fault = await orderFault(lab, order);
  try {
    return await work(fault);
  } finally {
    await withdraw(lab, fault);
  }
}

/** One that has struck for the last time is not there any more, and neither are those of a lab cloud that has gone. */
async function withdraw({ http }: FaultyLab, { id }: PendingFault): Promise<void> {
  await fetch(`${http}/lab/faults/${id}`, { method: "DELETE" }).catch(() => undefined);
}

/**
 * Lets the minute of every deployment start anew, as if nothing had been asked of it: for a lab that uses up a small quota
 * and is run again. @throws LabError when the lab cloud does not answer
 */
export async function resetQuotas(lab: FaultyLab): Promise<void> {
  await ask(lab, "DELETE", "quotas");
}

/** The faults that still wait, each with how many requests it has struck. @throws LabError when the lab cloud does not answer */
export async function pendingFaults(lab: FaultyLab): Promise<readonly PendingFault[]> {
  const { faults } = (await (await ask(lab, "GET", "faults")).json()) as { faults: readonly PendingFault[] };
  return faults;
}

const refusalShape = z.object({ error: z.object({ message: z.string() }) });

async function ask(
  { http }: FaultyLab,
  method: string,
  path: "faults" | "quotas",
  body?: string,
): Promise<Response> {
  const url = `${http}/lab/${path}`;
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
  if (path === "faults")
    throw new LabError(`The lab cloud takes no such fault: ${reason}`, { code: "FAULT_REFUSED" });
  throw new LabError(`The lab cloud does not start quotas anew: ${reason}`, {
    code: "QUOTAS_REFUSED",
    hint: "Is it one of an older start? Restart npm start.",
  });
}
