import { setTimeout as wait } from "node:timers/promises";
import { Agent } from "undici";
import { createRandom } from "../../modules/src/core/random.ts";
import { openLedger } from "../../modules/src/cost/index.ts";
import type { Benchmark, BenchmarkLog, BenchmarkReport } from "./benchmark.ts";
import { askChat } from "./served/ask-chat.ts";
import { ORCHESTRATOR, writeHouseFiles } from "./served/house-files.ts";
import { PROMPTS } from "./served/prompts.ts";
import { startProcess } from "./served/start-process.ts";

export interface KillSizes {
  readonly kills: number;
  /** Chats under way at any moment. */
  readonly atOnce: number;
}

const SIZES: KillSizes = { kills: 20, atOnce: 32 };
/** Milliseconds of load before a kill: at least, and at most so much more. */
const LOAD_MS = 40;
const MORE_LOAD_MS = 400;
/** For the first answer of a life. */
const MOST_WAIT_MS = 20_000;
/** Acknowledged chats of one life that are sent again under their idempotency key. */
const SENT_AGAIN = 5;
const USD_PER_MILLION = { input: 2.5, output: 10 };

export const killBenchmark: Benchmark = {
  name: "kill",
  about: "What the ledger has of acknowledged answers after 20 kills (SIGKILL) of the server under load",
  run: (log) => runKillBenchmark(log, SIZES),
};

/** The benchmark in any size. */
export async function runKillBenchmark(log: BenchmarkLog, sizes: KillSizes): Promise<BenchmarkReport> {
  const files = writeHouseFiles();
  const upstream = await startProcess(new URL("./served/instant-upstream.ts", import.meta.url));
  try {
    const flags = files.flags(configOf(upstream.url, files.ledger));
    const told = emptyBook();
    const random = createRandom(20);
    for (let kill = 1; kill <= sizes.kills; kill++) {
      await liveOnce({ flags, key: files.key, loadMs: LOAD_MS + random() * MORE_LOAD_MS, ...sizes }, told);
      log(
        `Kill ${kill} of ${sizes.kills}: ${told.acknowledged.size} acknowledged, ${told.sent} sent so far.`,
      );
    }
    const { lost, double, entries } = await compare(files.ledger, told);
    return {
      method: [
        `${sizes.kills} lives of npm run orchestrator, one after the other on one ledger, each with ${sizes.atOnce} chats under way, half of them streams, each ended by SIGKILL after ${LOAD_MS} to ${LOAD_MS + MORE_LOAD_MS} ms of load after its first answer.`,
        "An answer is acknowledged when its client has read the last byte. Lost: acknowledged, and not in the ledger's file. Charged twice: in it more than once, charged by more than one entry of the answer, or by another sum than its tokens cost.",
        `In each life ${SENT_AGAIN} acknowledged whole answers are asked for again under their idempotency key.`,
        "A kill shows that entries outlive the process; that they outlive a power cut rests on SQLite's synchronous=FULL and on a disk that does what it says.",
      ],
      figures: [
        { name: "acknowledged", value: told.acknowledged.size, unit: "", bar: { atLeast: 1 } },
        { name: "acknowledged and lost", value: lost, unit: "", bar: { atMost: 0 } },
        { name: "charged twice or wrongly", value: double, unit: "", bar: { atMost: 0 } },
        {
          name: "repeated answers that were charged again",
          value: told.chargedAgain,
          unit: "",
          bar: { atMost: 0 },
        },
        { name: "repeated answers", value: told.repeated, unit: "" },
        { name: "under way when the server was killed", value: told.cut, unit: "" },
        { name: "of these in the ledger", value: entries - told.acknowledged.size, unit: "" },
        {
          name: "refused or broken while the server lived",
          value: told.failed,
          unit: "",
          bar: { atMost: 0 },
        },
      ],
    };
  } finally {
    await upstream.kill();
    files.close();
  }
}

