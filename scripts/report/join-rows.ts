import type { Model } from "../../modules/src/catalog/catalog.ts";
import type { Provenance } from "../../modules/src/chat/provenance.ts";
import { answerCostUsd } from "../../modules/src/cost/answer-cost.ts";
import type { Charge, LedgerEntry } from "../../modules/src/cost/ledger-entry.ts";
import {
  ATTRIBUTES as A,
  type KpiJudgement,
  type KpiRow,
  kpiRows,
  type ProvenanceClass,
  provenanceClass,
  SPANS,
  type SpanRecord,
} from "../../modules/src/telemetry/index.ts";
import { besideCosts, partEntries } from "./part-entries.ts";
import type { Period } from "./read-period.ts";
import type { ReportRow, ReportRows } from "./report-row.ts";

/** Everything that was read of the period and a little before and after it. */
export interface ReportSources {
  readonly entries: readonly LedgerEntry[];
  readonly spans: readonly SpanRecord[];
  /** By request id; which side a rating is of, the request's own way tells. */
  readonly judgements: ReadonlyMap<string, KpiJudgement>;
  readonly ratings: ReadonlyMap<string, number>;
  /** What all would have been asked. */
  readonly baseline: Model;
}

/** Puts together what the sources say of each request that began within the period. */
export function joinRows(sources: ReportSources, period: Period): ReportRows {
  const { spans } = sources;
  const { chats: entries, others } = partEntries(sources.entries, spans);
  const repeated = repeatedIds(entries, spans);
  const entryOf = new Map(entries.map((entry) => [entry.requestId, entry]));
  const ledger = entries.filter(({ requestId }) => !repeated.has(requestId));
  const roots = rootsOf(spans);
  const routers = routersOf(spans);
  const traced = kpiRows(spans, { ledger })
    .filter(({ requestId }) => !(repeated.has(requestId) && entryOf.has(requestId)))
    .map((row): ReportRow => {
      const entry = repeated.has(row.requestId) ? undefined : entryOf.get(row.requestId);
      const at = entry?.at ?? roots.get(row.requestId)?.startMs ?? 0;
      const { traceId = "" } = roots.get(row.requestId) ?? {};
      return complete(
        { ...row, at, router: routers.get(traceId) ?? row.strategy, isTraced: true },
        entry,
        sources,
      );
    });
  const known = new Set(traced.map(({ requestId }) => requestId));
  const untraced = entries
    .filter(({ requestId }) => !known.has(requestId))
    .map((entry) => complete(fromEntry(entry), entry, sources));
  const isWithin = ({ at }: { readonly at: number }) =>
    at >= (period.from ?? -Infinity) && at < (period.until ?? Infinity);
  const rows = [...traced, ...untraced].filter(isWithin).toSorted((one, other) => one.at - other.at);
  const count = (has: (row: ReportRow) => boolean) => rows.filter(has).length;
  const hasEntry = ({ requestId }: ReportRow) => entryOf.has(requestId);
  return {
    rows,
    joined: count((row) => row.isTraced && hasEntry(row)),
    ledgerOnly: count(({ isTraced }) => !isTraced),
    traceOnly: count((row) => row.isTraced && !hasEntry(row)),
    repeatedIds: repeated.size,
    unpriced: count(({ charges }) => charges.some(({ costUsd }) => costUsd === undefined)),
    judged: count(({ judgement }) => judgement !== undefined),
    beside: besideCosts(others.filter(isWithin)),
  };
}

const idOf = ({ attributes, traceId }: SpanRecord) => String(attributes[A.requestId] ?? traceId);

const isRoot = ({ kind }: SpanRecord) => kind === "server";

const rootsOf = (spans: readonly SpanRecord[]) =>
  new Map(spans.filter(isRoot).map((span) => [idOf(span), span]));

/** Tenants may give the same id, and a caller may send one twice: then nobody can say which trace an entry is of. */
function repeatedIds(entries: readonly LedgerEntry[], spans: readonly SpanRecord[]): ReadonlySet<string> {
  return new Set([
    ...repeatedOf(entries.map(({ requestId }) => requestId)),
    ...repeatedOf(spans.filter(isRoot).map(idOf)),
  ]);
}

function repeatedOf(ids: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return ids.filter((id) => seen.size === seen.add(id).size);
}

