import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { ParseArgsOptionsConfig } from "node:util";
import { readCatalog } from "../modules/src/catalog/read-catalog.ts";
import type { Usage } from "../modules/src/chat/stream-part.ts";
import { type DayCost, forecastCost } from "../modules/src/cost/forecast-cost.ts";
import { LEDGER_GROUPS, type Ledger } from "../modules/src/cost/ledger.ts";
import { openLedger } from "../modules/src/cost/open-ledger.ts";
import { outcomesFile, readOutcomes } from "../modules/src/evaluation/read-outcomes.ts";
import { alternativeLines, CAPABILITIES, reportAlternatives } from "./cost/alternatives.ts";
import { bothWaysLines, reportBothWays } from "./cost/both-ways.ts";
import { ledgerLines } from "./cost/ledger-lines.ts";
import { savingLines } from "./cost/saving-lines.ts";
import { reportSaving } from "./cost/saving-report.ts";
import { type Command, runCommand, UsageError } from "./notebooks/run-command.ts";
import { pricedModel } from "./scoring/list-price.ts";
import { readFraction, readNumber, readWhole } from "./scoring/read-flag.ts";

const HELP = `npm run cost -- saving|ledger|alternatives MODEL|both-ways [flags]

saving: what a router saves against the strong model for every question, on real outcomes (data/outcomes/scores.jsonl), at a
stated loss of quality, next to lots of the same cost. The threshold is chosen on the dev split and judged on the test split.
Ends with 1 when it saves too little, or is not better than lots, at the unfavourable end of its interval.

  --router NAME         whose scores: bert, rule or length (bert)
  --max-loss X          questions answered right that may be given up, as a share of all (0.05)
  --at-least X          least share of the cost to save (0.3)
  --benchmark NAME      may be repeated (mmlu and gsm8k, which have the same two models)
  --strong-model NAME   list price of the strong model (gpt-4o)
  --weak-model NAME     of the weak one; without it a model on this machine, free of money
  --answer-tokens N     length of an answer (200)
  --router-usd X        what the choice itself costs for one question (0: made on this machine)
  --resamples N         bootstrap samples for each interval (500)
  --outcomes FILE       another file of outcomes

ledger: what a ledger holds, and what the next days may cost.

  --file FILE           the ledger's SQLite file
  --by WHAT             ${LEDGER_GROUPS.join(", ")} (client)
  --days N              days to look ahead; needs five days with requests before today (30)

alternatives MODEL: which models of the catalog (data/catalog.yaml) would do the same calls for less, at list prices.

  --prompt-tokens N     of one call (800)
  --answer-tokens N     of one call (200)
  --file FILE           instead: all tokens that this ledger has for MODEL
  --needs WHAT          may be repeated: ${CAPABILITIES.join(", ")}
  --min-quality X       least quality, 0 to 1; models that nobody measured are left out then

both-ways: what the fourteen models of dual mode cost, asked directly and through Azure, at the catalog's dated list prices.

  --prompt-tokens N     of one call (800)
  --answer-tokens N     of one call (200)

  --json                print the figures as JSON
  --help                this text
`;

const flags = {
  router: { type: "string", default: "bert" },
  "max-loss": { type: "string", default: "0.05" },
  "at-least": { type: "string", default: "0.3" },
  benchmark: { type: "string", multiple: true, default: ["mmlu", "gsm8k"] },
  "strong-model": { type: "string", default: "gpt-4o" },
  "weak-model": { type: "string" },
  "answer-tokens": { type: "string", default: "200" },
  "router-usd": { type: "string", default: "0" },
  resamples: { type: "string", default: "500" },
  outcomes: { type: "string", default: outcomesFile },
  file: { type: "string" },
  by: { type: "string", default: "client" },
  days: { type: "string", default: "30" },
  "prompt-tokens": { type: "string", default: "800" },
  needs: { type: "string", multiple: true, default: [] as string[] },
  "min-quality": { type: "string" },
  json: { type: "boolean", default: false },
} satisfies ParseArgsOptionsConfig;

const DAY_MS = 86_400_000;

/** The flags as they are given or else are. */
type Given = Parameters<Command<typeof flags>["run"]>[0];

