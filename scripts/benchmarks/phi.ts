import { existsSync } from "node:fs";
import { join } from "node:path";
import { paths } from "../../modules/src/config/paths.ts";
import { readPrompts } from "../../modules/src/evaluation/read-prompts.ts";
import { createPhiRouter, createRouters, type Router } from "../../modules/src/routers/index.ts";
import { chooseRows } from "../slm/choose-rows.ts";
import { openLocalChat } from "../slm/local-chat.ts";
import type { Benchmark, BenchmarkReport } from "./benchmark.ts";

const PROMPTS = 40;
const ROUNDS = 3;
/** What asking a language model where to ask costs, next to a router that is no language model. */
const TIMES_SLOWER = 20;

export const phiBenchmark: Benchmark = {
  name: "phi",
  about: "Time of a route decision by the local language model, beside the encoder's and the rules'",
  run: measure,
};

async function measure(log: (line: string) => void): Promise<BenchmarkReport> {
  const prompts = chooseRows(readPrompts(), "test", PROMPTS).map(({ prompt }) => prompt);
  const model = await openLocalChat();
  try {
    const routers = createRouters();
    const hasEncoder = existsSync(join(paths.data, "models", "bert-router", "model.onnx"));
    const quick = hasEncoder ? "bert" : "rule";
    const phi = createPhiRouter({ ...model, timeoutMs: 120_000 });
    log(`Asking phi and ${quick} about ${prompts.length} prompts, ${ROUNDS} times in turn.`);
    const times = { phi: [] as number[], quick: [] as number[], rule: [] as number[] };
    const order = { phi, quick: routers.get(quick), rule: routers.get("rule") };
    for (const router of Object.values(order)) await timeAll(router, prompts.slice(0, 3));
    for (let round = 0; round < ROUNDS; round++) {
      times.phi.push(...(await timeAll(order.phi, prompts)));
      times.quick.push(...(await timeAll(order.quick, prompts)));
      times.rule.push(...(await timeAll(order.rule, prompts)));
    }
    return report(times, quick, model.model);
  } finally {
    await model.close();
  }
}

/** Milliseconds of each decision, awaited one after the other. */
async function timeAll(router: Router, prompts: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (const prompt of prompts) {
    const startedAt = performance.now();
    await router.route(prompt);
    times.push(performance.now() - startedAt);
  }
  return times;
}

function report(
  { phi, quick, rule }: Readonly<Record<"phi" | "quick" | "rule", number[]>>,
  quickName: string,
  model: string,
): BenchmarkReport {
  return {
    method: [
      `${PROMPTS} prompts of the test split, half of them for the cloud, as in data/prompts/routing.jsonl; each router decides on each, one after the other, ${ROUNDS} rounds in turn.`,
      `phi asks ${model} in this process, one thread, for the log-probabilities of its first token; its instructions and examples stay evaluated in memory, as nobody else asks it meanwhile. In a workshop that also chats with it they are read anew each time, which costs more.`,
      `The bar is no aim but the price: a router that asks a language model is at least ${TIMES_SLOWER} times as slow as ${quickName}.`,
    ],
    figures: [
      { name: "phi p50", value: quantile(phi, 0.5), unit: "ms" },
      { name: "phi p95", value: quantile(phi, 0.95), unit: "ms" },
      { name: `${quickName} p50`, value: quantile(quick, 0.5), unit: "ms" },
      { name: `${quickName} p95`, value: quantile(quick, 0.95), unit: "ms" },
      { name: "rule p50, screened", value: quantile(rule, 0.5), unit: "ms" },
      {
        name: `phi to ${quickName}, p50`,
        value: quantile(phi, 0.5) / quantile(quick, 0.5),
        unit: "times",
        bar: { atLeast: TIMES_SLOWER },
      },
    ],
  };
}

const quantile = (times: readonly number[], share: number) =>
  times.toSorted((one, other) => one - other)[Math.min(times.length - 1, Math.floor(share * times.length))] ??
  Number.NaN;
