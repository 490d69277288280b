import type { Provenance } from "../chat/provenance.ts";
import { LabError } from "../core/errors.ts";
import {
  type KpiInterval,
  meanInterval,
  quantileInterval,
  quantileOf,
  ratioInterval,
  shareInterval,
  sumOf,
} from "./kpi-interval.ts";
import type { KpiJudgement, KpiRow } from "./kpi-row.ts";

/** One figure with how many requests it stands on. */
export interface KpiFigure {
  /** What it is of, where a KPI has several: `P95`, `timeout`, `local P50`. */
  readonly of?: string;
  /** Undefined when there is nothing to count it from. */
  readonly value: number | undefined;
  /** Requests that it stands on. */
  readonly n: number;
  /** 95 %; absent when there are too few, or the figure is a plain count. */
  readonly interval?: KpiInterval;
}

export interface Kpi {
  readonly name: KpiName;
  readonly title: string;
  /** What is computed, in words. */
  readonly formula: string;
  /** `share` 0 to 1, seconds, `count`, or `score`: difference of utilities. */
  readonly unit: "share" | "seconds" | "count" | "score";
  /** What to hold it against. */
  readonly bar?: string;
  readonly figures: readonly KpiFigure[];
}

export interface KpiOptions {
  /** What regret takes off a score for each US dollar; default 0. */
  readonly scorePerUsd?: number;
  /** What regret takes off a score for each second; default 0. */
  readonly scorePerSecond?: number;
  /** From which score on an answer is good enough; default 0.5. */
  readonly goodFrom?: number;
}

/** What a KPI says about itself, and how it is counted. */
interface KpiForm extends Omit<Kpi, "name" | "figures"> {
  readonly count: (rows: readonly KpiRow[], options: Required<KpiOptions>) => readonly KpiFigure[];
}

const FORMS = {
  "local-share": {
    title: "Local share",
    formula: "answers by a model on this machine / answers by a model",
    unit: "share",
    count: (rows) => [share(byModel(rows), isLocalAnswer)],
  },
  "cost-saved": {
    title: "Cost saved",
    formula:
      "1 − Σ cost / Σ cost of the same tokens at the model of comparison; router, retries and broken-off beginnings included",
    unit: "share",
    bar: "≥ 30 %",
    count: (rows) => [saved(rows)],
  },
  "quality-kept": {
    title: "Quality kept",
    formula: "Σ score of the answer given / Σ score of the cloud's answer, on requests where both are judged",
    unit: "share",
    bar: "≥ 0.95",
    count: (rows) => [kept(rows)],
  },
  regret: {
    title: "Regret",
    formula:
      "mean of (utility of the better side − utility of the chosen one); utility = score − weighted cost − weighted time",
    unit: "score",
    bar: "falls as the router learns",
    count: (rows, options) => [regret(rows, options)],
  },
  latency: {
    title: "Latency",
    formula: "quantiles of seconds from question to end, and to the first text, by who answered",
    unit: "seconds",
    bar: "local P50 < 0.5 s",
    count: latency,
  },
  "router-overhead": {
    title: "Router overhead",
    formula: "P99 of the seconds of hybrid.route",
    unit: "seconds",
    bar: "< 0.01 s with rules or a small encoder",
    count: (rows) => [
      quantile(
        rows.flatMap(({ decisionSeconds }) => decisionSeconds ?? []),
        0.99,
        "P99",
      ),
    ],
  },
  "escalation-rate": {
    title: "Escalation rate",
    formula:
      "answered elsewhere after this machine was meant or tried / requests for which it was meant or tried",
    unit: "share",
    count: (rows) => [share(byModel(rows).filter(wasForLocal), (row) => !isLocalAnswer(row))],
  },
  "fallback-rate": {
    title: "Fallback rate",
    formula:
      "requests with more than one call / requests with a call; by cause: requests with such a failure / the same",
    unit: "share",
    count: fallbacks,
  },
  misroute: {
    title: "Misroutes",
    formula:
      "answered here and judged bad / judged answers from here; answered elsewhere though this machine was good enough / such with both judged",
    unit: "share",
    count: misroutes,
  },
  availability: {
    title: "Availability",
    formula: "1 − failures that a caller saw / requests; refused and cancelled ones are not counted",
    unit: "share",
    bar: "99.9 %",
    count: (rows) => [
      share(
        rows.filter(({ outcome }) => outcome !== "refused" && outcome !== "cancelled"),
        ({ outcome }) => outcome !== "failed",
      ),
    ],
  },
  waste: {
    title: "Waste",
    formula: "tokens paid and not shown / tokens paid",
    unit: "share",
    count: (rows) => [wasted(rows)],
  },
  privacy: {
    title: "Privacy",
    formula: "requests that were to stay on this machine and left it",
    unit: "count",
    bar: "0",
    count: (rows) => {
      const bound = rows.filter(({ localOnly }) => localOnly);
      return [{ value: bound.filter(({ leftMachine }) => leftMachine).length, n: bound.length }];
    },
  },
} as const satisfies Readonly<Record<string, KpiForm>>;

