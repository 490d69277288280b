import { meanInterval, sumOf } from "./kpi-interval.ts";
import type { KpiRow } from "./kpi-row.ts";
import type { KpiFigure } from "./kpis.ts";

/** Time that routing took, against asking the cloud for everything. Nothing of it is assumed: both were measured in the same run. */
export interface TimeEfficiency {
  /** Mean seconds of the answers of models, as routed: decisions, failed calls and escalations included. */
  readonly routedSeconds: number;
  /** Mean seconds of the answers that came from the cloud at once, without the decision: what all would have taken. */
  readonly cloudSeconds: number;
  /** Answers that `cloudSeconds` stands on. */
  readonly cloudAnswers: number;
  /** 1 − routed / cloud; negative when routing took longer. */
  readonly efficiency: KpiFigure;
  /** Seconds saved with each answer. */
  readonly saved: KpiFigure;
}

const FEWEST = 2;

/** Undefined unless both this machine and the cloud, unaided, answered at least twice. Answers from the cache are nobody's time. */
export function timeEfficiency(rows: readonly KpiRow[]): TimeEfficiency | undefined {
  const answers = rows.filter(({ outcome, seconds }) => outcome === "answered" && Number.isFinite(seconds));
  const cloud = answers.filter(isCloudAtOnce);
  const local = answers.filter(({ tier }) => tier === "local");
  if (local.length < FEWEST || cloud.length < FEWEST) return undefined;
  const n = answers.length;
  const routedSeconds = sumOf(answers.map(({ seconds }) => seconds)) / n;
  const cloudSeconds = sumOf(cloud.map(withoutDecision)) / cloud.length;
  if (cloudSeconds <= 0) return undefined;
  const ratio = routedSeconds / cloudSeconds;
  const saved = cloudSeconds - routedSeconds;
  // How far each answer pulls at the two means; those of the cloud are in both, so they are no independent samples (delta method).
  const pulls = answers.map((row) => ({
    routed: row.seconds - routedSeconds,
    cloud: isCloudAtOnce(row) ? ((withoutDecision(row) - cloudSeconds) * n) / cloud.length : 0,
  }));
  const figure = (value: number, pull: (one: (typeof pulls)[number]) => number): KpiFigure => {
    const interval = meanInterval(pulls.map((one) => value + pull(one)));
    return { value, n, ...(interval && { interval }) };
  };
  return {
    routedSeconds,
    cloudSeconds,
    cloudAnswers: cloud.length,
    efficiency: figure(1 - ratio, (pull) => (ratio * pull.cloud - pull.routed) / cloudSeconds),
    saved: figure(saved, (pull) => pull.cloud - pull.routed),
  };
}

const isCloudAtOnce = ({ tier, triedLocal, calls }: KpiRow): boolean =>
  tier !== undefined && tier !== "local" && !triedLocal && calls === 1;

const withoutDecision = ({ seconds, decisionSeconds = 0 }: KpiRow): number => seconds - decisionSeconds;
