import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { type Model, readCatalog } from "../modules/src/catalog/index.ts";
import { paths } from "../modules/src/config/paths.ts";
import { loadSettings } from "../modules/src/config/settings.ts";
import { promptsFile } from "../modules/src/evaluation/read-prompts.ts";
import {
  estimateFineTuning,
  type PreparedFineTuning,
  prepareFineTuning,
  toJsonLines,
} from "../modules/src/finetune/index.ts";
import { describeLeaks, describePreparation } from "./finetune/describe-preparation.ts";
import { drawRows } from "./finetune/draw-rows.ts";
import { openService } from "./finetune/open-service.ts";
import { tuneAndMeasure } from "./finetune/tune-and-measure.ts";
import { readTuningFile, type TuningFileRow } from "./finetune/tuning-rows.ts";
import { runCommand, UsageError } from "./notebooks/run-command.ts";
import { readNumber, readWhole } from "./scoring/read-flag.ts";

const HELP = `npm run finetune:phi -- [flags]
Tunes a small chat model to route: prepares examples from labelled prompts, uploads them, runs a fine-tuning job through OpenAI's
client, and measures the tuned router on held-out rows. Against the lab cloud unless an Azure OpenAI endpoint is named.

  --data FILE             labelled prompts, one JSON object a line with prompt and target; of rows with a split those of
                          dev are learned from (data/prompts/routing.jsonl)
  --held-out FILE         rows to measure on: the test split of FILE, or all rows when it has none
                          (the test split of --data; of data/prompts/routing.jsonl when that has none)
  --local-ratio N         share of examples that stay local, 0 to 1 (0.45)
  --validation-share N    share of examples for the validation file, 0 to 0.5 (0.1)
  --seed N                draws the examples, and is the job's seed (42)

  --prepare-only          write training.jsonl and validation.jsonl, and stop
  --out DIR               write the two files here (.out/finetune with --prepare-only)

  --model NAME            model to tune (gpt-4o-mini)
  --epochs N              times the training file is read (the service chooses; the estimate takes 3)
  --suffix TEXT           end of the tuned model's name (router)
  --endpoint URL          Azure OpenAI or a lab cloud (AZURE_OPENAI_ENDPOINT, else a lab cloud of this command's own)
  --yes                   run it although it is billed; without it only the estimate is printed, except on the lab cloud

  --rows N                measure on so many held-out rows, half of each target, drawn by the seed (all)
  --base NAME             deployment of the model before tuning (on the lab cloud the model's name)
  --measure NAME          tune nothing, only measure this deployment of a tuned model
  --json                  print the result as JSON; what is told meanwhile goes to stderr
  --help                  this text

Ctrl-C cancels the job. On Azure a tuned model answers only when it is deployed, which is billed by the hour: deploy it, then
measure it with --measure.
`;

/** Epochs of an estimate, when the service is to choose. */
const USUAL_EPOCHS = 3;

const modelName = ({ name, version }: Model) => `${name}-${version}`;

function findTunable(name: string): Model {
  const { models } = readCatalog();
  const tunable = models.filter(({ fineTuning }) => fineTuning);
  const found = tunable.find((model) => [model.name, modelName(model)].includes(name));
  if (found) return found;
  const names = tunable.map((model) => model.name).join(", ");
  throw new UsageError(`--model ${name} is none that can be tuned; there are ${names}. See --help.`);
}

function heldOutRows(file: string | undefined, test: readonly TuningFileRow[]): readonly TuningFileRow[] {
  if (file === undefined) return test.length > 0 ? test : readTuningFile(promptsFile).test;
  const read = readTuningFile(resolve(file));
  return read.test.length > 0 ? read.test : read.dev;
}