function printSaving(given: Given): boolean {
  const catalog = readCatalog();
  const weak = given["weak-model"];
  const question = {
    router: given.router,
    maxLoss: readFraction("max-loss", given["max-loss"]),
    atLeast: readFraction("at-least", given["at-least"]),
    benchmarks: given.benchmark,
    strong: pricedModel(given["strong-model"], catalog),
    weak: weak === undefined ? undefined : pricedModel(weak, catalog),
    answerTokens: readWhole("answer-tokens", given["answer-tokens"]),
    routerUsd: readNumber("router-usd", given["router-usd"]),
    resamples: readWhole("resamples", given.resamples),
  };
  const report = reportSaving(readOutcomes(resolve(given.outcomes)), question);
  const lines = given.json
    ? [JSON.stringify(report, null, 2)]
    : savingLines(report, question, catalog.prices.checked);
  console.log(lines.join("\n"));
  return report.savesEnough && report.beatsMix;
}

async function printLedger(given: Given): Promise<boolean> {
  const by = LEDGER_GROUPS.find((group) => group === given.by);
  if (!by) throw new UsageError(`--by must be one of ${LEDGER_GROUPS.join(", ")}, not "${given.by}".`);
  if (given.file === undefined) throw new UsageError("--file is missing. See --help.");
  const days = readWhole("days", given.days);
  const ledger = await openLedgerFile(given.file);
  try {
    const summary = await ledger.summary({ by });
    const costs = await finishedDays(ledger);
    const forecast = costs.length > 5 ? forecastCost(costs, { days }) : undefined;
    if (given.json) console.log(JSON.stringify({ summary, forecast }, null, 2));
    else console.log(ledgerLines(summary, by, forecast).join("\n"));
    return true;
  } finally {
    await ledger.close();
  }
}

async function printAlternatives(given: Given, [name, ...others]: readonly string[]): Promise<boolean> {
  if (name === undefined || others.length > 0)
    throw new UsageError("Name one model: npm run cost -- alternatives gpt-4o.");
  const catalog = readCatalog();
  const present = pricedModel(name, catalog);
  for (const need of given.needs)
    if (!CAPABILITIES.some((one) => one === need))
      throw new UsageError(`--needs takes ${CAPABILITIES.join(", ")}, not "${need}".`);
  const leastQuality = given["min-quality"];
  const usage = given.file === undefined ? usageOfCall(given) : await usageInLedger(given.file, present.name);
  const question = {
    usage,
    needs: given.needs,
    ...(given.file === undefined && { longestCallTokens: usage.promptTokens + usage.completionTokens }),
    ...(leastQuality !== undefined && { minQuality: readFraction("min-quality", leastQuality) }),
  };
  const report = reportAlternatives(present, catalog, question);
  console.log(given.json ? JSON.stringify(report, null, 2) : alternativeLines(report).join("\n"));
  return true;
}

function printBothWays(given: Given): boolean {
  const report = reportBothWays(readCatalog(), usageOfCall(given));
  console.log(given.json ? JSON.stringify(report, null, 2) : bothWaysLines(report).join("\n"));
  return true;
}

const usageOfCall = (given: Given): Usage => ({
  promptTokens: readWhole("prompt-tokens", given["prompt-tokens"]),
  completionTokens: readWhole("answer-tokens", given["answer-tokens"]),
});

/** Tokens that a ledger has for a model. */
async function usageInLedger(file: string, model: string): Promise<Usage> {
  const ledger = await openLedgerFile(file);
  try {
    const { groups } = await ledger.summary({ by: "model" });
    const found = groups.find(({ key }) => key === model);
    if (found) return found;
    throw new UsageError(
      `The ledger has nothing of "${model}"; it has ${groups.map(({ key }) => key).join(", ") || "no charge at all"}.`,
    );
  } finally {
    await ledger.close();
  }
}

function openLedgerFile(file: string): Promise<Ledger> {
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  return openLedger({ file: resolve(file) });
}

/** Costs by day, up to yesterday: the running day is not over, and days without requests cost nothing. */
async function finishedDays(ledger: Ledger): Promise<DayCost[]> {
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const { groups } = await ledger.summary({ by: "day", until: today });
  const yesterday = { day: new Date(today - DAY_MS).toISOString().slice(0, 10), costUsd: 0 };
  return [...groups.map(({ key, costUsd }) => ({ day: key, costUsd })), yesterday];
}

await runCommand({
  help: HELP,
  words: "a command",
  flags,
  async run(given, [command, ...others]) {
    if (command === "alternatives") return await printAlternatives(given, others);
    if (others.length > 0) throw new UsageError(`"${others[0]}" means nothing here. See --help.`);
    if (command === "saving") return printSaving(given);
    if (command === "ledger") return await printLedger(given);
    if (command === "both-ways") return printBothWays(given);
    throw new UsageError(
      `${command ? `"${command}" is no` : "Name a"} command: saving, ledger, alternatives or both-ways.`,
    );
  },
});
