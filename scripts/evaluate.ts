import { resolve } from "node:path";
import { readCatalog } from "../modules/src/catalog/read-catalog.ts";
import { runCommand, UsageError } from "./notebooks/run-command.ts";
import { evaluationLines } from "./scoring/evaluation-lines.ts";
import { evaluateFiles } from "./scoring/evaluation-report.ts";
import { readJudged, type SplitChoice } from "./scoring/judged-file.ts";
import { pricedModel } from "./scoring/list-price.ts";
import { readNumber, readWhole } from "./scoring/read-flag.ts";

const HELP = `npm run evaluate -- --input scored.jsonl [--input other.jsonl ...] [flags]
Says what a router's scores are worth, beside every baseline and with 95 % intervals. The files are those of npm run route.

On rows with real outcomes (weak_correct and strong_correct): APGR, CPT50 and CPT80 as RouteLLM defines them, areas under the
ROC curve, calibration (ECE), and at the router's threshold accuracy, strong share and cost; for all questions, by benchmark
and by domain. On rows with labels (target_label): accuracy, recall, precision, by language, complexity and style.
Several files are compared question by question; no winner is named where the interval holds no difference too.

  --input FILE          may be repeated
  --threshold X         decide at this score instead of as the files say
  --split test|dev|all  rows to judge; without it those of the split test when a file has any, else all
  --resamples N         bootstrap samples for each interval (500)
  --strong-model NAME   list price for rows that carry no costs (gpt-4o)
  --weak-model NAME     the same for the weak model; without it a model on this machine, free of charge
  --answer-tokens N     length of an answer when counting by list price (200)
  --json                print the figures as JSON
  --help                this text
`;

const SPLITS: readonly SplitChoice[] = ["auto", "dev", "test", "all"];

function readSplit(text: string): SplitChoice {
  const split = SPLITS.find((one) => one === text);
  if (split) return split;
  throw new UsageError(`--split must be test, dev or all, not "${text}". See --help.`);
}

await runCommand({
  help: HELP,
  flags: {
    input: { type: "string", multiple: true, default: [] },
    threshold: { type: "string" },
    split: { type: "string", default: "auto" },
    resamples: { type: "string", default: "500" },
    "strong-model": { type: "string", default: "gpt-4o" },
    "weak-model": { type: "string" },
    "answer-tokens": { type: "string", default: "200" },
    json: { type: "boolean", default: false },
  },
  async run(flags) {
    if (flags.input.length === 0) throw new UsageError("--input is missing. See --help.");
    const catalog = readCatalog();
    const weak = flags["weak-model"];
    const models = {
      weak: weak === undefined ? undefined : pricedModel(weak, catalog),
      strong: pricedModel(flags["strong-model"], catalog),
      answerTokens: readWhole("answer-tokens", flags["answer-tokens"]),
      checked: catalog.prices.checked,
    };
    const resamples = readWhole("resamples", flags.resamples);
    const threshold = flags.threshold === undefined ? undefined : readNumber("threshold", flags.threshold);
    const files = readJudged(
      flags.input.map((file) => resolve(file)),
      { split: readSplit(flags.split), threshold },
    );
    const report = await evaluateFiles(files, { resamples, models });
    console.log(flags.json ? JSON.stringify(report, null, 2) : evaluationLines(report).join("\n"));
    return true;
  },
});
