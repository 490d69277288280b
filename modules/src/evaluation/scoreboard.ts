import type { Router } from "../routers/router.ts";
import { areaUnderRoc } from "./area-under-roc.ts";
import {
  alwaysCloud,
  alwaysLocal,
  byFirstWord,
  fitLength,
  fitWordCount,
  oracle,
  randomMix,
} from "./baselines.ts";
import { type BootstrapOptions, bootstrapInterval, drawByRow } from "./bootstrap.ts";
import type { NamedScore } from "./compare-routers.ts";
import { crossFit } from "./cross-fit.ts";
import { evaluateOutcomes } from "./evaluate-outcomes.ts";
import { type Evaluation, evaluateRouter } from "./evaluate-router.ts";
import type { Labelled } from "./labelled-prompt.ts";
import type { OutcomePair } from "./outcome.ts";
import { lengthScore, oracleScore, randomScore } from "./outcome-scores.ts";

/** A router's line on a scoreboard of labelled prompts. Shares 0 to 1. */
export interface PromptScore {
  readonly router: string;
  readonly accuracy: number;
  /** Interval of the accuracy. */
  readonly low: number;
  readonly high: number;
  readonly cloudRecall: number;
  readonly cloudPrecision: number;
  readonly cloudShare: number;
  /** How well its score orders cloud above local, whatever the threshold. */
  readonly areaUnderRoc: number;
}

/**
 * The baselines for labelled prompts: fitted on the dev rows, and with the answers of the rows they are judged on for the
 * oracle. Without dev rows they are fitted, for each row, on other folds of the rows they are judged on.
 */
export function baselineRouters<Row extends Labelled>(options: {
  readonly dev?: readonly Row[];
  readonly judgedOn: readonly Row[];
  /** Rows that belong together, such as those of one template. */
  readonly groupOf?: (row: Row) => string;
  /** Share of queries that the random mix sends to the cloud: that of the router it is compared with. */
  readonly cloudShare: number;
}): Router[] {
  const { dev, judgedOn, cloudShare, groupOf } = options;
  const fitted = (fit: (rows: readonly Row[]) => Router) =>
    dev ? fit(dev) : crossFit(judgedOn, fit, groupOf && { groupOf });
  return [
    alwaysLocal(),
    alwaysCloud(),
    randomMix({ cloudShare }),
    fitted(fitLength),
    fitted(fitWordCount),
    fitted(byFirstWord),
    oracle(judgedOn),
  ];
}

/** Judges each router on the same rows, in the order given. */
export async function promptScoreboard<Row extends Labelled>(
  routers: readonly Router[],
  rows: readonly Row[],
  options: BootstrapOptions<Row> = {},
): Promise<PromptScore[]> {
  const scores: PromptScore[] = [];
  for (const router of routers) scores.push(scoreOfEvaluation(await evaluateRouter(router, rows), options));
  return scores;
}

/** The line of one evaluation. */
export function scoreOfEvaluation<Row extends Labelled>(
  evaluation: Evaluation<Row>,
  options: BootstrapOptions<Row> = {},
): PromptScore {
  const { router, accuracy, cloudRecall, cloudPrecision, cloudShare, judged } = evaluation;
  const { low, high } = bootstrapInterval(
    judged,
    (sample) => sample.filter(({ right }) => right).length / sample.length,
    drawByRow(options, ({ row }) => row),
  );
  const cases = judged.map(({ decision, target }) => ({
    score: decision.score,
    positive: target === "cloud",
  }));
  return {
    router,
    accuracy,
    low,
    high,
    cloudRecall,
    cloudPrecision,
    cloudShare,
    areaUnderRoc: areaUnderRoc(cases),
  };
}

/** A score's line on a scoreboard of real outcomes. */
export interface OutcomeScore {
  readonly router: string;
  readonly apgr: number;
  /** Interval of the APGR. */
  readonly low: number;
  readonly high: number;
  /** Share of strong calls that wins back half of the accuracy between weak and strong, 0 to 1. */
  readonly callsForHalf: number;
  /** The same for four fifths. */
  readonly callsForMost: number;
  /** How well it orders the questions that the weak model gets wrong above the others. */
  readonly areaUnderRoc: number;
}

/** The scores every router is compared with on real outcomes. */
export const baselineScores: readonly NamedScore[] = [
  { name: "random", scoreOf: randomScore() },
  { name: "length", scoreOf: lengthScore },
  { name: "oracle", scoreOf: oracleScore },
];

/** Measures each score on the same outcomes, in the order given. */
export function outcomeScoreboard<Row extends OutcomePair>(
  scores: readonly NamedScore<Row>[],
  rows: readonly Row[],
  options: Omit<BootstrapOptions<OutcomePair>, "groupOf"> = {},
): OutcomeScore[] {
  return scores.map((score) => {
    const { router, apgr, callsForHalf, callsForMost, weakWrongArea } = evaluateOutcomes(
      score,
      rows,
      options,
    );
    return {
      router,
      apgr: apgr.value,
      low: apgr.low,
      high: apgr.high,
      callsForHalf: callsForHalf.value,
      callsForMost: callsForMost.value,
      areaUnderRoc: weakWrongArea.value,
    };
  });
}