function configOf(upstream: string, ledger: string) {
  const model = {
    provider: "openai_compatible",
    endpoint: `${upstream}/v1`,
    tier: "cloud",
    name: "double-1",
    capabilities: ["text-generation", "conversation", "code", "reasoning", "analysis", "summarization"],
    usd_per_million_tokens: USD_PER_MILLION,
    max_tokens: 500,
  };
  return {
    profile: "kill-bench",
    strategy: "rule",
    models: { large: model },
    routes: { local: ["large"], cloud: ["large"] },
    budget: [{ name: "everybody", usd: 100_000, period: "day" }],
    ledger: { file: ledger },
    health_check: { enabled: false },
  };
}

/** What the clients know. */
interface Book {
  readonly acknowledged: Set<string>;
  sent: number;
  cut: number;
  failed: number;
  repeated: number;
  chargedAgain: number;
}

const emptyBook = (): Book => ({
  acknowledged: new Set(),
  sent: 0,
  cut: 0,
  failed: 0,
  repeated: 0,
  chargedAgain: 0,
});

interface Life {
  readonly flags: readonly string[];
  readonly key: string;
  readonly loadMs: number;
  readonly atOnce: number;
}

/** Starts the server, loads it, kills it in the middle. */
async function liveOnce({ flags, key, loadMs, atOnce }: Life, book: Book): Promise<void> {
  const server = await startProcess(ORCHESTRATOR, flags);
  const dispatcher = new Agent({ connections: atOnce, pipelining: 1 });
  let killed = false;
  let again = SENT_AGAIN;
  const { promise: answering, resolve: answered } = Promise.withResolvers<void>();
  const ask = async (turn: number, idempotencyKey: string) => {
    const prompt = PROMPTS[turn % PROMPTS.length] ?? "";
    const stream = turn % 2 === 1;
    const asked = await askChat({ url: server.url, key, prompt, stream, idempotencyKey, dispatcher });
    if (!asked.isWhole) {
      if (killed) book.cut += 1;
      else book.failed += 1;
    }
    return asked;
  };
  const work = async () => {
    while (!killed) {
      const turn = book.sent++;
      const idempotencyKey = `chat-${turn}`;
      const asked = await ask(turn, idempotencyKey);
      if (!asked.isWhole) continue;
      book.acknowledged.add(asked.requestId);
      answered();
      if (killed || turn % 2 === 1 || again <= 0) continue;
      again -= 1;
      const repeat = await ask(turn, idempotencyKey);
      if (!repeat.isWhole) continue;
      book.repeated += 1;
      if (!repeat.replayed) book.chargedAgain += 1;
    }
  };
  const workers = Promise.all(Array.from({ length: atOnce }, work));
  await Promise.race([answering, wait(MOST_WAIT_MS)]);
  await wait(loadMs);
  killed = true;
  await server.kill();
  await workers;
  await dispatcher.destroy();
}

async function compare(file: string, { acknowledged }: Book) {
  const ledger = await openLedger({ file });
  try {
    const entries = await ledger.entries({ limit: 10_000_000 });
    const times = new Map<string, number>();
    let wrong = 0;
    for (const { requestId, charges } of entries) {
      times.set(requestId, (times.get(requestId) ?? 0) + 1);
      const answers = charges.filter(({ purpose }) => purpose === "answer");
      const right = charges.every(
        ({ usage, costUsd = Number.NaN }) =>
          Math.abs(
            costUsd * 1e6 -
              (usage.promptTokens * USD_PER_MILLION.input + usage.completionTokens * USD_PER_MILLION.output),
          ) < 1e-3,
      );
      if (answers.length > 1 || !right) wrong += 1;
    }
    return {
      entries: times.size,
      lost: [...acknowledged].filter((id) => !times.has(id)).length,
      double: wrong + [...times.values()].filter((count) => count > 1).length,
    };
  } finally {
    await ledger.close();
  }
}
