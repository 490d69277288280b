import type { Run } from "./run.ts";

/** A place among all requests, by priority. @throws OverloadError when there is none; the signal's reason when it is aborted. */
export async function admit(run: Run): Promise<void> {
  const { house, deadline, context, timer } = run;
  if (!house.isBounded) return;
  const { priority = "normal" } = context;
  run.slot = await timer.timeAsync("admit", () =>
    house.resilience.admit({ priority, signal: deadline.signal, maxWaitMs: deadline.remainingMs() }),
  );
}