/** By trace. */
function routersOf(spans: readonly SpanRecord[]): ReadonlyMap<string, string> {
  return new Map(
    spans
      .filter(({ name }) => name === SPANS.route)
      .flatMap(({ traceId, attributes }) => {
        const router = attributes[A.router];
        return typeof router === "string" ? [[traceId, router] as const] : [];
      }),
  );
}

/** What the ledger alone says: costs and tokens, who answered, and whether this machine was tried. */
function fromEntry(entry: LedgerEntry): Omit<ReportRow, "charges" | "classes"> {
  const { requestId, at, charges, outcome } = entry;
  const answer = charges.findLast(({ purpose }) => purpose === "answer");
  const costs = charges.map(({ costUsd }) => costUsd);
  const tokens = (of: readonly Charge[]) =>
    of.reduce((sum, { usage }) => sum + usage.promptTokens + usage.completionTokens, 0);
  return {
    requestId,
    at,
    router: "not known",
    isTraced: false,
    outcome: outcomeOf(outcome, charges),
    strategy: "not known",
    ...(outcome === "answered" && answer && { tier: answer.tier }),
    seconds: Number.NaN,
    calls: 0,
    failures: [],
    triedLocal: charges.some(({ tier, purpose }) => tier === "local" && purpose !== "routing"),
    leftMachine: charges.some(({ tier }) => tier !== "local"),
    localOnly: false,
    ...(costs.every((cost) => cost !== undefined) && { costUsd: costs.reduce((sum, cost) => sum + cost, 0) }),
    tokens: tokens(charges),
    wastedTokens: tokens(charges.filter(({ purpose }) => purpose === "wasted")),
  };
}

function outcomeOf(outcome: LedgerEntry["outcome"], charges: readonly Charge[]): KpiRow["outcome"] {
  if (outcome === "answered") return charges.length === 0 ? "cached" : "answered";
  return outcome === "cut" ? "failed" : outcome;
}

/** Adds what does not depend on where the row came from. */
function complete(
  row: Omit<ReportRow, "charges" | "classes">,
  entry: LedgerEntry | undefined,
  { judgements, ratings, baseline }: ReportSources,
): ReportRow {
  const charges = entry?.charges ?? [];
  const provenance = row.provenance ?? provenanceOf(charges);
  const judgement = judge(row, judgements.get(row.requestId), ratings.get(row.requestId));
  const { baselineUsd: told, judgement: _, ...rest } = row;
  const baselineUsd = entry ? baselineOf(row, charges, baseline) : told;
  return {
    ...rest,
    ...(provenance && { provenance }),
    ...(judgement && { judgement }),
    ...(baselineUsd !== undefined && { baselineUsd }),
    charges,
    classes: classesOf(provenance, charges),
  };
}

const provenanceOf = (charges: readonly Charge[]): Provenance | undefined =>
  (charges.findLast(({ purpose }) => purpose === "answer") ?? charges.at(-1))?.provenance;

function classesOf(
  provenance: Provenance | undefined,
  charges: readonly Charge[],
): readonly ProvenanceClass[] {
  const all = [...(provenance ? [provenance] : []), ...charges.map((charge) => charge.provenance)];
  return [...new Set(all.map(provenanceClass))];
}

/** The answer's own tokens at the list price of the model of comparison: no router, nothing for nothing. */
function baselineOf(
  { outcome }: Pick<KpiRow, "outcome">,
  charges: readonly Charge[],
  baseline: Model,
): number | undefined {
  if (outcome !== "answered") return undefined;
  return charges
    .filter(({ purpose }) => purpose === "answer")
    .reduce((sum, { usage }) => sum + (answerCostUsd(baseline, usage) ?? Number.NaN), 0);
}

/**
 * A rating is of the answer that was given; labels and judges may know both sides. What is known of the cloud's side alone says
 * nothing here: it would be held against itself.
 */
function judge(
  { tier, outcome }: Pick<KpiRow, "tier" | "outcome">,
  known: KpiJudgement | undefined,
  rating: number | undefined,
): KpiJudgement | undefined {
  if (known?.local) return known;
  if (rating === undefined || tier !== "local" || outcome !== "answered") return undefined;
  return { local: { score: rating } };
}
