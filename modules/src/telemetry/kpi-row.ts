import { isProvenance, type Provenance } from "../chat/provenance.ts";
import { isRefusal } from "../core/is-refusal.ts";
import type { LedgerEntry } from "../cost/ledger-entry.ts";
import { ATTRIBUTES as A, type AttributeName, EVENTS, SPANS } from "./conventions.ts";
import { sumOf } from "./kpi-interval.ts";
import type { SpanEvent, SpanRecord } from "./span-record.ts";

/** How good the answers to one request are, 0 to 1, and what each would cost: known where both sides were asked, or judged. */
export interface KpiJudgement {
  /** Of this machine's answer. */
  readonly local?: { readonly score: number; readonly usd?: number; readonly seconds?: number };
  /** Of the cloud's answer. */
  readonly cloud?: { readonly score: number; readonly usd?: number; readonly seconds?: number };
}

/** One request as KPIs count it: what its trace, its entry in the ledger and its judge say. */
export interface KpiRow {
  readonly requestId: string;
  /** Absent when nobody answered. */
  readonly provenance?: Provenance;
  /** `refused`: by the caller's own limit, or because it was asked wrongly. */
  readonly outcome: "answered" | "cached" | "failed" | "cancelled" | "refused";
  readonly strategy: string;
  /** Where the router wanted it. */
  readonly target?: string;
  /** Who answered: `local`, `azure`, ... */
  readonly tier?: string;
  readonly seconds: number;
  readonly firstTextSeconds?: number;
  readonly decisionSeconds?: number;
  readonly calls: number;
  /** `error.type` of calls that failed. */
  readonly failures: readonly string[];
  readonly triedLocal: boolean;
  /** A call went to something that is not on this machine. */
  readonly leftMachine: boolean;
  /** It was to stay on this machine. */
  readonly localOnly: boolean;
  /** Router, retries and broken-off beginnings included. */
  readonly costUsd?: number;
  /** What the same tokens would have cost at the model of comparison. */
  readonly baselineUsd?: number;
  readonly tokens: number;
  readonly wastedTokens: number;
  readonly judgement?: KpiJudgement;
}

export interface KpiRowOptions {
  /** Entries of the same requests: their costs and tokens count, not those of the spans. */
  readonly ledger?: readonly LedgerEntry[];
  /** By request id. */
  readonly judgements?: ReadonlyMap<string, KpiJudgement>;
  /** Whether a request was to stay on this machine; default: none was. */
  readonly localOnly?: (requestId: string) => boolean;
  /** `gen_ai.provider.name` of what runs on this machine; default those the house knows. */
  readonly localProviders?: readonly string[];
}

const LOCAL_PROVIDERS = ["foundry.local", "local", "ollama", "vllm", "llama-cpp", "lm-studio"];

/** Puts the requests of these spans together; spans of requests whose root is missing are left out. */
export function kpiRows(spans: readonly SpanRecord[], options: KpiRowOptions = {}): readonly KpiRow[] {
  const children = Map.groupBy(spans, ({ parentSpanId }) => parentSpanId ?? "");
  const entries = new Map((options.ledger ?? []).map((entry) => [entry.requestId, entry]));
  return spans
    .filter((span) => span.kind === "server" && !isForVectors(span))
    .map((root) => [root, below(root, children)] as const)
    .filter(([root, spans]) => spans.length > 0 || hasFailed(root))
    .map(([root, spans]) => rowOf(root, spans, entries, options));
}

/** By the path that OpenAI's clients ask at. */
const isForVectors = (root: SpanRecord): boolean => text(root, A.httpRoute)?.endsWith("/embeddings") === true;

/** A request without a decision that went well asked no model: a rating. */
const hasFailed = (root: SpanRecord): boolean =>
  text(root, A.errorType) !== undefined || (number(root, A.httpStatus) ?? 500) >= 400;

function below(
  root: SpanRecord,
  children: ReadonlyMap<string, readonly SpanRecord[]>,
): readonly SpanRecord[] {
  const direct = children.get(root.spanId) ?? [];
  return direct.flatMap((span) => [span, ...below(span, children)]);
}