/** Files with leaks would make the tuned router look better than it is. */
function refuseLeaks({ leaks }: PreparedFineTuning): boolean {
  const lines = [
    ...(leaks.heldOut.count > 0 ? describeLeaks("the held-out rows", leaks.heldOut) : []),
    ...(leaks.validation.count > 0 ? describeLeaks("the validation file", leaks.validation) : []),
  ];
  if (lines.length === 0) return false;
  console.error(`The rows give something away, so nothing was written or sent: ${lines.join("; ")}.`);
  return true;
}

function writeFiles(folder: string, { training, validation }: PreparedFineTuning): string {
  mkdirSync(folder, { recursive: true });
  const files = { "training.jsonl": training, "validation.jsonl": validation };
  for (const [name, examples] of Object.entries(files))
    writeFileSync(join(folder, name), toJsonLines(examples));
  return `Wrote training.jsonl and validation.jsonl to ${relative(process.cwd(), folder) || folder}.`;
}

/** Aborted by Ctrl-C. Asking again changes nothing: one Ctrl-C comes twice, from the terminal and through npm. */
function interruptSignal(): AbortSignal {
  const interrupt = new AbortController();
  process.on("SIGINT", () => {
    process.exitCode = 130;
    interrupt.abort();
  });
  return interrupt.signal;
}

const flags = {
  data: { type: "string", default: promptsFile },
  "held-out": { type: "string" },
  "local-ratio": { type: "string", default: "0.45" },
  "validation-share": { type: "string", default: "0.1" },
  seed: { type: "string", default: "42" },
  "prepare-only": { type: "boolean", default: false },
  out: { type: "string" },
  model: { type: "string", default: "gpt-4o-mini" },
  epochs: { type: "string" },
  suffix: { type: "string", default: "router" },
  endpoint: { type: "string" },
  yes: { type: "boolean", default: false },
  rows: { type: "string" },
  base: { type: "string" },
  measure: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

await runCommand({
  help: HELP,
  stopsItself: true,
  flags,
  async run(given) {
    const log = given.json ? console.error : console.log;
    const print = (result: object) => given.json && console.log(JSON.stringify(result, null, 2));
    const signal = interruptSignal();
    const seed = readWhole("seed", given.seed);
    const epochs = given.epochs === undefined ? undefined : readWhole("epochs", given.epochs);
    const model = findTunable(given.model);
    const { dev, test } = readTuningFile(resolve(given.data));
    const heldOut = heldOutRows(given["held-out"], test);
    const judged =
      given.rows === undefined ? heldOut : drawRows(heldOut, readWhole("rows", given.rows), seed);

    const prepared = prepareFineTuning(dev, {
      localRatio: readNumber("local-ratio", given["local-ratio"]),
      validationShare: readNumber("validation-share", given["validation-share"]),
      seed,
      heldOut,
    });
    if (refuseLeaks(prepared)) return false;
    const estimate = await estimateFineTuning(prepared, model, epochs ?? USUAL_EPOCHS);
    for (const line of describePreparation(prepared, estimate)) log(line);
    const out = given.out ?? (given["prepare-only"] ? join(paths.out, "finetune") : undefined);
    if (out !== undefined) log(writeFiles(resolve(out), prepared));
    const { counts, leftOut } = prepared;
    if (given["prepare-only"]) {
      print({ counts, leftOut, estimate });
      return true;
    }

    const { azureOpenai: settings } = loadSettings().settings;
    const service = await openService({ endpoint: given.endpoint ?? settings.endpoint, settings });
    try {
      log(`Runs on ${service.about}.`);
      if (!service.isLab && !given.yes) {
        console.error("Nothing was sent: this is billed. Run it again with --yes to go on.");
        return false;
      }
      const order = { model: modelName(model), baseName: model.name, suffix: given.suffix, seed, epochs };
      const { measure: onlyMeasure, base } = given;
      const task = { prepared, order, heldOut: judged, onlyMeasure, base, signal, log };
      const result = await tuneAndMeasure(service, task);
      if (result) print({ counts, leftOut, estimate, ...result });
      return result !== undefined;
    } finally {
      await service.close();
    }
  },
});
