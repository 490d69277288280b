import type { Clock } from "../../core/index.ts";
import type { PendingFault } from "./faults.ts";

/** The fault that befell a request, and the clock that measures its pauses. */
export interface Strike {
  readonly fault: PendingFault;
  readonly clock: Clock;
}

/** Says on every answer a fault touched which one it was; beside the headers that were ordered. */
export const strikeHeaders = ({ headers, id }: PendingFault): Record<string, string> => ({
  ...headers,
  "x-lab-fault": id,
});

/** Resolves when the stall is over; rejects when the client leaves before. */
export async function stallFor(
  { ms }: { readonly ms?: number | undefined },
  clock: Clock,
  gone: AbortSignal,
) {
  if (ms !== undefined) return clock.sleep(ms, gone);
  return new Promise<never>((_, reject) => {
    const leave = () => reject(gone.reason);
    if (gone.aborted) leave();
    else gone.addEventListener("abort", leave, { once: true });
  });
}

/** Thrown to close the connection instead of answering. */
export class ConnectionReset extends Error {}
