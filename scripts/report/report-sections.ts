import {
  computeKpis,
  type Kpi,
  type KpiFigure,
  type KpiName,
  type ProvenanceClass,
  provenanceClass,
  type TimeEfficiency,
  timeEfficiency,
} from "../../modules/src/telemetry/index.ts";
import { quantileInterval, quantileOf } from "../../modules/src/telemetry/kpi-interval.ts";
import type { ReportRow } from "./report-row.ts";

/** Requests whose figures may be counted together. */
export interface ReportSection {
  /** Whose answers; absent when nobody answered any of them. */
  readonly answers?: ProvenanceClass;
  /** Other classes that were called on the way to each of these answers. */
  readonly others: readonly ProvenanceClass[];
  readonly rows: readonly ReportRow[];
  readonly kpis: readonly Kpi[];
  /** Absent where one side was not measured, or models of another class were called on the way. */
  readonly time?: TimeEfficiency;
  /** Absent where it would add up money of different classes. */
  readonly money?: Money;
  readonly routers: readonly RouterFigures[];
  readonly models: readonly ModelFigures[];
}

/** US dollars of the requests that cost saved is counted from. */
export interface Money {
  readonly requests: number;
  readonly answersUsd: number;
  readonly wastedUsd: number;
  readonly routingUsd: number;
  readonly costUsd: number;
  readonly baselineUsd: number;
}

export interface RouterFigures {
  readonly router: string;
  readonly requests: number;
  readonly localShare: KpiFigure | undefined;
  readonly costSaved: KpiFigure | undefined;
  readonly p50: KpiFigure;
  readonly p95: KpiFigure;
  readonly decisionP99: KpiFigure | undefined;
  readonly escalations: KpiFigure | undefined;
  readonly localButBad: KpiFigure | undefined;
  readonly cloudNotNeeded: KpiFigure | undefined;
}

/** What one model was paid. */
export interface ModelFigures {
  readonly model: string;
  readonly tier: string;
  readonly provenance: string;
  readonly calls: number;
  readonly promptTokens: number;
  readonly answerTokens: number;
  readonly costUsd: number;
  readonly wastedUsd: number;
  readonly routingUsd: number;
}

/** A section for each class of answers, and one for those on whose way another class was called; most requests first. */
export function reportSections(rows: readonly ReportRow[]): readonly ReportSection[] {
  const keyOf = ({ classes: [answers, ...others] }: ReportRow) =>
    [answers ?? "", ...others.toSorted()].join();
  const groups = Map.groupBy(rows, keyOf);
  const unanswered = groups.get("") ?? [];
  if (groups.size === 1 && unanswered.length > 0) return [toSection(unanswered)];
  groups.delete("");
  return [...groups]
    .map(([key, own]) => toSection(key.includes(",") ? own : [...own, ...unanswered]))
    .toSorted((one, other) => other.rows.length - one.rows.length);
}

function toSection(rows: readonly ReportRow[]): ReportSection {
  const [answers, ...others] = rows.find(({ classes }) => classes.length > 0)?.classes ?? [];
  const routers = Map.groupBy(rows.filter(hasRouter), ({ router }) => router);
  const time = others.length === 0 ? timeEfficiency(rows.filter(({ isTraced }) => isTraced)) : undefined;
  return {
    ...(time && { time }),
    ...(answers && { answers }),
    others,
    rows,
    kpis: kpisOf(rows),
    ...(!mixesMoney(rows) && { money: moneyOf(rows) }),
    routers: [...routers]
      .map(([router, own]) => routerFigures(router, own))
      .toSorted((one, other) => other.requests - one.requests),
    models: modelFigures(rows),
  };
}

/** What is free adds nothing to a sum. */
function mixesMoney(rows: readonly ReportRow[]): boolean {
  const charges = rows.flatMap((row) => row.charges.filter(({ costUsd }) => costUsd !== 0));
  return new Set(charges.map(({ provenance }) => provenanceClass(provenance))).size > 1;
}

/** Refused before it was routed. */
const hasRouter = ({ router }: ReportRow) => router !== "none";

