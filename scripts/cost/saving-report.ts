import type { Model } from "../../modules/src/catalog/catalog.ts";
import { answerCostUsd } from "../../modules/src/cost/answer-cost.ts";
import {
  measureSaving,
  type PricedOutcome,
  thresholdForLoss,
} from "../../modules/src/cost/measure-saving.ts";
import { bootstrapFigures, type Interval } from "../../modules/src/evaluation/bootstrap.ts";
import type { Outcome } from "../../modules/src/evaluation/outcome.ts";
import { UsageError } from "../notebooks/run-command.ts";

export interface SavingQuestion {
  readonly router: string;
  /** Share of questions answered right that may be given up against the strong model alone, 0 to 1. */
  readonly maxLoss: number;
  /** Least share of the cost to save, 0 to 1. */
  readonly atLeast: number;
  readonly benchmarks: readonly string[];
  readonly strong: Model;
  /** Absent: a model on this machine, which costs no money. */
  readonly weak: Model | undefined;
  readonly answerTokens: number;
  readonly routerUsd: number;
  readonly resamples: number;
}

export interface SavingReport {
  readonly router: string;
  readonly benchmarks: readonly string[];
  readonly threshold: number;
  readonly chosenOn: number;
  readonly judgedOn: number;
  readonly maxLoss: number;
  readonly savedShare: Interval;
  readonly loss: Interval;
  readonly strongShare: Interval;
  /** Of lots that cost as much. */
  readonly mixLoss: Interval;
  /** Of lots that give up as much. */
  readonly mixSavedShare: Interval;
  /** What the router gives up less than lots of the same cost. */
  readonly lossBelowMix: Interval;
  /** US dollars for a thousand questions. */
  readonly costUsd: number;
  readonly strongOnlyUsd: number;
  /** Each has to hold at the unfavourable end of its interval. */
  readonly savesEnough: boolean;
  readonly keepsQuality: boolean;
  readonly beatsMix: boolean;
}

/**
 * Chooses the threshold on the dev split and judges it on the test split.
 * @throws UsageError when there are no rows, or no scores of the router.
 */
export function reportSaving(outcomes: readonly Outcome[], question: SavingQuestion): SavingReport {
  const { router, maxLoss, atLeast, benchmarks, routerUsd, resamples } = question;
  const [dev, test] = (["dev", "test"] as const).map((split) =>
    priced(
      outcomes.filter((row) => row.split === split && benchmarks.includes(row.benchmark)),
      question,
    ),
  );
  if (!dev?.length || !test?.length)
    throw new UsageError(
      `There are no rows of ${benchmarks.join(", ")} to choose and to judge on. See --help.`,
    );
  const threshold = thresholdForLoss(dev, maxLoss);
  const figures = bootstrapFigures(
    test.length,
    (counts) => {
      const drawn = test.flatMap((row, place) => new Array<PricedOutcome>(counts[place] ?? 0).fill(row));
      const { savedShare, loss, strongShare, mixLoss, mixSavedShare } = measureSaving(drawn, {
        threshold,
        routerUsd,
      });
      return { savedShare, loss, strongShare, mixLoss, mixSavedShare, lossBelowMix: mixLoss - loss };
    },
    { resamples },
  );
  const { costUsd, strongOnlyUsd } = measureSaving(test, { threshold, routerUsd });
  return {
    router,
    benchmarks,
    threshold,
    chosenOn: dev.length,
    judgedOn: test.length,
    maxLoss,
    ...figures,
    costUsd: (1000 * costUsd) / test.length,
    strongOnlyUsd: (1000 * strongOnlyUsd) / test.length,
    savesEnough: figures.savedShare.low >= atLeast,
    keepsQuality: figures.loss.high <= maxLoss,
    beatsMix: figures.lossBelowMix.low > 0,
  };
}

function priced(rows: readonly Outcome[], question: SavingQuestion): PricedOutcome[] {
  const { router, strong, weak, answerTokens } = question;
  return rows.map(({ scores, tokens, weakRight, strongRight }) => {
    const score = scores[router];
    if (score === undefined)
      throw new UsageError(
        `There are no scores of "${router}". There are: ${Object.keys(scores).join(", ")}.`,
      );
    const usage = { promptTokens: tokens, completionTokens: answerTokens };
    const costOf = (model: Model) => answerCostUsd(model, usage) ?? Number.NaN;
    return { score, weakRight, strongRight, weakUsd: weak ? costOf(weak) : 0, strongUsd: costOf(strong) };
  });
}