export type KpiName = keyof typeof FORMS;

export const KPI_NAMES = Object.keys(FORMS) as readonly KpiName[];

/**
 * The twelve KPIs of these requests.
 * @throws LabError when answers of different provenance are among them: figures of a lab cloud say nothing about a real one.
 */
export function computeKpis(rows: readonly KpiRow[], options: KpiOptions = {}): readonly Kpi[] {
  checkProvenance(rows);
  const { scorePerUsd = 0, scorePerSecond = 0, goodFrom = 0.5 } = options;
  return KPI_NAMES.map((name) => {
    const { count, ...form }: KpiForm = FORMS[name];
    return { name, ...form, figures: count(rows, { scorePerUsd, scorePerSecond, goodFrom }) };
  });
}

/** `live` clouds and `local` models belong to one system; what was simulated or recorded does not. */
const CLASSES = { live: "real", local: "real", simulated: "simulated", recorded: "recorded" } as const;

/** Figures of one class may be counted together. */
export const provenanceClass = (provenance: Provenance): ProvenanceClass => CLASSES[provenance];

export type ProvenanceClass = (typeof CLASSES)[Provenance];

/** Requests parted so that each part may be counted together. Those that nobody answered are in every part. */
export function partByProvenance(rows: readonly KpiRow[]): ReadonlyMap<string, readonly KpiRow[]> {
  const classes = new Set(rows.flatMap(({ provenance }) => (provenance ? CLASSES[provenance] : [])));
  const parts = [...classes].map((one) => {
    const fits = ({ provenance }: KpiRow) => provenance === undefined || CLASSES[provenance] === one;
    return [one, rows.filter(fits)] as const;
  });
  return new Map(parts);
}

function checkProvenance(rows: readonly KpiRow[]): void {
  const classes = [...partByProvenance(rows).keys()];
  if (classes.length < 2) return;
  throw new LabError(`Answers of different provenance (${classes.join(", ")}) cannot be counted together.`, {
    code: "PROVENANCE_MIXED",
    hint: "Part them by partByProvenance() and count each part.",
  });
}

const isLocalAnswer = ({ tier }: KpiRow) => tier === "local";
const wasForLocal = ({ target, triedLocal }: KpiRow) => target === "local" || triedLocal;
const byModel = (rows: readonly KpiRow[]) => rows.filter(({ outcome }) => outcome === "answered");

/** A figure of no requests has no value. */
function figure(value: number, n: number, interval?: KpiInterval, of?: string): KpiFigure {
  return {
    ...(of !== undefined && { of }),
    value: n > 0 && Number.isFinite(value) ? value : undefined,
    n,
    ...(interval && { interval }),
  };
}

function share(rows: readonly KpiRow[], has: (row: KpiRow) => boolean, of?: string): KpiFigure {
  const hits = rows.filter(has).length;
  return figure(hits / rows.length, rows.length, shareInterval(hits, rows.length), of);
}

function ratio(pairs: readonly { readonly above: number; readonly below: number }[]): KpiFigure {
  const below = sumOf(pairs.map((pair) => pair.below));
  return figure(sumOf(pairs.map((pair) => pair.above)) / below, pairs.length, ratioInterval(pairs));
}

