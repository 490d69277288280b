import { areaUnderRoc } from "../../modules/src/evaluation/area-under-roc.ts";
import { apgr, costQualityCurve } from "../../modules/src/evaluation/cost-quality-curve.ts";
import { evaluateRouter, type Slice } from "../../modules/src/evaluation/evaluate-router.ts";
import type { LabelledPrompt } from "../../modules/src/evaluation/labelled-prompt.ts";
import type { Outcome } from "../../modules/src/evaluation/outcome.ts";
import { lengthScore, scoreBy } from "../../modules/src/evaluation/outcome-scores.ts";
import { createRuleRouter } from "../../modules/src/routers/rule.ts";
import type { RuleSet } from "../../modules/src/routers/rule-set.ts";
import { foldsOf, tuneRules } from "./tune.ts";

const percent = (share: number) =>
  Number.isNaN(share) ? "    –" : `${(100 * share).toFixed(1)}%`.padStart(6);

/** A line of figures for rows of one kind. */
const sliceLine = ({ name, rows, accuracy, localRecall, cloudRecall }: Slice) =>
  `  ${name.padEnd(14)}${String(rows).padStart(5)}  ${percent(accuracy)}  ${percent(localRecall)}  ${percent(cloudRecall)}`;

const HEAD = `  ${"".padEnd(14)} rows  right   local   cloud`;

/** How the rules route the prompts of a split: all, then by language, complexity and style. */
export async function describeSplit(
  name: string,
  rules: RuleSet,
  rows: readonly LabelledPrompt[],
): Promise<string[]> {
  const evaluation = await evaluateRouter(createRuleRouter({ rules }), rows);
  const slices = [...evaluation.byLanguage, ...evaluation.byComplexity, ...evaluation.byStyle];
  const all: Slice = { ...evaluation, name: "all" };
  return [
    `${name} split: share of all, local and cloud prompts routed as labelled`,
    HEAD,
    ...[all, ...slices].map(sliceLine),
  ];
}

/** Everyday prompts chose the weights too; a miss among them is named. */
export async function describeEveryday(rules: RuleSet, rows: readonly LabelledPrompt[]): Promise<string> {
  const { accuracy, mistakes } = await evaluateRouter(createRuleRouter({ rules }), rows);
  const missed = mistakes.map(({ row, decided }) => `\n  ${decided}: ${row.prompt}`).join("");
  return `Everyday prompts: ${percent(accuracy).trim()} of ${rows.length} routed as labelled${missed}`;
}

const FOLDS = 5;

/** Accuracy on prompts of templates that did not choose the weights, by tuning anew without each fold. */
export async function crossValidate(
  rules: RuleSet,
  dev: readonly LabelledPrompt[],
  everyday: readonly LabelledPrompt[],
): Promise<number> {
  let right = 0;
  for (const held of foldsOf(dev, FOLDS)) {
    const tuned = tuneRules(
      rules,
      dev.filter((row) => !held.includes(row)),
      everyday,
    );
    const { accuracy, rows } = await evaluateRouter(createRuleRouter({ rules: tuned }), held);
    right += accuracy * rows;
  }
  return right / dev.length;
}

/** How the scores order real outcomes, next to those of plain length. Chance is 0.5 throughout. */
export function describeOutcomes(outcomes: readonly Outcome[]): string[] {
  const lines = [...Map.groupBy(outcomes, ({ benchmark }) => benchmark)].map(([benchmark, rows]) => {
    const figures = [scoreBy("rule"), lengthScore].flatMap((scoreOf) => [
      areaUnderRoc(rows.map((row) => ({ score: scoreOf(row), positive: !row.weakRight }))),
      apgr(costQualityCurve(rows, scoreOf)),
    ]);
    const columns = figures.map((figure) => figure.toFixed(3).padStart(12)).join("");
    return `  ${benchmark.padEnd(14)}${String(rows.length).padStart(6)}${columns}`;
  });
  return [
    'Real outcomes: area under ROC for "the weak model is wrong", and APGR; chance is 0.5',
    `  ${"".padEnd(14)}  rows   rules: AUC        APGR length: AUC        APGR`,
    ...lines,
  ];
}
