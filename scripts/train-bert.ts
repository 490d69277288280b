import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { shippedRouterFolder } from "../modules/src/onnx/router-config.ts";
import { checkLeaks } from "../modules/src/training/check-leaks.ts";
import { exportRouter } from "../modules/src/training/export-router.ts";
import { routerRecipe } from "../modules/src/training/learn-router.ts";
import { type CardData, writeModelCard } from "../modules/src/training/model-card.ts";
import { readTrainingRows } from "../modules/src/training/read-training-rows.ts";
import { type TrainedRouter, trainRouter } from "../modules/src/training/train-router.ts";
import type { TrainingRow } from "../modules/src/training/training-row.ts";
import { runCommand, UsageError } from "./notebooks/run-command.ts";
import { originOf } from "./training/data-origins.ts";
import { terminalBar } from "./training/terminal-bar.ts";

const HELP = `npm run train:bert -- --data FILE.jsonl [--data FILE.jsonl ...] --out DIR [flags]
Trains the head of a BERT router and writes it with its encoder as one ONNX file, with a model card.

  --data FILE     JSON lines with prompt and either weak_correct and strong_correct (an outcome) or target (local or cloud);
                  id, benchmark, domain, split and template as far as there are any. Rows of the split test are measured and
                  not learnt from; a file whose test split its dev split gives away is refused. May be repeated
  --out DIR       folder that is written: model.onnx, tokenizer, config.json, README.md
  --seed N        another start of the training (${routerRecipe.seed})
  --share N       per cent of held-out questions that the threshold sends to the cloud (30)
  --encoder DIR   router or base whose encoder is used (data/models/bert-router); npm run models -- --build-encoder makes one
  --cache DIR     where embedded prompts are kept (.cache/embeddings)
  --every-fold    measure every row out of its fold, and whole domains too: ten trainings more
  --help          show this

Without --every-fold one fifth of the rows is held out to measure and to calibrate; then all rows are learnt from.
`;

interface Source {
  readonly card: CardData;
  readonly rows: readonly TrainingRow[];
}

function readSource(file: string): Source {
  const rows = readTrainingRows(file);
  checkLeaks(rows, file);
  const sha256 = createHash("sha256").update(readFileSync(file)).digest("hex");
  return {
    rows,
    card: { file: basename(file), rows: rows.length, sha256, origin: originOf(basename(file)) },
  };
}

const shown = (path: string) => relative(process.cwd(), path) || ".";

function describe({ outcomes, unseenDomains, labels, calibration, learntFrom }: TrainedRouter): string[] {
  const lines = (kind: string, groups: TrainedRouter["outcomes"]) =>
    Object.entries(groups).map(
      ([name, one]) =>
        `  ${`${name}, ${kind}`.padEnd(28)} ${String(one.rows).padStart(5)} questions  APGR ${one.apgr.toFixed(3)} (length ${one.apgrOfLength.toFixed(3)})  CPT50 ${percent(one.callsForHalf)}  CPT80 ${percent(one.callsForMost)}  AUC weak wrong ${one.areaOfWeakWrong.toFixed(3)}`,
    );
  return [
    `Learnt from ${learntFrom} rows. Held out:`,
    ...lines("held out", outcomes),
    ...lines("unseen domains", unseenDomains),
    ...(labels
      ? [
          `  labelled, split test         ${String(labels.rows).padStart(5)} prompts    right ${percent(labels.accuracy)}  cloud recall ${percent(labels.cloudRecall)}`,
        ]
      : []),
    `Threshold ${calibration.threshold.toFixed(3)}: ${percent(calibration.share)} of the held-out questions go to the cloud.`,
  ];
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function wholeNumber(name: string, text: string, most: number): number {
  if (/^\d{1,9}$/.test(text) && Number(text) <= most) return Number(text);
  throw new UsageError(`--${name} must be a whole number from 0 to ${most}, not "${text}". See --help.`);
}

await runCommand({
  help: HELP,
  flags: {
    data: { type: "string", multiple: true, default: [] },
    out: { type: "string" },
    seed: { type: "string", default: String(routerRecipe.seed) },
    share: { type: "string", default: "30" },
    encoder: { type: "string", default: shippedRouterFolder },
    cache: { type: "string" },
    "every-fold": { type: "boolean", default: false },
  },
  async run({ data, out, seed: seedText, share, encoder, cache, "every-fold": everyFold }) {
    if (data.length === 0) throw new UsageError("Name at least one file with --data. See --help.");
    if (out === undefined) throw new UsageError("Name the folder to write with --out. See --help.");
    const seed = wholeNumber("seed", seedText, 999_999_999);
    const shareOfCalls = wholeNumber("share", share, 100) / 100;
    const startedAt = performance.now();
    const sources = data.map((file) => readSource(resolve(file)));
    const bar = terminalBar();
    const encoderFolder = resolve(encoder);
    const trained = await trainRouter({
      rows: sources.flatMap(({ rows }) => rows),
      recipe: { seed },
      share: shareOfCalls,
      everyFold,
      encoderFolder,
      ...(cache !== undefined && { cacheFolder: resolve(cache) }),
      onEmbedded: (done, total) => bar.show("embedded", done, total),
      onEpoch: ({ epoch, epochs, loss }) => bar.show("passes", epoch, epochs, `loss ${loss.toFixed(3)}`),
    });
    bar.end();
    const folder = resolve(out);
    exportRouter({ folder, trained, calibration: trained.calibration, encoderFolder });
    const sha256 = createHash("sha256")
      .update(readFileSync(join(folder, "model.onnx")))
      .digest("hex");
    const command = [
      "npm run train:bert --",
      ...data.map((file) => `--data ${basename(file)}`),
      `--out ${basename(folder)} --seed ${seed} --share ${share}${everyFold ? " --every-fold" : ""}`,
    ].join(" ");
    const title = `BERT router: ${basename(folder)}`;
    const cards = sources.map(({ card }) => card);
    writeFileSync(
      join(folder, "README.md"),
      writeModelCard({ title, trained, data: cards, command, sha256, everyFold }),
    );
    console.log(describe(trained).join("\n"));
    console.log(`${shown(folder)}: written after ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
    return true;
  },
});