function saved(rows: readonly KpiRow[]): KpiFigure {
  const pairs = rows.flatMap(({ costUsd, baselineUsd, outcome }) => {
    if (costUsd === undefined || outcome === "cached") return [];
    // What was paid for a request that failed or was left is paid, though the comparison has nothing for it.
    return baselineUsd === undefined && outcome === "answered"
      ? []
      : [{ above: costUsd, below: baselineUsd ?? 0 }];
  });
  const { value, n, interval } = ratio(pairs);
  if (value === undefined) return { value, n };
  return {
    value: 1 - value,
    n,
    ...(interval && { interval: { low: 1 - interval.high, high: 1 - interval.low } }),
  };
}

const chosen = ({ judgement, tier }: KpiRow): KpiJudgement["local"] =>
  tier === "local" ? judgement?.local : judgement?.cloud;

function kept(rows: readonly KpiRow[]): KpiFigure {
  return ratio(
    byModel(rows).flatMap((row) => {
      const [mine, cloud] = [chosen(row)?.score, row.judgement?.cloud?.score];
      return mine === undefined || cloud === undefined ? [] : [{ above: mine, below: cloud }];
    }),
  );
}

function regret(rows: readonly KpiRow[], options: Required<KpiOptions>): KpiFigure {
  const utility = ({ score, usd = 0, seconds = 0 }: NonNullable<KpiJudgement["local"]>) =>
    score - options.scorePerUsd * usd - options.scorePerSecond * seconds;
  const regrets = byModel(rows).flatMap((row) => {
    const { local, cloud } = row.judgement ?? {};
    const mine = chosen(row);
    return local && cloud && mine ? [Math.max(utility(local), utility(cloud)) - utility(mine)] : [];
  });
  return figure(sumOf(regrets) / regrets.length, regrets.length, meanInterval(regrets));
}

function quantile(values: readonly number[], at: number, of: string): KpiFigure {
  return figure(quantileOf(values, at) ?? Number.NaN, values.length, quantileInterval(values, at), of);
}

function latency(rows: readonly KpiRow[]): readonly KpiFigure[] {
  const tiers = Map.groupBy(byModel(rows), ({ tier = "none" }) => tier);
  return [...tiers].flatMap(([tier, answers]) => {
    const seconds = answers.map((row) => row.seconds);
    const firsts = answers.flatMap(({ firstTextSeconds }) => firstTextSeconds ?? []);
    return [
      ...[0.5, 0.95, 0.99].map((at) => quantile(seconds, at, `${tier} P${at * 100}`)),
      quantile(firsts, 0.95, `${tier} first text P95`),
    ];
  });
}

function fallbacks(rows: readonly KpiRow[]): readonly KpiFigure[] {
  const called = rows.filter(({ calls }) => calls > 0);
  const causes = [...new Set(called.flatMap(({ calls, failures }) => (calls > 1 ? failures : [])))].sort();
  return [
    share(called, ({ calls }) => calls > 1),
    ...causes.map((cause) =>
      share(called, ({ calls, failures }) => calls > 1 && failures.includes(cause), cause),
    ),
  ];
}

function misroutes(rows: readonly KpiRow[], { goodFrom }: Required<KpiOptions>): readonly KpiFigure[] {
  const here = byModel(rows).filter((row) => isLocalAnswer(row) && row.judgement?.local);
  const away = byModel(rows).filter(
    (row) => !isLocalAnswer(row) && row.judgement?.local && row.judgement.cloud,
  );
  const isGoodHere = ({ judgement }: KpiRow) => (judgement?.local?.score ?? 0) >= goodFrom;
  return [
    share(here, (row) => !isGoodHere(row), "local but bad"),
    share(away, isGoodHere, "cloud but not needed"),
  ];
}

function wasted(rows: readonly KpiRow[]): KpiFigure {
  return ratio(
    rows.flatMap(({ tokens, wastedTokens }) => (tokens > 0 ? [{ above: wastedTokens, below: tokens }] : [])),
  );
}
