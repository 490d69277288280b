import { Agent, type IncomingMessage, request } from "node:http";

/** What the loading process is to do. */
export interface LoadOrder {
  readonly url: string;
  readonly key: string;
  /** Asked in turn, so that no quota is used up. */
  readonly deployments: readonly string[];
  readonly prompts: readonly string[];
  /** Streams open at any moment. */
  readonly concurrency: number;
  readonly runMs: number;
}

/** What came of it. */
export interface LoadResult {
  /** Streams that came to their `[DONE]`. */
  readonly streams: number;
  readonly errors: number;
  readonly firstError?: string;
  readonly tokens: number;
  readonly seconds: number;
  readonly firstEventP50Ms: number;
  readonly firstEventP99Ms: number;
}

/** Events of a stream that bring no token: filter results, role, finish, `[DONE]`. */
const FRAME_EVENTS = 4;
const END = "data: [DONE]\n\n";

/** Keeps so many streams open until the time is over, then lets those that are open come to their end. */
async function load({ url, key, deployments, prompts, concurrency, runMs }: LoadOrder): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const startedAt = performance.now();
  const firstEventMs: number[] = [];
  let streams = 0;
  let errors = 0;
  let tokens = 0;
  let firstError: string | undefined;
  let turn = 0;

  const keepAsking = async () => {
    while (performance.now() - startedAt < runMs) {
      const askedAt = performance.now();
      try {
        const events = await readStream(await ask(), () => firstEventMs.push(performance.now() - askedAt));
        streams += 1;
        tokens += events - FRAME_EVENTS;
      } catch (error) {
        errors += 1;
        firstError ??= String(error);
      }
    }
  };
  const ask = () =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const content = prompts[turn % prompts.length] ?? "";
      const deployment = deployments[turn % deployments.length] ?? "";
      turn += 1;
      const sent = request(
        `${url}/openai/deployments/${deployment}/chat/completions?api-version=2024-10-21`,
        { method: "POST", agent, headers: { "api-key": key, "content-type": "application/json" } },
        resolve,
      );
      sent.on("error", reject);
      sent.end(JSON.stringify({ messages: [{ role: "user", content }], stream: true }));
    });

  await Promise.all(Array.from({ length: concurrency }, keepAsking));
  agent.destroy();
  firstEventMs.sort((one, other) => one - other);
  return {
    streams,
    errors,
    ...(firstError !== undefined && { firstError }),
    tokens,
    seconds: (performance.now() - startedAt) / 1000,
    firstEventP50Ms: quantile(firstEventMs, 0.5),
    firstEventP99Ms: quantile(firstEventMs, 0.99),
  };
}

/** Counts the events. @throws when the answer is no stream, breaks off, or ends without `[DONE]`. */
function readStream(response: IncomingMessage, onFirst: () => void): Promise<number> {
  return new Promise((resolve, reject) => {
    let events = 0;
    /** A line end that may turn out to be the first half of an event's end. */
    let open = "";
    let end = "";
    response.setEncoding("latin1");
    response.once("data", onFirst);
    response.on("data", (chunk: string) => {
      const text = open + chunk;
      let last = -2;
      for (let at = text.indexOf("\n\n"); at >= 0; at = text.indexOf("\n\n", at + 2)) {
        events += 1;
        last = at;
      }
      open = text.endsWith("\n") && last !== text.length - 2 ? "\n" : "";
      end = (end + chunk).slice(-END.length);
    });
    response.on("error", reject);
    response.on("end", () => {
      if (response.statusCode === 200 && end === END && events > FRAME_EVENTS) resolve(events);
      else reject(new Error(`status ${response.statusCode}, ${events} events, no [DONE] at the end`));
    });
  });
}

const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

process.on("message", async (order: LoadOrder) => process.send?.(await load(order)));
process.on("disconnect", () => process.exit());
