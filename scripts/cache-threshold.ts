import { writeFileSync } from "node:fs";
import {
  type CacheThreshold,
  CONFLICTS,
  type Conflict,
  createAnswerCache,
} from "../modules/src/cache/index.ts";
import { thresholdFile } from "../modules/src/cache/shipped-threshold.ts";
import { ModelError } from "../modules/src/core/errors.ts";
import {
  cacheCurve,
  cacheIntervals,
  isHit,
  type ScoredPair,
  scorePairs,
  thresholdForBudget,
} from "../modules/src/evaluation/cache-curve.ts";
import { readPrompts } from "../modules/src/evaluation/read-prompts.ts";
import { readQuestionPairs } from "../modules/src/evaluation/read-question-pairs.ts";
import { type CacheReplay, replayCache } from "../modules/src/evaluation/replay-cache.ts";
import { findModel } from "../modules/src/models/model-state.ts";
import { shippedRouterFolder } from "../modules/src/onnx/router-config.ts";
import { openSentenceEncoder, type SentenceEncoder } from "../modules/src/onnx/sentence-encoder.ts";
import { runCommand, UsageError } from "./notebooks/run-command.ts";
import { readNumber } from "./scoring/read-flag.ts";

const EMBEDDER = "all-minilm-l6-v2";

const HELP = `npm run cache:threshold -- [flags]
Measures the semantic cache on labelled pairs of questions (data/cache): how many pairs that may share an answer are hit, and how
many near misses are hit all the same, for each threshold, without guards and with them. Chooses the threshold for a budget of
false hits on the dev families and says how it does on the test families. Then asks all prompts of data/prompts one after the
other of the cache itself. Needs the model ${EMBEDDER}: npm run models -- --get ${EMBEDDER}

  --budget PERCENT  share of near misses that may be hit (default 2)
  --write           put the threshold and its figures into data/cache/threshold.json
  --wrong           list the near misses of the dev families and the prompts that got a wrong answer
  --json            print the figures as JSON
  --help            this text
`;

const GUARD_SETS: readonly { readonly name: string; readonly guards: readonly Conflict[] }[] = [
  { name: "no guards", guards: [] },
  { name: 'all but "words"', guards: CONFLICTS.filter((conflict) => conflict !== "words") },
  { name: "all guards", guards: CONFLICTS },
];

const LOWEST = 70;
const HIGHEST = 98;
const THRESHOLDS = Array.from({ length: HIGHEST - LOWEST + 1 }, (_, at) => (LOWEST + at) / 100);
const SHOWN = [0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97];

/** A percentage as a share. @throws UsageError */
function readShare(name: string, text: string): number {
  const percentage = readNumber(name, text);
  if (percentage >= 0 && percentage <= 100) return percentage / 100;
  throw new UsageError(`--${name} must be a percentage from 0 to 100, not "${text}". See --help.`);
}

async function openEmbedder(): Promise<SentenceEncoder> {
  const { state, path, problem } = findModel(EMBEDDER);
  if (state === "present") return openSentenceEncoder(path, { tokenizerFolder: shippedRouterFolder });
  throw new ModelError(problem ?? `The model ${EMBEDDER} is not here.`, {
    code: "MODEL_MISSING",
    hint: `Fetch it with npm run models -- --get ${EMBEDDER}.`,
  });
}

type Measured = ReturnType<typeof cacheIntervals>;
type Range = Measured["hits"];

function measure(pairs: readonly ScoredPair[], budget: number): CacheThreshold {
  const dev = pairs.filter(({ split }) => split === "dev");
  const test = pairs.filter(({ split }) => split === "test");
  const { threshold } = thresholdForBudget(cacheCurve(dev, THRESHOLDS, CONFLICTS), budget);
  const figures = (chosen: readonly ScoredPair[]) => {
    const { hits, falseHits } = cacheIntervals(chosen, threshold, CONFLICTS);
    return { hits: shareOf(hits), falseHits: shareOf(falseHits) };
  };
  return { embedder: EMBEDDER, budget, threshold, dev: figures(dev), test: figures(test) };
}

const shareOf = ({ value, low, high }: Range) => ({
  share: round(value),
  low: round(low),
  high: round(high),
});
const round = (value: number) => Number(value.toFixed(4));

const percent = (share: number) => `${(100 * share).toFixed(1)}`;
const range = ({ share, low, high }: CacheThreshold["dev"]["hits"]) =>
  `${percent(share)} % (${percent(low)} to ${percent(high)})`;

