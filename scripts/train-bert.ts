import { createHash } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { shippedRouterFolder } from "../modules/src/onnx/router-config.ts";
import { checkLeaks } from "../modules/src/training/check-leaks.ts";
import { exportRouter } from "../modules/src/training/export-router.ts";
import { type ConfidenceFigures, SURE } from "../modules/src/training/fit-confidence.ts";
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
                  not learnt from; files are refused whose test rows one of them gives away. May be repeated
  --out DIR       folder that is written: model.onnx, tokenizer, config.json, README.md
  --seed N        another start of the training (${routerRecipe.seed})
  --share N       per cent of held-out questions that the threshold sends to the cloud (30)
  --encoder DIR   router or base whose encoder is used (data/models/bert-router); npm run models -- --build-encoder makes one
  --cache DIR     where embedded prompts are kept (.cache/embeddings)
  --every-fold    measure every row out of its fold, and whole domains and benchmarks too: a dozen trainings more
  --help          show this

Without --every-fold one fifth of the rows is held out to measure and to calibrate; then all rows are learnt from.
`;

interface Source {
  readonly file: string;
  readonly card: CardData;
  readonly rows: readonly TrainingRow[];
}

function readSource(file: string): Source {
  const rows = readTrainingRows(file);
  const sha256 = createHash("sha256").update(readFileSync(file)).digest("hex");
  return {
    file,
    rows,
    card: { file: basename(file), rows: rows.length, sha256, origin: originOf(basename(file)) },
  };
}

/** A file that counts twice would count for more than it says, and give its held-out rows away. */
function refuseTwice(sources: readonly Source[]): void {
  for (const { file, card } of sources) {
    const other = sources.find((one) => one.file !== file && one.card.sha256 === card.sha256);
    if (sources.filter((one) => one.file === file).length > 1)
      throw new UsageError(`--data names ${shown(file)} twice. Once is enough.`);
    if (other)
      throw new UsageError(`${shown(file)} and ${shown(other.file)} hold the same rows. Give one of them.`);
  }
}

/** Found before the training, not after it. */
function checkFolder(folder: string): void {
  for (let path = folder; ; path = dirname(path)) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory()) return;
    if (found) throw new UsageError(`--out must be a folder; ${shown(path)} is a file.`);
    if (dirname(path) === path) return;
  }
}

const ONLY_LABELS =
  "Note: the rows are labels alone, which are opinions. The router learns them; what it says of answers is a guess.";

const shown = (path: string) => relative(process.cwd(), path) || ".";

function describe(trained: TrainedRouter): string[] {
  const { outcomes, unseenDomains, unseenBenchmarks, labels, calibration, learntFrom, sureness } = trained;
  const lines = (kind: string, groups: TrainedRouter["outcomes"]) =>
    Object.entries(groups).map(
      ([name, one]) =>
        `  ${`${name}, ${kind}`.padEnd(28)} ${String(one.rows).padStart(5)} questions  APGR ${figure(one.apgr)} (length ${figure(one.apgrOfLength)})  CPT50 ${percent(one.callsForHalf)}  CPT80 ${percent(one.callsForMost)}  AUC weak wrong ${figure(one.areaOfWeakWrong)}`,
    );
  return [
    `Learnt from ${learntFrom} rows. Held out:`,
    ...lines("held out", outcomes),
    ...lines("unseen domains", unseenDomains),
    ...lines("unseen benchmark", unseenBenchmarks),
    ...(labels
      ? [
          `  labelled, split test         ${String(labels.rows).padStart(5)} prompts    right ${percent(labels.accuracy)}  cloud recall ${percent(labels.cloudRecall)}`,
        ]
      : []),
    ...sureLine("outcomes", sureness.outcome),
    ...sureLine("labels", sureness.labelled),
    ...sureLine("labels, split test", sureness.labelledTest),
    `Threshold ${calibration.threshold.toFixed(3)}: ${percent(calibration.share)} of the held-out questions go to the cloud.`,
  ];
}

const sureLine = (
  name: string,
  { rows, right, error, sureShare, rightWhenSure }: ConfidenceFigures,
): string[] =>
  rows === 0
    ? []
    : [
        `  ${`confidence, ${name}`.padEnd(28)} ${String(rows).padStart(5)} rows       right ${percent(right)}  ECE ${figure(error)}  from ${SURE} on ${percent(sureShare)} of them, right ${percent(rightWhenSure)}`,
      ];

const figure = (value: number) => (Number.isFinite(value) ? value.toFixed(3) : "n/a");

const percent = (share: number) => (Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : "n/a");

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
    const folder = resolve(out);
    checkFolder(folder);
    const sources = data.map((file) => readSource(resolve(file)));
    refuseTwice(sources);
    checkLeaks(sources);
    if (!sources.some(({ rows }) => rows.some(({ kind }) => kind === "outcome"))) console.error(ONLY_LABELS);
    const bar = terminalBar();
    const encoderFolder = resolve(encoder);
    const trained = await trainRouter({
      rows: sources.flatMap(({ rows }) => rows),
      recipe: { seed },
      share: shareOfCalls,
      everyFold,
      encoderFolder,
      ...(cache !== undefined && { cacheFolder: resolve(cache) }),
      onNote: (note) => console.error(note),
      onEmbedded: (done, total) => bar.show("embedded", done, total),
      onEpoch: ({ epoch, epochs, loss }) => bar.show("passes", epoch, epochs, `loss ${loss.toFixed(3)}`),
    });
    bar.end();
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