function rowOf(
  root: SpanRecord,
  spans: readonly SpanRecord[],
  entries: ReadonlyMap<string, LedgerEntry>,
  { judgements, localOnly = () => false, localProviders = LOCAL_PROVIDERS }: KpiRowOptions,
): KpiRow {
  const requestId = text(root, A.requestId) ?? root.traceId;
  const route = spans.find(({ name }) => name === SPANS.route);
  const execute = spans.find(({ name }) => name === SPANS.execute);
  // A model that was asked to decide hangs below the decision: its time is the router's.
  const calls = spans.filter(({ kind, parentSpanId }) => kind === "client" && parentSpanId !== route?.spanId);
  const more = (execute?.events ?? []).filter(({ name }) => name === EVENTS.attempt);
  const isLocal = (call: SpanRecord) => localProviders.includes(text(call, A.provider) ?? "");
  const provenance = text(execute, A.provenance);
  const judgement = judgements?.get(requestId);
  return {
    requestId,
    ...(isProvenance(provenance) && { provenance }),
    outcome: outcomeOf(root, execute),
    strategy: text(route, A.strategy) ?? "none",
    ...optional("target", text(route, A.target)),
    ...optional("tier", text(execute, A.tier)),
    seconds: root.durationMs / 1000,
    ...optional("firstTextSeconds", firstText(root, calls)),
    ...optional("decisionSeconds", route && route.durationMs / 1000),
    calls: calls.length + more.length,
    failures: [...calls, ...more].flatMap((call) => text(call, A.errorType) ?? []),
    triedLocal: calls.some(isLocal),
    leftMachine: calls.some((call) => !isLocal(call)),
    localOnly: localOnly(requestId),
    ...costOf(execute, entries.get(requestId)),
    ...optional("baselineUsd", number(execute, A.baselineUsd)),
    ...tokensOf(calls, execute, entries.get(requestId)),
    ...(judgement && { judgement }),
  };
}

function outcomeOf(root: SpanRecord, execute: SpanRecord | undefined): KpiRow["outcome"] {
  const outcome = text(execute, A.outcome);
  if (outcome === "answered" || outcome === "cached" || outcome === "cancelled") return outcome;
  const code = text(execute, A.errorType) ?? text(root, A.errorType) ?? "";
  const status = number(root, A.httpStatus) ?? 0;
  return isRefusal(code) || (code === "" && status >= 400 && status < 500) ? "refused" : "failed";
}

function firstText(root: SpanRecord, calls: readonly SpanRecord[]): number | undefined {
  const first = calls.flatMap(({ events }) => events).find(({ name }) => name === EVENTS.firstToken);
  return first && Math.max(0, first.at - root.startMs) / 1000;
}

function costOf(
  execute: SpanRecord | undefined,
  entry: LedgerEntry | undefined,
): { readonly costUsd?: number } {
  if (!entry) return optional("costUsd", number(execute, A.costUsd));
  const costs = entry.charges.map(({ costUsd }) => costUsd);
  return costs.some((cost) => cost === undefined)
    ? {}
    : { costUsd: costs.reduce((sum: number, cost) => sum + (cost ?? 0), 0) };
}

function tokensOf(
  calls: readonly SpanRecord[],
  execute: SpanRecord | undefined,
  entry: LedgerEntry | undefined,
): Pick<KpiRow, "tokens" | "wastedTokens"> {
  if (entry) {
    const tokens = (charges: LedgerEntry["charges"]) =>
      charges.reduce((sum, { usage }) => sum + usage.promptTokens + usage.completionTokens, 0);
    return {
      tokens: tokens(entry.charges),
      wastedTokens: tokens(entry.charges.filter(({ purpose }) => purpose === "wasted")),
    };
  }
  const wastedTokens = number(execute, A.wastedTokens) ?? 0;
  // Of a request without an answer the tokens stand at the execution.
  const told = [...calls, ...(execute ? [execute] : [])];
  const shown = sumOf(
    told.map((span) => (number(span, A.inputTokens) ?? 0) + (number(span, A.outputTokens) ?? 0)),
  );
  return { tokens: shown + wastedTokens, wastedTokens };
}

type Told = Pick<SpanRecord | SpanEvent, "attributes"> | undefined;

function text(told: Told, name: AttributeName): string | undefined {
  const value = told?.attributes[name];
  return typeof value === "string" ? value : undefined;
}

function number(told: Told, name: AttributeName): number | undefined {
  const value = told?.attributes[name];
  return typeof value === "number" ? value : undefined;
}

const optional = <Name extends string, Value>(name: Name, value: Value | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { readonly [key in Name]?: Value };
