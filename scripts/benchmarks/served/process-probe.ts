import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread } from "node:worker_threads";

/** What a measured process is asked for, and what it tells. */
export type ProbeOrder = "tell-figures" | "forget-delays";

export interface ProcessFigures {
  readonly type: "figures";
  /** CPU time so far of all threads, user and system, in microseconds. */
  readonly cpuUs: number;
  /** Bytes. */
  readonly rss: number;
  /** Milliseconds that the event loop came too late, since the delays were last forgotten. */
  readonly loopP50Ms: number;
  readonly loopP99Ms: number;
}

const RESOLUTION_MS = 5;

/** Loaded before the measured program, in its process; its threads count with it. */
function watch(): void {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  const late = (share: number) => Math.max(0, delays.percentile(share) / 1e6 - RESOLUTION_MS);
  process.on("message", (order: unknown) => {
    if (order === ("forget-delays" satisfies ProbeOrder)) delays.reset();
    if (order !== ("tell-figures" satisfies ProbeOrder)) return;
    const { user, system } = process.cpuUsage();
    const figures: ProcessFigures = {
      type: "figures",
      cpuUs: user + system,
      rss: process.memoryUsage.rss(),
      loopP50Ms: late(50),
      loopP99Ms: late(99),
    };
    process.send?.(figures);
  });
  // Whoever measures has gone: nobody needs this process.
  process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
  process.channel?.unref();
}

if (isMainThread && process.send) watch();
