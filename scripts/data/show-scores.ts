import {
  baselineRouters,
  baselineScores,
  type Comparison,
  compareRouters,
  compareScores,
  declareWinner,
  evaluateRouter,
  type LabelledPrompt,
  type Outcome,
  type OutcomeScore,
  outcomeScoreboard,
  type PromptScore,
  robustnessOf,
  type Slice,
  type StyleRobustness,
  scoreBy,
  scoreOfEvaluation,
} from "../../modules/src/evaluation/index.ts";
import { createRuleRouter } from "../../modules/src/routers/rule.ts";

interface PromptReport {
  readonly rows: number;
  readonly templates: number;
  readonly scores: readonly PromptScore[];
  readonly byLanguage: readonly Slice[];
  readonly byComplexity: readonly Slice[];
  readonly robustness: readonly StyleRobustness[];
  readonly verdicts: readonly string[];
}

interface OutcomeReport {
  readonly name: string;
  readonly rows: number;
  readonly scores: readonly OutcomeScore[];
  readonly verdicts: readonly string[];
}

export interface ScoreboardOptions {
  readonly prompts: readonly LabelledPrompt[];
  readonly outcomes: readonly Outcome[];
  /** Samples drawn for each interval. */
  readonly resamples: number;
  readonly asJson: boolean;
}

/** Judges the rule router beside the baselines, on test splits only, and prints what came out. */
export async function printScoreboards(options: ScoreboardOptions): Promise<void> {
  const { resamples, asJson } = options;
  const prompts = await judgeOnPrompts(options.prompts, resamples);
  const outcomes = outcomeGroups(options.outcomes).map(([name, rows]) =>
    judgeOnOutcomes(name, rows, resamples),
  );
  if (asJson) return console.log(JSON.stringify({ prompts, outcomes }, null, 2));
  console.log([...promptLines(prompts), ...outcomes.flatMap(outcomeLines)].join("\n"));
}

async function judgeOnPrompts(prompts: readonly LabelledPrompt[], resamples: number): Promise<PromptReport> {
  const dev = prompts.filter(({ split }) => split === "dev");
  const test = prompts.filter(({ split }) => split === "test");
  const drawing = { resamples, groupOf: ({ template }: LabelledPrompt) => template };
  const rule = await evaluateRouter(createRuleRouter(), test);
  const baselines = [];
  for (const router of baselineRouters({ dev, judgedOn: test, cloudShare: rule.cloudShare }))
    baselines.push(await evaluateRouter(router, test));
  const rivals = baselines.filter(({ router }) => router !== "oracle");
  return {
    rows: test.length,
    templates: new Set(test.map(({ template }) => template)).size,
    scores: [...baselines, rule].map((evaluation) => scoreOfEvaluation(evaluation, drawing)),
    byLanguage: rule.byLanguage,
    byComplexity: rule.byComplexity,
    robustness: robustnessOf(rule),
    verdicts: rivals.map((rival) => verdict(compareRouters(rule, rival, drawing))),
  };
}

/** All test questions together, then each benchmark: what holds on one need not hold on another. */
function outcomeGroups(outcomes: readonly Outcome[]): [string, Outcome[]][] {
  const test = outcomes.filter(({ split }) => split === "test");
  return [["all benchmarks", test], ...Map.groupBy(test, ({ benchmark }) => benchmark)];
}

function judgeOnOutcomes(name: string, rows: readonly Outcome[], resamples: number): OutcomeReport {
  const rule = { name: "rule", scoreOf: scoreBy("rule") };
  const others = Object.keys(rows[0]?.scores ?? {})
    .filter((router) => router !== "rule" && router !== "length")
    .map((router) => ({ name: router, scoreOf: scoreBy(router) }));
  const rivals = baselineScores.filter((score) => score.name !== "oracle");
  return {
    name,
    rows: rows.length,
    scores: outcomeScoreboard([...baselineScores, rule, ...others], rows, { resamples }),
    verdicts: rivals.map((rival) => verdict(compareScores(rule, rival, rows, { resamples }))),
  };
}

const verdict = (comparison: Comparison) => declareWinner(comparison).reason;

function promptLines(report: PromptReport): string[] {
  return [
    `Labelled prompts, test split: ${report.rows} rows of ${report.templates} templates. The labels are opinions by a written rule.`,
    "Intervals draw whole templates, since rows of one template are alike.",
    "",
    line("", "accuracy", "95 % interval", "cloud recall", "precision", "cloud share", "ROC area"),
    ...report.scores.map((score) =>
      line(
        score.router,
        percent(score.accuracy),
        `${percent(score.low)} to ${percent(score.high)}`,
        percent(score.cloudRecall),
        percent(score.cloudPrecision),
        percent(score.cloudShare),
        score.areaUnderRoc.toFixed(3),
      ),
    ),
    "",
    ...report.verdicts,
    "",
    `rule by language:   ${sliceLine(report.byLanguage)}`,
    `rule by complexity: ${sliceLine(report.byComplexity)}`,
    ...report.robustness.map(
      ({ style, pairs, sameDecision, accuracy, cleanAccuracy }) =>
        `rule on ${style}: ${percent(accuracy)} right, the ${pairs} clean rows that ask the same ${percent(cleanAccuracy)}; same route ${percent(sameDecision)}`,
    ),
    "",
  ];
}

const sliceLine = (slices: readonly Slice[]) =>
  slices.map(({ name, accuracy }) => `${name} ${percent(accuracy)}`).join(", ");

function outcomeLines(report: OutcomeReport): string[] {
  return [
    `Real outcomes, test split, ${report.name}: ${report.rows} questions that a weak and a strong model answered.`,
    "",
    line("", "APGR", "95 % interval", "calls for 50 %", "for 80 %", "ROC area"),
    ...report.scores.map((score) =>
      line(
        score.router,
        score.apgr.toFixed(3),
        `${score.low.toFixed(3)} to ${score.high.toFixed(3)}`,
        percent(score.callsForHalf),
        percent(score.callsForMost),
        score.areaUnderRoc.toFixed(3),
      ),
    ),
    "",
    ...report.verdicts,
    "",
  ];
}

const line = (name: string, ...figures: string[]) =>
  `${name.padEnd(14)}${figures.map((figure) => figure.padStart(21)).join("")}`.trimEnd();

const percent = (share: number) => (Number.isNaN(share) ? "-" : `${(share * 100).toFixed(1)} %`);
