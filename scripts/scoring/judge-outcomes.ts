import {
  compareScores,
  declareWinner,
  evaluateOutcomes,
  type OutcomeEvaluation,
  type OutcomeRouting,
  outcomeBaselines,
  type ScoredOutcome,
  type ScoredRow,
} from "../../modules/src/evaluation/index.ts";
import { type CalibrationFigure, measureProbabilities, outcomeProbabilities } from "./calibration-figures.ts";
import { type Costs, costsOf, type PricedModels } from "./list-price.ts";

/** A scored row whose outcome is known, with the outcome's fields on it. */
export type OutcomeRow = ScoredRow & ScoredOutcome;

/** A router and every baseline on the same questions. */
export interface OutcomeGroup {
  /** `all`, or the benchmark. */
  readonly name: string;
  readonly rows: number;
  readonly weakAccuracy: number;
  readonly strongAccuracy: number;
  /** Where the costs are from; absent when nothing was decided. */
  readonly costs?: string;
  /** The baselines, then the router. */
  readonly scores: readonly OutcomeEvaluation[];
  /** Whether the router beats the baselines, one sentence each. */
  readonly verdicts: readonly string[];
  readonly calibration: readonly CalibrationFigure[];
}

/** The router on one domain, next to length. */
export interface DomainResult {
  readonly benchmark: string;
  readonly domain: string;
  readonly router: OutcomeEvaluation;
  readonly length: OutcomeEvaluation;
}

export interface OutcomeReport {
  readonly groups: readonly OutcomeGroup[];
  readonly domains: readonly DomainResult[];
}

export interface JudgeOutcomesOptions {
  readonly resamples: number;
  readonly models: PricedModels;
}

export const withOutcome = (rows: readonly ScoredRow[]): OutcomeRow[] =>
  rows.flatMap(({ outcome, ...row }) => (outcome ? [{ ...row, outcome, ...outcome }] : []));

/** What a router's scores are worth on real outcomes: on all, by benchmark and by domain. */
export async function judgeOutcomes(
  router: string,
  rows: readonly OutcomeRow[],
  options: JudgeOutcomesOptions,
): Promise<OutcomeReport> {
  const benchmarks = Map.groupBy(rows, ({ benchmark }) => benchmark ?? "no benchmark");
  const costs = isDecided(rows) ? await costsOf(rows, options.models) : undefined;
  const judge = (name: string, group: readonly OutcomeRow[]) =>
    judgeGroup(name, router, group, costs, options);
  return {
    groups: [
      judge("all", rows),
      ...(benchmarks.size > 1 ? [...benchmarks].map(([name, group]) => judge(name, group)) : []),
    ],
    domains: [...benchmarks].flatMap(([benchmark, group]) =>
      judgeDomains(router, benchmark, group, options.resamples),
    ),
  };
}

const isDecided = (rows: readonly OutcomeRow[]) => rows.every(({ decided }) => decided !== undefined);

const routingOf = (router: string, decided: boolean): OutcomeRouting<OutcomeRow> => ({
  name: router,
  scoreOf: ({ score }) => score,
  ...(decided && { asksStrong: (row: OutcomeRow) => row.decided === "cloud" }),
});

function judgeGroup(
  name: string,
  router: string,
  rows: readonly OutcomeRow[],
  costs: Costs | undefined,
  { resamples }: JudgeOutcomesOptions,
): OutcomeGroup {
  const strongShare = rows.filter(({ decided }) => decided === "cloud").length / rows.length;
  const routing = routingOf(router, costs !== undefined);
  const baselines = outcomeBaselines(rows, { strongShare }).map(
    ({ asksStrong, ...score }): OutcomeRouting<OutcomeRow> =>
      costs && asksStrong ? { ...score, asksStrong } : score,
  );
  const drawing = { resamples, ...(costs && { costsOf: costs.of }) };
  const own = evaluateOutcomes(routing, rows, drawing);
  const rivals = baselines.filter((baseline) => RIVALS.has(baseline.name));
  return {
    name,
    rows: rows.length,
    weakAccuracy: own.weakAccuracy,
    strongAccuracy: own.strongAccuracy,
    ...(costs && { costs: costs.source }),
    scores: [...baselines.map((baseline) => evaluateOutcomes(baseline, rows, drawing)), own],
    verdicts: rivals.map((rival) => declareWinner(compareScores(routing, rival, rows, { resamples })).reason),
    calibration: measureProbabilities(outcomeProbabilities(rows), resamples),
  };
}

/** Those whose order of the questions can be better or worse; a constant has none, and the oracle is no rival. */
const RIVALS = new Set(["random", "length", "first-word"]);

/** Fewer questions than this say nothing by themselves. */
const LEAST_ROWS = 20;

function judgeDomains(
  router: string,
  benchmark: string,
  rows: readonly OutcomeRow[],
  resamples: number,
): DomainResult[] {
  const domains = Map.groupBy(rows, ({ domain }) => domain ?? "");
  return [...domains].flatMap(([domain, group]) => {
    if (domain === "" || group.length < LEAST_ROWS || group.length === rows.length) return [];
    const own = evaluateOutcomes(routingOf(router, isDecided(group)), group, { resamples });
    const length = evaluateOutcomes({ name: "length", scoreOf: byLength }, group, { resamples });
    return [{ benchmark, domain, router: own, length }];
  });
}

const byLength = ({ prompt }: OutcomeRow) => prompt.length;
