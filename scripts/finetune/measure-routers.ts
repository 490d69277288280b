import {
  alwaysCloud,
  alwaysLocal,
  type Comparison,
  compareRouters,
  declareWinner,
  type Evaluation,
  evaluateRouter,
  type PromptScore,
  scoreOfEvaluation,
} from "../../modules/src/evaluation/index.ts";
import { tuningPrompt } from "../../modules/src/finetune/index.ts";
import type { Provider } from "../../modules/src/providers/provider.ts";
import { createPhiRouter } from "../../modules/src/routers/phi.ts";
import type { Router } from "../../modules/src/routers/router.ts";
import { createRuleRouter } from "../../modules/src/routers/rule.ts";
import { progressLine } from "../scoring/progress-line.ts";
import type { TuningFileRow } from "./tuning-rows.ts";

export interface MeasuredModels {
  readonly provider: Provider;
  /** Deployment of the tuned model. */
  readonly tuned: string;
  /** Deployment of the model that it was made from; absent = not measured. */
  readonly base: string | undefined;
}

export interface Measurement {
  readonly rows: number;
  readonly scores: readonly PromptScore[];
  /** Sentences: a winner is named only where no difference lies outside the interval. */
  readonly verdicts: readonly string[];
}

/** Judges the tuned model on rows it was not trained on, beside what it has to beat. */
export async function measureRouters(
  { provider, tuned, base }: MeasuredModels,
  rows: readonly TuningFileRow[],
  signal: AbortSignal,
): Promise<Measurement> {
  const ask = (name: string, model: string): Router => ({
    ...createPhiRouter({ chat: provider, model, prompt: tuningPrompt }),
    name,
  });
  const judged: Evaluation<TuningFileRow>[] = [];
  for (const router of [
    majorityOf(rows),
    createRuleRouter(),
    ...(base === undefined ? [] : [ask("zero-shot", base)]),
  ])
    judged.push(await judge(router, rows, signal));
  const tunedJudged = await judge(ask("tuned", tuned), rows, signal);
  const drawing = { groupOf: ({ template, id }: TuningFileRow) => template ?? id };
  const verdict = (comparison: Comparison) => declareWinner(comparison).reason;
  return {
    rows: rows.length,
    scores: [...judged, tunedJudged].map((evaluation) => scoreOfEvaluation(evaluation, drawing)),
    verdicts: judged.map((rival) => verdict(compareRouters(tunedJudged, rival, drawing))),
  };
}

/** The side that most of the rows belong to, always. */
function majorityOf(rows: readonly TuningFileRow[]): Router {
  const local = rows.filter(({ target }) => target === "local").length;
  return local * 2 >= rows.length ? alwaysLocal() : alwaysCloud();
}

async function judge(
  router: Router,
  rows: readonly TuningFileRow[],
  signal: AbortSignal,
): Promise<Evaluation<TuningFileRow>> {
  const line = progressLine(rows.length, `rows judged by ${router.name}`);
  let done = 0;
  const counted: Router = {
    name: router.name,
    async route(query) {
      signal.throwIfAborted();
      const decision = await router.route(query, { signal });
      done += 1;
      line.show(done);
      return decision;
    },
  };
  try {
    return await evaluateRouter(counted, rows);
  } finally {
    line.clear();
  }
}

/** The table of a measurement. */
export function measurementLines({ rows, scores, verdicts }: Measurement): string[] {
  const line = (name: string, ...figures: string[]) =>
    `${name.padEnd(14)}${figures.map((figure) => figure.padStart(19)).join("")}`;
  return [
    `On ${rows} held-out rows; intervals draw whole templates.`,
    line("", "accuracy", "95 % interval", "cloud recall", "cloud share", "ROC area"),
    ...scores.map((score) =>
      line(
        score.router,
        percent(score.accuracy),
        `${percent(score.low)} to ${percent(score.high)}`,
        percent(score.cloudRecall),
        percent(score.cloudShare),
        Number.isNaN(score.areaUnderRoc) ? "-" : score.areaUnderRoc.toFixed(3),
      ),
    ),
    ...verdicts,
  ];
}

const percent = (share: number) => (Number.isNaN(share) ? "-" : `${(share * 100).toFixed(1)} %`);
