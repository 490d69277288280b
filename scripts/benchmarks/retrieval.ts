import { join } from "node:path";
import { paths } from "../../modules/src/config/paths.ts";
import { ModelError } from "../../modules/src/core/errors.ts";
import { percentile } from "../../modules/src/evaluation/percentile.ts";
import type { Embedder } from "../../modules/src/lab-cloud/models/embedder.ts";
import { createMiniLmEmbedder } from "../../modules/src/lab-cloud/models/embedder-minilm.ts";
import { findModel } from "../../modules/src/models/model-state.ts";
import { createPassageIndex } from "../../modules/src/retrieval/create-passage-index.ts";
import { createRag } from "../../modules/src/retrieval/create-rag.ts";
import type { PassageIndex, SearchOptions } from "../../modules/src/retrieval/passage.ts";
import { readHandbook } from "../../modules/src/retrieval/read-handbook.ts";
import type { Benchmark, BenchmarkLog, BenchmarkReport, Figure } from "./benchmark.ts";
import { isExpected, type RetrievalQuestion, readRetrievalQuestions } from "./retrieval-questions.ts";

const LIMIT = 5;
const WAYS = ["words", "vectors", "hybrid"] as const;

export const retrievalBenchmark: Benchmark = {
  name: "retrieval",
  about: "How often the passage with the answer is found in the workshop's own texts, and how fast",
  run: runRetrievalBenchmark,
};

async function runRetrievalBenchmark(log: BenchmarkLog): Promise<BenchmarkReport> {
  const embedder = openEmbedder();
  const passages = readHandbook();
  const cacheFile = join(paths.cache, "embeddings", "handbook.db");
  log(`Embedding ${passages.length} passages; those whose vectors are kept take no time.`);
  const index = await createPassageIndex({
    passages,
    embedding: { name: embedder.name, embed: embedder.embed, cacheFile },
  });
  const withoutVectors = await createPassageIndex({ passages });
  const questions = readRetrievalQuestions();
  const figures: Figure[] = [
    { name: "passages", value: passages.length, unit: "" },
    ...(await figuresOf("dev", questions, index, withoutVectors)),
    ...(await figuresOf("test", questions, index, withoutVectors)),
    ...(await timesOf(questions, index)),
  ];
  index.close();
  withoutVectors.close();
  await embedder.close();
  return {
    method: [
      `${questions.length} questions of data/retrieval, written by people who knew the texts; those of test were not looked at when thresholds were chosen.`,
      `Recall at ${LIMIT}: share of answerable questions with a passage that holds the answer among the first ${LIMIT}; MRR: mean of 1 / its place, 0 when it is not among them.`,
      "Answered: share of answerable questions for which a model would be asked; refused: share of the others for which none would.",
      "Without vectors: the same, where no encoder is there. Times include embedding the question.",
    ],
    figures,
  };
}

function openEmbedder(): Embedder {
  const model = findModel("all-minilm-l6-v2");
  if (model.state !== "present")
    throw new ModelError(model.problem ?? "The model all-minilm-l6-v2 is missing.", {
      code: "MODEL_UNAVAILABLE",
      hint: model.hint,
    });
  return createMiniLmEmbedder({ folder: model.path, check: async () => undefined });
}

type Split = RetrievalQuestion["split"];

async function figuresOf(
  split: Split,
  questions: readonly RetrievalQuestion[],
  index: PassageIndex,
  withoutVectors: PassageIndex,
): Promise<readonly Figure[]> {
  const own = questions.filter((question) => question.split === split);
  const answerable = own.filter(({ expects }) => expects.length > 0);
  const figures: Figure[] = [];
  for (const by of WAYS) {
    const places = await Promise.all(answerable.map((question) => placeOf(question, index, by)));
    const recall = shareOf(places, (place) => place > 0);
    const bar = split === "test" && by === "hybrid" ? { bar: { atLeast: 0.85 } } : {};
    figures.push({ name: `${split}: recall at ${LIMIT}, ${by}`, value: recall, unit: "", ...bar });
    figures.push({ name: `${split}: MRR, ${by}`, value: meanOf(places.map(worthOf)), unit: "" });
  }
  const answered = split === "test" ? { bar: { atLeast: 0.9 } } : {};
  for (const [name, rag] of [
    ["", createRag({ index })],
    [", without vectors", createRag({ index: withoutVectors })],
  ] as const) {
    const found = await Promise.all(own.map(async ({ question }) => (await rag.prepare(question)).found));
    const of = (isAnswerable: boolean) =>
      found.filter((_, place) => (own[place]?.expects.length !== 0) === isAnswerable);
    figures.push({
      name: `${split}: answered${name}`,
      value: shareOf(of(true), Boolean),
      unit: "",
      ...(name === "" && answered),
    });
    figures.push({
      name: `${split}: refused${name}`,
      value: shareOf(of(false), (is) => !is),
      unit: "",
      ...(name === "" && answered),
    });
  }
  return figures;
}

/** Place of the first passage that holds the answer, from 1; 0 when none of the first does. */
async function placeOf(
  question: RetrievalQuestion,
  index: PassageIndex,
  by: SearchOptions["by"],
): Promise<number> {
  const hits = await index.search(question.question, { limit: LIMIT, ...(by && { by }) });
  return 1 + hits.findIndex(({ passage }) => isExpected(question, passage));
}

const worthOf = (place: number) => (place === 0 ? 0 : 1 / place);
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const shareOf = <Item>(items: readonly Item[], is: (item: Item) => boolean) =>
  items.filter(is).length / items.length;

async function timesOf(
  questions: readonly RetrievalQuestion[],
  index: PassageIndex,
): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const by of ["words", "hybrid"] as const) {
    const times: number[] = [];
    for (const { question } of questions) {
      const start = performance.now();
      await index.search(question, { by });
      times.push(performance.now() - start);
    }
    for (const [name, share] of [
      ["p50", 0.5],
      ["p95", 0.95],
    ] as const)
      figures.push({ name: `search by ${by}, ${name}`, value: percentile(times, share), unit: "ms" });
  }
  return figures;
}
