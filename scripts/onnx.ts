import { relative, resolve } from "node:path";
import { readPrompts } from "../modules/src/evaluation/read-prompts.ts";
import { buildEncoder } from "../modules/src/onnx/build-encoder.ts";
import { compareEncoders } from "../modules/src/onnx/compare-encoders.ts";
import { openSentenceEncoder } from "../modules/src/onnx/sentence-encoder.ts";
import { timeRuns } from "../modules/src/onnx/time-encoders.ts";
import { runCommand, UsageError } from "./notebooks/run-command.ts";

const HELP = `npm run onnx -- convert | validate | benchmark [flags]
Makes ONNX files of BERT encoders and checks them. modules/docs/onnx.md is the guide.

convert     makes an ONNX model of an encoder's weights
  --from DIR        folder with model.safetensors, config.json, tokenizer.json and tokenizer_config.json
  --out DIR         folder that is written
  --precision KIND  int8, weights in 8 bits (the default), or fp32

validate    compares the vectors of two models for the same prompts; ends with 1 below the tolerance
  --reference DIR   the model that is right, such as the fp32 one
  --model DIR       the model to check
  --tolerance N     least mean cosine (0.98)
  --prompts N       how many prompts of data/prompts/routing.jsonl (50)

benchmark   times a model, one thread, one text at a time
  --model DIR       the model
  --tokens LIST     lengths in tokens (20,100,300)
  --rounds N        times each (40)

  --help            show this
`;

interface Flags {
  readonly from?: string | undefined;
  readonly out?: string | undefined;
  readonly precision: string;
  readonly reference?: string | undefined;
  readonly model?: string | undefined;
  readonly tolerance: string;
  readonly prompts: string;
  readonly tokens: string;
  readonly rounds: string;
}

const shown = (path: string) => relative(process.cwd(), path) || ".";

function folderOf(flag: string, value: string | undefined): string {
  if (value !== undefined) return resolve(value);
  throw new UsageError(`Name a folder with --${flag}. See --help.`);
}

function numberOf(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= least && value <= most) return value;
  throw new UsageError(`--${flag} must be a number from ${least} to ${most}, not "${text}". See --help.`);
}

async function convert({ from, out, precision }: Flags): Promise<boolean> {
  if (precision !== "int8" && precision !== "fp32")
    throw new UsageError(`--precision must be int8 or fp32, not "${precision}". See --help.`);
  const to = folderOf("out", out);
  buildEncoder({ from: folderOf("from", from), to, precision });
  console.log(`${shown(to)}: written in ${precision}.`);
  return true;
}

async function validate(flags: Flags): Promise<boolean> {
  const tolerance = numberOf("tolerance", flags.tolerance, 0, 1);
  const count = numberOf("prompts", flags.prompts, 1, 100_000);
  const reference = await openSentenceEncoder(folderOf("reference", flags.reference));
  const candidate = await openSentenceEncoder(folderOf("model", flags.model));
  const { texts, mean, least, worst } = await compareEncoders(
    reference,
    candidate,
    readPrompts()
      .slice(0, count)
      .map(({ prompt }) => prompt),
  );
  await Promise.all([reference.close(), candidate.close()]);
  console.log(
    `${texts} prompts: mean cosine ${mean.toFixed(4)}, least ${least.toFixed(4)} (${worst.slice(0, 60)}).`,
  );
  if (mean >= tolerance) return true;
  console.error(`The mean cosine ${mean.toFixed(4)} is below the tolerance ${tolerance}.`);
  return false;
}

async function benchmark({ model, tokens, rounds }: Flags): Promise<boolean> {
  const lengths = tokens.split(",").map((length) => numberOf("tokens", length, 3, 512));
  const times = numberOf("rounds", rounds, 1, 10_000);
  const encoder = await openSentenceEncoder(folderOf("model", model), { longest: 512 });
  for (const length of lengths) {
    const ids = encoder.tokenize("what is the capital of france and why ".repeat(100));
    const cut = [...ids.slice(0, length - 1), ...ids.slice(-1)];
    const { run } = await timeRuns({ run: () => encoder.embedIds(cut) }, { rounds: times });
    console.log(
      `${String(length).padStart(4)} tokens  p50 ${run.p50.toFixed(2)} ms  p95 ${run.p95.toFixed(2)} ms`,
    );
  }
  await encoder.close();
  return true;
}

const VERBS: Readonly<Record<string, (flags: Flags) => Promise<boolean>>> = { convert, validate, benchmark };

await runCommand({
  help: HELP,
  words: "convert, validate or benchmark",
  flags: {
    from: { type: "string" },
    out: { type: "string" },
    precision: { type: "string", default: "int8" },
    reference: { type: "string" },
    model: { type: "string" },
    tolerance: { type: "string", default: "0.98" },
    prompts: { type: "string", default: "50" },
    tokens: { type: "string", default: "20,100,300" },
    rounds: { type: "string", default: "40" },
  },
  async run(flags, [verb = "", ...others]) {
    const work = VERBS[verb];
    if (work && others.length === 0) return await work(flags);
    const what = work ? `"${others[0]}" means nothing here` : verb ? `"${verb}" is no verb` : "Name a verb";
    throw new UsageError(`${what}: convert, validate or benchmark. See --help.`);
  },
});