/** The ledger knows nothing of time and failures. */
const TRACED: readonly KpiName[] = ["latency", "router-overhead", "fallback-rate", "availability"];

/** KPIs of requests of one section, without figures that would add up what is of different classes. */
function kpisOf(rows: readonly ReportRow[]): readonly Kpi[] {
  const all = computeKpis(rows);
  const traced = computeKpis(rows.filter(({ isTraced }) => isTraced));
  const isMixed = rows.some(({ classes }) => classes.length > 1);
  const mixed: readonly KpiName[] = [
    ...(isMixed ? (["waste"] as const) : []),
    ...(mixesMoney(rows) ? (["cost-saved"] as const) : []),
  ];
  return all.map((kpi) => {
    if (mixed.includes(kpi.name)) return { ...kpi, figures: [] };
    return TRACED.includes(kpi.name) ? (traced.find(({ name }) => name === kpi.name) ?? kpi) : kpi;
  });
}

const isCounted = ({ costUsd, baselineUsd, outcome }: ReportRow) =>
  costUsd !== undefined && outcome !== "cached" && (baselineUsd !== undefined || outcome !== "answered");

function moneyOf(rows: readonly ReportRow[]): Money {
  const counted = rows.filter(isCounted);
  const sum = (of: (row: ReportRow) => number) => counted.reduce((total, row) => total + of(row), 0);
  const paidFor = (purpose: string) =>
    sum(({ charges }) =>
      charges.reduce((usd, charge) => usd + (charge.purpose === purpose ? (charge.costUsd ?? 0) : 0), 0),
    );
  const [costUsd, wastedUsd, routingUsd] = [
    sum((row) => row.costUsd ?? 0),
    paidFor("wasted"),
    paidFor("routing"),
  ];
  return {
    requests: counted.length,
    answersUsd: Math.max(0, costUsd - wastedUsd - routingUsd),
    wastedUsd,
    routingUsd,
    costUsd,
    baselineUsd: sum(({ baselineUsd = 0 }) => baselineUsd),
  };
}

function routerFigures(router: string, rows: readonly ReportRow[]): RouterFigures {
  const kpis = kpisOf(rows);
  const figure = (name: KpiName, place = 0) => kpis.find((kpi) => kpi.name === name)?.figures[place];
  const seconds = rows.flatMap((row) => (row.isTraced && row.outcome === "answered" ? [row.seconds] : []));
  const quantile = (at: number): KpiFigure => {
    const interval = quantileInterval(seconds, at);
    return { value: quantileOf(seconds, at), n: seconds.length, ...(interval && { interval }) };
  };
  return {
    router,
    requests: rows.length,
    localShare: figure("local-share"),
    costSaved: figure("cost-saved"),
    p50: quantile(0.5),
    p95: quantile(0.95),
    decisionP99: figure("router-overhead"),
    escalations: figure("escalation-rate"),
    localButBad: figure("misroute"),
    cloudNotNeeded: figure("misroute", 1),
  };
}

function modelFigures(rows: readonly ReportRow[]): readonly ModelFigures[] {
  const charges = rows.flatMap((row) => row.charges);
  const groups = Map.groupBy(charges, ({ model, tier, provenance }) => [model, tier, provenance].join("\n"));
  return [...groups]
    .map(([key, own]): ModelFigures => {
      const [model = "", tier = "", provenance = ""] = key.split("\n");
      const usd = (purpose?: string) =>
        own.reduce(
          (sum, charge) =>
            sum + (purpose === undefined || charge.purpose === purpose ? (charge.costUsd ?? 0) : 0),
          0,
        );
      return {
        model,
        tier,
        provenance,
        calls: own.length,
        promptTokens: own.reduce((sum, { usage }) => sum + usage.promptTokens, 0),
        answerTokens: own.reduce((sum, { usage }) => sum + usage.completionTokens, 0),
        costUsd: usd(),
        wastedUsd: usd("wasted"),
        routingUsd: usd("routing"),
      };
    })
    .toSorted((one, other) => other.costUsd - one.costUsd || other.calls - one.calls);
}
