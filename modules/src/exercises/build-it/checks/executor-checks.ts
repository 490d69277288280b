import { setTimeout as wait } from "node:timers/promises";
import { equal, that } from "../../expectations.ts";
import { type BuildCheck, errorOf } from "../check.ts";
import type { CreateExecutor, Executor, ExecutorInput } from "../contracts/executor.ts";

const request = (prompt: string) => ({ model: "small", prompt });

async function whole(executor: Executor, prompt: string, signal?: AbortSignal): Promise<string> {
  let text = "";
  for await (const piece of executor.execute(request(prompt), signal)) text += piece;
  return text;
}

/** Says `a`, then nothing until its signal is aborted. */
async function* stuck(signal: AbortSignal): AsyncGenerator<string> {
  yield "a";
  await wait(60_000, undefined, { signal });
}

/** Kept from prompt 4. */
export function executorChecks(createExecutor: CreateExecutor): readonly BuildCheck[] {
  const executor = (call: ExecutorInput["call"], more: Partial<ExecutorInput> = {}) =>
    createExecutor({ call, timeoutMs: 5000, atOnce: 4, ...more });
  return [
    {
      name: "passes each piece on as soon as it is there",
      async run() {
        const gate = Promise.withResolvers<void>();
        const asked = executor(async function* () {
          yield "first ";
          await gate.promise;
          yield "second";
        });
        const pieces = asked.execute(request("stream"))[Symbol.asyncIterator]();
        const early = await Promise.race([pieces.next(), wait(2000, undefined, { ref: false })]);
        gate.resolve();
        equal("the first piece before the second is made", early?.value, "first ");
        equal("the second piece", (await pieces.next()).value, "second");
        await pieces.next();
      },
    },
    {
      name: "answers a repeated request from memory, and no other",
      async run() {
        let calls = 0;
        const asked = executor(async function* ({ prompt }) {
          calls++;
          yield `${prompt}!`;
        });
        for (const prompt of ["one", "one", "two"]) equal(prompt, await whole(asked, prompt), `${prompt}!`);
        equal("calls for one, one, two", calls, 2);
      },
    },
    {
      name: "throws when the model breaks off, and keeps no half answer",
      async run() {
        let calls = 0;
        const asked = executor(async function* () {
          calls++;
          yield "half ";
          if (calls === 1) throw new Error("broken");
          yield "and whole";
        });
        that("a broken answer", (await errorOf(() => whole(asked, "x"))) instanceof Error, "it must throw");
        equal("the same again", await whole(asked, "x"), "half and whole");
      },
    },
    {
      name: "gives up after its time, and tells the model's side",
      async run() {
        let told: AbortSignal | undefined;
        const asked = executor(
          (_, signal) => {
            told = signal;
            return stuck(signal);
          },
          { timeoutMs: 50 },
        );
        that("a stuck model", (await errorOf(() => whole(asked, "x"))) instanceof Error, "it must throw");
        equal("the call's signal is aborted", told?.aborted, true);
      },
    },
    {
      name: "ends the call when the caller leaves",
      async run() {
        let told: AbortSignal | undefined;
        const caller = new AbortController();
        const asked = executor((_, signal) => {
          told = signal;
          return stuck(signal);
        });
        const error = await errorOf(async () => {
          for await (const _piece of asked.execute(request("x"), caller.signal)) caller.abort();
        });
        that("an aborted caller", error !== undefined, "it must throw");
        equal("the call's signal is aborted", told?.aborted, true);
      },
    },
    {
      name: "makes no more calls at one time than it may, and all of them in the end",
      async run() {
        let now = 0;
        let most = 0;
        const asked = executor(
          async function* ({ prompt }) {
            now++;
            most = Math.max(most, now);
            await wait(5);
            now--;
            yield prompt;
          },
          { atOnce: 3 },
        );
        const prompts = Array.from({ length: 12 }, (_, place) => `question ${place}`);
        equal("answers", await Promise.all(prompts.map((prompt) => whole(asked, prompt))), prompts);
        equal("calls at one time", most, 3);
      },
    },
  ];
}
