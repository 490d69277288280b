import { RoutingError } from "../core/errors.ts";
import {
  type BootstrapOptions,
  bootstrapFigures,
  bootstrapInterval,
  drawByRow,
  type Interval,
} from "./bootstrap.ts";
import { apgr, type CostQualityCurve } from "./cost-quality-curve.ts";
import type { Evaluation, Judged } from "./evaluate-router.ts";
import type { Labelled } from "./labelled-prompt.ts";
import type { Outcome, OutcomePair } from "./outcome.ts";
import type { ScoreOf } from "./outcome-scores.ts";
import { curveOfSample, sortOutcomes } from "./sorted-outcomes.ts";

/** Two routers on the same rows. */
export interface Comparison {
  readonly left: string;
  readonly right: string;
  readonly measure: "accuracy" | "APGR";
  /** Left less right, both measured on each sample: what is easy for both does not blur the difference. */
  readonly difference: Interval;
}

/** The verdict on a comparison. */
export interface Verdict {
  /** Name of the better router; absent when the rows cannot tell. */
  readonly winner: string | undefined;
  /** One sentence for people. */
  readonly reason: string;
}

/**
 * Compares two evaluations by accuracy.
 * @throws RoutingError when they are not of the same rows.
 */
export function compareRouters<Row extends Labelled>(
  left: Evaluation<Row>,
  right: Evaluation<Row>,
  options: BootstrapOptions<Row> = {},
): Comparison {
  const pairs = left.judged.map((judged, at) => {
    const other = right.judged[at];
    if (left.rows === right.rows && other?.row.prompt === judged.row.prompt) return { judged, other };
    throw new RoutingError(`${left.router} and ${right.router} were not judged on the same rows.`, {
      code: "OTHER_ROWS",
      hint: "Give both the same rows in the same order.",
    });
  });
  const difference = bootstrapInterval(
    pairs,
    differenceInAccuracy,
    drawByRow(options, ({ judged }) => judged.row),
  );
  return { left: left.router, right: right.router, measure: "accuracy", difference };
}

function differenceInAccuracy(pairs: readonly { judged: Judged; other: Judged }[]): number {
  let sum = 0;
  for (const { judged, other } of pairs) sum += Number(judged.right) - Number(other.right);
  return sum / pairs.length;
}

/** A score under a name. */
export interface NamedScore<Row extends OutcomePair = Outcome> {
  readonly name: string;
  readonly scoreOf: ScoreOf<Row>;
}

/** Compares two scores by what they buy on real outcomes (APGR). There is no difference (NaN) where the strong model is not better. */
export function compareScores<Row extends OutcomePair>(
  left: NamedScore<Row>,
  right: NamedScore<Row>,
  rows: readonly Row[],
  options: Omit<BootstrapOptions<OutcomePair>, "groupOf"> = {},
): Comparison {
  const [one, other] = [sortOutcomes(rows, left.scoreOf), sortOutcomes(rows, right.scoreOf)];
  const { difference } = bootstrapFigures(
    rows.length,
    (counts) => ({
      difference: gainedBy(curveOfSample(one, counts)) - gainedBy(curveOfSample(other, counts)),
    }),
    { resamples: 500, ...options },
  );
  return { left: left.name, right: right.name, measure: "APGR", difference };
}

/** With a strong model that is not better, the higher APGR would be the worse one. */
const gainedBy = (curve: CostQualityCurve) =>
  curve.strongAccuracy > curve.weakAccuracy ? apgr(curve) : Number.NaN;

/** Names a winner only when no difference at all lies outside the interval. */
export function declareWinner({ left, right, measure, difference }: Comparison): Verdict {
  const { value, low, high, level } = difference;
  if (Number.isNaN(value)) {
    const reason = `No winner between ${left} and ${right}: these rows have no ${measure} to compare.`;
    return { winner: undefined, reason };
  }
  const range = `${signed(low)} to ${signed(high)}, ${Math.round(level * 100)} % interval`;
  if (low > 0 || high < 0) {
    const [winner, loser] = low > 0 ? [left, right] : [right, left];
    return {
      winner,
      reason: `${winner} beats ${loser} in ${measure}: ${signed(value)} for ${left} (${range}).`,
    };
  }
  return {
    winner: undefined,
    reason: `No winner between ${left} and ${right}: the difference in ${measure} may be nothing (${range}).`,
  };
}

const signed = (value: number) => `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(3)}`;