function curveLines(pairs: readonly ScoredPair[], split: "dev" | "test"): string[] {
  const rows = pairs.filter((pair) => pair.split === split);
  const alike = rows.filter(({ difference }) => difference === undefined).length;
  const families = new Set(rows.map(({ family }) => family)).size;
  const cell = (threshold: number, guards: readonly Conflict[]) => {
    const { hits, falseHits } = cacheIntervals(rows, threshold, guards);
    const [hit, wrong] = [shareOf(hits), shareOf(falseHits)];
    return `${percent(hit.share)} (${percent(hit.low)}-${percent(hit.high)}) / ${percent(wrong.share)} (${percent(wrong.low)}-${percent(wrong.high)})`;
  };
  const width = 38;
  return [
    "",
    `${split}: ${families} families, ${alike} pairs that may share an answer, ${rows.length - alike} that must not`,
    `hits / false hits in per cent, with 95 % intervals over families`,
    ["threshold", ...GUARD_SETS.map(({ name }) => name.padEnd(width))].join("  "),
    ...SHOWN.map((threshold) =>
      [
        threshold.toFixed(2).padEnd(9),
        ...GUARD_SETS.map(({ guards }) => cell(threshold, guards).padEnd(width)),
      ].join("  "),
    ),
  ];
}

/** What each guard alone would stop of the near misses that are near enough, by what the set says they differ in. */
function differenceLines(pairs: readonly ScoredPair[], threshold: number): string[] {
  const near = pairs.filter(
    (pair) => pair.split === "test" && pair.difference !== undefined && isHit(pair, threshold, []),
  );
  const kinds = [...Map.groupBy(near, ({ difference }) => difference ?? "")];
  return [
    "",
    `Near misses of the test families at or above ${threshold}, and how many the guards let through:`,
    ...kinds.map(([kind, rows]) => {
      const through = rows.filter((row) => isHit(row, threshold, CONFLICTS)).length;
      return `  ${kind.padEnd(10)} ${String(rows.length).padStart(4)}  ${String(through).padStart(3)}`;
    }),
  ];
}

async function replayAll(encoder: SentenceEncoder, threshold: number): Promise<Record<string, CacheReplay>> {
  const prompts = readPrompts();
  const vectors = new Map<string, Promise<Float32Array>>();
  const embed = (text: string) => {
    const vector = vectors.get(text) ?? encoder.embed(text);
    vectors.set(text, vector);
    return vector;
  };
  const replays: Record<string, CacheReplay> = {};
  for (const { name, guards } of GUARD_SETS) {
    const semantic = { embed, threshold, guards, patienceMs: 60_000 };
    replays[name] = await replayCache(prompts, createAnswerCache({ semantic }));
  }
  return replays;
}

function replayLines(replays: Readonly<Record<string, CacheReplay>>, threshold: number): string[] {
  const [first] = Object.values(replays);
  return [
    "",
    `The ${first?.asked} prompts of data/prompts asked one after the other at ${threshold}; ${first?.repeated} ask what one before asked:`,
    ...Object.entries(replays).map(
      ([name, { rightHits, repeated, falseHits, asked }]) =>
        `  ${name.padEnd(16)} right answers ${rightHits} (${percent(rightHits / repeated)} % of those), wrong answers ${falseHits.length} (${percent(falseHits.length / asked)} % of all)`,
    ),
  ];
}

const choiceLines = ({ threshold, budget, dev, test }: CacheThreshold): string[] => [
  "",
  `Threshold ${threshold} for at most ${percent(budget)} % false hits on near misses, with all guards.`,
  `  dev:  hits ${range(dev.hits)}, false hits ${range(dev.falseHits)}`,
  `  test: hits ${range(test.hits)}, false hits ${range(test.falseHits)}`,
  test.falseHits.share > budget
    ? "  On the test families the budget is exceeded."
    : "  On the test families the budget holds as counted; the interval says how far others may differ.",
];

function wrongLines(
  pairs: readonly ScoredPair[],
  threshold: number,
  replay: CacheReplay | undefined,
): string[] {
  const dev = pairs.filter(
    (pair) => pair.split === "dev" && pair.difference !== undefined && isHit(pair, threshold, CONFLICTS),
  );
  return [
    "",
    "False hits on the dev families:",
    ...dev.map(({ difference, stored, asked }) => `  ${difference}: ${stored} | ${asked}`),
    "Prompts that got the answer of another, with all guards:",
    ...(replay?.falseHits ?? []).map(
      ({ given, asked, similarity }) => `  ${similarity.toFixed(2)} ${given} | ${asked}`,
    ),
  ];
}

await runCommand({
  help: HELP,
  flags: {
    budget: { type: "string", default: "2" },
    write: { type: "boolean", default: false },
    wrong: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
  async run(flags) {
    const budget = readShare("budget", flags.budget);
    const encoder = await openEmbedder();
    try {
      const pairs = await scorePairs(readQuestionPairs(), encoder.embed);
      const chosen = measure(pairs, budget);
      const replays = await replayAll(encoder, chosen.threshold);
      if (flags.write) writeFileSync(thresholdFile, `${JSON.stringify(chosen, null, 2)}\n`);
      if (flags.json) console.log(JSON.stringify({ ...chosen, replays }, null, 2));
      else
        console.log(
          [
            ...curveLines(pairs, "dev"),
            ...curveLines(pairs, "test"),
            ...choiceLines(chosen),
            ...differenceLines(pairs, chosen.threshold),
            ...replayLines(replays, chosen.threshold),
            ...(flags.wrong ? wrongLines(pairs, chosen.threshold, replays["all guards"]) : []),
          ].join("\n"),
        );
      return true;
    } finally {
      await encoder.close();
    }
  },
});
