import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { startLabCloud } from "../../modules/src/lab-cloud/index.ts";

/** What the measured process is told: forget the delays so far; collect the garbage and say what is kept. */
export type ServerOrder = "forget-delays" | "settle";

/** What the measured process tells. Sizes in bytes. */
export type ServerNews =
  | { readonly type: "ready"; readonly http: string; readonly key: string }
  | { readonly type: "sample"; readonly rss: number }
  | { readonly type: "settled"; readonly rss: number; readonly kept: number; readonly delayP99Ms: number }
  | { readonly type: "failed"; readonly line: string };

const SAMPLE_MS = 1000;

/** A lab cloud in a process of its own, watched from within. */
async function serve(): Promise<void> {
  const tell = (news: ServerNews) => process.send?.(news);
  const cloud = await startLabCloud({
    localModel: "simulated",
    timeScale: Number(process.argv[2]),
    logger: {
      debug: () => {},
      info: () => {},
      warn: () => {},
      error: (line, fields) => tell({ type: "failed", line: `${line} ${JSON.stringify(fields ?? {})}` }),
    },
  });
  const delays = monitorEventLoopDelay({ resolution: 5 });
  delays.enable();
  setInterval(() => tell({ type: "sample", rss: process.memoryUsage.rss() }), SAMPLE_MS);
  process.on("message", async (order: ServerOrder) => {
    if (order === "forget-delays") return delays.reset();
    const delayP99Ms = delays.percentile(99) / 1e6;
    const { rss, heapUsed, external } = await settle();
    tell({ type: "settled", rss, kept: heapUsed + external, delayP99Ms });
  });
  process.on("disconnect", () => process.exit());
  tell({ type: "ready", http: cloud.http, key: cloud.env.AZURE_OPENAI_API_KEY ?? "" });
}

/** Twice, since what a first collection finalises is freed by the next. */
async function settle(): Promise<NodeJS.MemoryUsage> {
  for (let times = 0; times < 2; times++) {
    await wait(100);
    globalThis.gc?.();
  }
  return process.memoryUsage();
}

await serve();
