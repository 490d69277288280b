import {
  baselineRouters,
  compareRouters,
  declareWinner,
  type Evaluation,
  evaluateRouter,
  evaluationOf,
  type Judged,
  type PromptScore,
  randomMix,
  robustnessOf,
  type ScoredRow,
  type Slice,
  type StyleRobustness,
  scoreOfEvaluation,
  type VariantRow,
} from "../../modules/src/evaluation/index.ts";
import type { RouteDecision, Target } from "../../modules/src/routers/router.ts";
import { type CalibrationFigure, labelProbabilities, measureProbabilities } from "./calibration-figures.ts";

/** A row with its label where `Labelled` has it. */
export interface LabelledRow extends VariantRow {
  /** Rows of one group are drawn together. */
  readonly group: string;
}

export interface LabelReport {
  readonly rows: number;
  /** The baselines, then the router. */
  readonly scores: readonly PromptScore[];
  readonly byLanguage: readonly Slice[];
  readonly byComplexity: readonly Slice[];
  readonly byStyle: readonly Slice[];
  /** Whether slips and other words change the route, of rows that say which clean row they repeat. */
  readonly robustness: readonly StyleRobustness[];
  readonly verdicts: readonly string[];
  readonly calibration: readonly CalibrationFigure[];
}

/** What a router's decisions are worth against labels. Rows of one template are drawn together. */
export async function judgeLabels(
  router: string,
  rows: readonly ScoredRow[],
  resamples: number,
): Promise<LabelReport> {
  const own = labelEvaluation(router, rows);
  const judgedOn = own.judged.map(({ row }) => row);
  const drawing = { resamples, groupOf: ({ group }: LabelledRow) => group };
  const { cloudShare } = own;
  const routers = baselineRouters({ judgedOn, cloudShare, groupOf: drawing.groupOf });
  const halves = { ...randomMix({ cloudShare: 0.5 }), name: "random" };
  const baselines: Evaluation<LabelledRow>[] = [];
  for (const baseline of [halves, ...routers]) baselines.push(await evaluateRouter(baseline, judgedOn));
  const rivals = baselines.filter((baseline) => baseline.router !== "oracle");
  return {
    rows: rows.length,
    scores: [...baselines, own].map((evaluation) => scoreOfEvaluation(evaluation, drawing)),
    byLanguage: own.byLanguage,
    byComplexity: own.byComplexity,
    byStyle: own.byStyle,
    robustness: robustnessOf(own),
    verdicts: rivals.map((rival) => declareWinner(compareRouters(own, rival, drawing)).reason),
    calibration: measureProbabilities(labelProbabilities(rows), resamples),
  };
}

/** Rows that are labelled and decided. */
export const withLabel = (rows: readonly ScoredRow[]): ScoredRow[] =>
  rows.filter(({ label, decided }) => label !== undefined && decided !== undefined);

/** The evaluation of decisions that a file holds. */
export function labelEvaluation(router: string, rows: readonly ScoredRow[]): Evaluation<LabelledRow> {
  return evaluationOf(
    router,
    rows.flatMap((row) => {
      const { label, decided } = row;
      return label && decided ? [judgedRow(row, label, decided)] : [];
    }),
  );
}

function judgedRow(row: ScoredRow, target: Target, decided: Target): Judged<LabelledRow> {
  const { prompt, language, complexity, style, template, id, variantOf } = row;
  return {
    row: {
      id,
      variantOf,
      prompt,
      target,
      group: template ?? id,
      ...(language && { language }),
      ...(complexity && { complexity }),
      ...(style && { style }),
    },
    target,
    decided,
    right: decided === target,
    decision: decisionOf(row, decided),
  };
}

/** What the file keeps of a decision. */
function decisionOf({ router, score, threshold, ms }: ScoredRow, target: Target): RouteDecision {
  const from = threshold ?? Number.NaN;
  return {
    router,
    target,
    reason: `${target}: read from a scored file.`,
    score,
    threshold: from,
    margin: Math.abs(score - from),
    runnerUp: target === "cloud" ? "local" : "cloud",
    signals: [],
    ms: ms ?? Number.NaN,
    skipped: [],
  };
}
