import { ENCODER_TOKENS, ROUTER_TOKENS } from "../onnx/token-bounds.ts";
import { type ConfidenceFigures, SURE } from "./fit-confidence.ts";
import type { LabelFigures, OutcomeFigures } from "./measure-router.ts";
import type { TrainedRouter } from "./train-router.ts";

/** A file that was learnt from. */
export interface CardData {
  readonly file: string;
  readonly rows: number;
  readonly sha256: string;
  /** Where it is from and under which licence, when it is known. */
  readonly origin?: string | undefined;
}

export interface ModelCardOptions {
  readonly title: string;
  readonly trained: TrainedRouter;
  readonly data: readonly CardData[];
  /** The command that makes it. */
  readonly command: string;
  /** SHA-256 of the model file. */
  readonly sha256: string;
  /** Whether every row was measured out of its fold, or one fifth of the rows. */
  readonly everyFold: boolean;
}

/** The README.md of a trained router: what it is, what it was made of, what was measured and how, what it cannot do. */
export function writeModelCard(options: ModelCardOptions): string {
  const { title, trained, data, command, sha256 } = options;
  return [
    "---",
    "license: apache-2.0",
    "library_name: onnxruntime",
    "pipeline_tag: text-classification",
    "base_model: sentence-transformers/all-MiniLM-L6-v2",
    "---",
    "",
    `# ${title}`,
    "",
    "Says of a prompt whether a strong model's answer is likely to be better than a weak one's. `model.onnx` holds all of it:",
    "the first three layers of all-MiniLM-L6-v2 in 8 bits, nine shares and counts of tokens, and a small trained head.",
    `Of a prompt it counts ${ROUTER_TOKENS} tokens, and takes the meaning from ${ENCODER_TOKENS}; of a longer one half from each end (in the`,
    `workshop's own reader; another one cuts as its tokenizer does).`,
    "",
    "## What comes out",
    "",
    "`logits`: `weak_better`, `same`, `strong_better`. `weak_wrong`: the probability that the weak model is wrong. `gain`:",
    `P(strong better) - P(weak better) + ${trained.head.weakWrongShare} x P(weak wrong), which the router orders prompts by. \`config.json\``,
    "turns gains into scores from 0 to 1 (a logistic curve fitted to held-out questions, so that a score is the probability",
    "that the weak model is wrong as far as the gain tells) and says from which score the cloud is asked.",
    `The threshold ${figure(trained.calibration.threshold)} sends ${percent(trained.calibration.share)} of the held-out questions to the strong model.`,
    "",
    "`config.json` also has what a decision's confidence is made of. Where outcomes are known a decision is right when the other",
    "model does not answer better, on labelled prompts when it is the label's. How often that held on held-out rows, given the",
    "head's own probability, is fitted for each kind by a logistic curve; a logistic regression over the features says how much a",
    "text looks like those with outcomes, and the confidence is the mean of the two, weighted by that.",
    "",
    "## Licence",
    "",
    "Apache-2.0, as all-MiniLM-L6-v2 (https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2). Changed: weights quantised",
    "to 8 bits, layers four to six left out, token signals and a head added.",
    "",
    "## Data",
    "",
    "| file | rows | SHA-256 | origin |",
    "| --- | ---: | --- | --- |",
    ...data.map(
      ({ file, rows, sha256: hash, origin = "" }) =>
        `| ${file} | ${rows} | \`${hash.slice(0, 16)}\` | ${origin} |`,
    ),
    "",
    `${trained.learntFrom} rows were learnt from; rows of the split \`test\` were not. Labels are opinions, not outcomes: they are`,
    `learnt with soft targets and weight ${trained.recipe.labelledWeight}.`,
    "",
    "## How it was made",
    "",
    "```sh",
    command,
    "```",
    "",
    `Recipe: ${JSON.stringify(trained.recipe)}.`,
    `SHA-256 of \`model.onnx\`: \`${sha256}\`. The same data, seed and kind of processor give the same file; another kind may`,
    "round 8-bit products otherwise, and then embeds prompts and trains a little differently.",
    "",
    ...figuresOf(options),
    "## Limits",
    "",
    "- Learnt from English multiple-choice, mathematics and benchmark questions and two pairs of models; another pair of models",
    "  needs another threshold (`npm run calibrate`), or outcomes of its own (`npm run train:bert`).",
    "- For everyday prompts it follows labels made by written rules, and those only so far: see the last table. The rule router is",
    "  better there, and a priority chain that asks for a confidence leaves such prompts to the next router.",
    "- What it says of a prompt in another language than English rests on few labelled prompts.",
    "- A score near the threshold is a close call; `weak_wrong` is no reason to ask a strong model that would fail too.",
    "",
  ].join("\n");
}

function figuresOf({ trained, everyFold }: ModelCardOptions): string[] {
  const { outcomes, unseenDomains, unseenBenchmarks, labels } = trained;
  const how = everyFold
    ? "Each question is judged by a head trained on the other four fifths (five folds)."
    : "One fifth of the questions is judged by a head trained on the other four.";
  return [
    "## Figures",
    "",
    `${how} They chose the recipe too, so expect a little less on new ones. APGR and CPT as in arXiv 2406.18665; 0.5 is chance.`,
    "",
    ...outcomeTable("Questions of subjects seen in training", outcomes),
    ...outcomeTable(
      "Questions of whole subjects held out, and benchmarks of a single subject whole",
      unseenDomains,
    ),
    ...outcomeTable("Questions of whole benchmarks held out", unseenBenchmarks),
    ...benchmarkNote(unseenBenchmarks),
    ...confidenceTable(trained.sureness),
    ...labelTable(labels),
  ];
}

function outcomeTable(title: string, groups: Readonly<Record<string, OutcomeFigures>>): string[] {
  const rows = Object.entries(groups);
  if (rows.length === 0) return [];
  return [
    `**${title}**`,
    "",
    "| benchmark | questions | APGR | APGR of length | CPT(50 %) | CPT(80 %) | AUC weak wrong | ECE weak wrong | ECE score |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...rows.map(
      ([name, one]) =>
        `| ${name} | ${one.rows} | ${figure(one.apgr)} | ${figure(one.apgrOfLength)} | ${percent(one.callsForHalf)} | ${percent(one.callsForMost)} | ${figure(one.areaOfWeakWrong)} | ${figure(one.errorOfWeakWrong)} | ${figure(one.errorOfScore)} |`,
    ),
    "",
  ];
}

/** Said in words where the figures say it: a reader of tables may pass over it. */
function benchmarkNote({ all }: Readonly<Record<string, OutcomeFigures>>): string[] {
  if (!all) return [];
  const verdict =
    all.apgr > all.apgrOfLength
      ? "It carries over, with the distance that the last line shows."
      : "**What it learnt does not carry over to a benchmark of another kind**: there the length alone orders questions no worse.";
  return [`${verdict} Train it on questions like yours.`, ""];
}

function confidenceTable({ outcome, labelled, labelledTest }: TrainedRouter["sureness"]): string[] {
  const rows: readonly (readonly [string, ConfidenceFigures])[] = [
    ["outcomes, held out", outcome],
    ["labelled prompts, held out", labelled],
    ["labelled prompts of the split `test`", labelledTest],
  ];
  return [
    "**Confidence**, fitted without the fold it is measured on",
    "",
    `| rows | number | right | ECE | confidence of ${SURE} or more | right then |`,
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...rows
      .filter(([, { rows: count }]) => count > 0)
      .map(
        ([name, one]) =>
          `| ${name} | ${one.rows} | ${percent(one.right)} | ${figure(one.error)} | ${percent(one.sureShare)} | ${percent(one.rightWhenSure)} |`,
      ),
    "",
  ];
}

const labelTable = (labels: LabelFigures | undefined): string[] =>
  labels === undefined
    ? []
    : [
        "**Labelled prompts of the split `test`**, made from templates that training did not see",
        "",
        "| prompts | right | cloud recall | AUC |",
        "| ---: | ---: | ---: | ---: |",
        `| ${labels.rows} | ${percent(labels.accuracy)} | ${percent(labels.cloudRecall)} | ${figure(labels.area)} |`,
        "",
      ];

const figure = (value: number) => (Number.isFinite(value) ? value.toFixed(3) : "n/a");
const percent = (share: number) => (Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : "n/a");
