import { ATTRIBUTES as A, callName, EVENTS, SPANS } from "./conventions.ts";
import { genAiProvider } from "./gen-ai-provider.ts";
import type { Attributes, GrowingAttributes, SpanEvent, SpanRecord } from "./span-record.ts";
import { newSpanId } from "./trace-context.ts";
import type { AnswerOver, TracedAnswer, TracedAttempt, TracedRecord } from "./traced-answer.ts";

/** Calls that get a span; with the three others the trace stays under 8. The rest are events of `hybrid.execute`. */
export const CALLS_SHOWN = 4;

/** Whether questions and answers may be seen: not at all, without secrets and persons, or without secrets only. */
export type ContentMode = "off" | "redacted" | "full";

export interface AnswerSpanOptions {
  readonly traceId: string;
  /** The span of the request. */
  readonly parentSpanId: string;
  readonly content: ContentMode;
  /** US dollars that the same tokens would have cost at the model of comparison. */
  readonly baselineUsd: number | undefined;
}

/** The spans of one answer below that of its request: the decision, what followed from it, and each call. None when it was refused before the decision. */
export function answerSpans(over: AnswerOver, options: AnswerSpanOptions): SpanRecord[] {
  if (over.record.decision === undefined) return [];
  const route = routeSpan(over, options);
  const execute = executeSpan(over, route, options);
  return [route, ...askedSpans(over, route), execute, ...callSpans(over, execute)];
}

/** The call of a language model that decided: the last piece of the decision. */
function askedSpans({ record }: AnswerOver, route: SpanRecord): SpanRecord[] {
  const { asked } = record.decision ?? {};
  if (!asked) return [];
  const durationMs = Math.min(asked.ms, route.durationMs);
  return [
    {
      traceId: route.traceId,
      spanId: newSpanId(),
      parentSpanId: route.spanId,
      name: callName("chat", asked.model),
      kind: "client",
      startMs: route.startMs + route.durationMs - durationMs,
      durationMs,
      status: "unset",
      attributes: {
        [A.operation]: "chat",
        [A.requestModel]: asked.model,
        ...(asked.provider !== undefined && { [A.provider]: genAiProvider(asked.provider) }),
      },
      events: [],
    },
  ];
}

/** One call fewer is shown where a model was asked to decide: the trace stays under 8. */
const callsShown = ({ record }: AnswerOver): number => CALLS_SHOWN - (record.decision?.asked ? 1 : 0);

function routeSpan({ record, answer }: AnswerOver, options: AnswerSpanOptions): SpanRecord {
  const { decision } = record;
  const startMs = record.at + stepsBefore("route", answer);
  const ms = answer?.timing.steps.find(({ step }) => step === "route")?.ms ?? decision?.ms ?? 0;
  return {
    traceId: options.traceId,
    spanId: newSpanId(),
    parentSpanId: options.parentSpanId,
    name: SPANS.route,
    kind: "internal",
    startMs,
    durationMs: Math.min(ms, record.ms),
    status: "unset",
    attributes: decisionAttributes(record, options.content),
    events: [],
  };
}

function decisionAttributes(record: TracedRecord, content: ContentMode): Attributes {
  const { decision, strategy, route } = record;
  if (!decision) return {};
  const { router, target, score, threshold, confidence, margin, skipped } = decision;
  const attributes: GrowingAttributes = {
    [A.strategy]: strategy,
    [A.router]: router,
    [A.target]: target,
    [A.route]: route,
    // The sentence may quote the question; the names of the signals never do.
    [A.reason]: content === "off" ? signalNames(decision.signals) : decision.reason,
    [A.score]: score,
    [A.threshold]: threshold,
    [A.margin]: margin,
  };
  if (confidence !== undefined) attributes[A.confidence] = confidence;
  if (skipped.length > 0) attributes[A.skipped] = skipped.map((one) => one.router);
  return attributes;
}

const signalNames = (signals: readonly { readonly name: string; readonly weight: number }[]): string =>
  signals.map(({ name, weight }) => `${name} ${weight.toFixed(2)}`).join(", ") || "no signal";

function stepsBefore(name: string, answer: TracedAnswer | undefined): number {
  let before = 0;
  for (const { step, ms } of answer?.timing.steps ?? []) {
    if (step === name) return before;
    before += ms;
  }
  return 0;
}

function executeSpan(over: AnswerOver, route: SpanRecord, options: AnswerSpanOptions): SpanRecord {
  const { record } = over;
  const startMs = route.startMs + route.durationMs;
  const attempts = attemptsOf(over);
  const shown = callsShown(over);
  return {
    traceId: route.traceId,
    spanId: newSpanId(),
    parentSpanId: options.parentSpanId,
    name: SPANS.execute,
    kind: "internal",
    startMs,
    durationMs: Math.max(0, record.at + record.ms - startMs),
    status: record.outcome === "failed" ? "error" : "unset",
    attributes: executeAttributes(over, attempts.length, options.baselineUsd),
    events: attempts.slice(shown).map((attempt, place) => attemptEvent(attempt, shown + place)),
  };
}

function executeAttributes(over: AnswerOver, attempts: number, baselineUsd: number | undefined): Attributes {
  const { record, answer, errorCode } = over;
  const attributes: GrowingAttributes = { [A.outcome]: record.outcome, [A.plan]: record.plan };
  if (record.passed.length > 0) attributes[A.passed] = record.passed.map(({ deployment }) => deployment);
  attributes[A.attempts] = attempts;
  if (errorCode !== undefined) attributes[A.errorType] = errorCode;
  if (!answer) return attributes;
  const { provenance, fallbackUsed, routing, costUsd, wasted } = answer;
  attributes[A.provenance] = provenance;
  attributes[A.fallback] = fallbackUsed;
  if (routing) {
    attributes[A.tier] = routing.tier;
    attributes[A.cache] = routing.cache;
  }
  if (costUsd !== undefined) attributes[A.costUsd] = costUsd;
  if (baselineUsd !== undefined) attributes[A.baselineUsd] = baselineUsd;
  const lost = (wasted?.promptTokens ?? 0) + (wasted?.completionTokens ?? 0);
  if (lost > 0) attributes[A.wastedTokens] = lost;
  return attributes;
}

/** All calls, the one that answered kept among those shown. */
function attemptsOf(over: AnswerOver): readonly TracedAttempt[] {
  const { attempts, answer } = over;
  const shown = callsShown(over);
  const all = attempts ?? answer?.attempts ?? [];
  const last = all.at(-1);
  if (all.length <= shown || last === undefined) return all;
  return [...all.slice(0, shown - 1), last, ...all.slice(shown - 1, -1)];
}

const attemptEvent = (attempt: TracedAttempt, place: number): SpanEvent => ({
  name: EVENTS.attempt,
  at: attempt.startedAt,
  attributes: {
    [A.attempt]: place,
    [A.requestModel]: modelOf(attempt),
    [A.attemptOutcome]: attempt.outcome,
    [A.attemptMs]: attempt.ms,
    ...(attempt.outcome !== "answered" && { [A.errorType]: errorType(attempt) }),
  },
});

function callSpans(over: AnswerOver, execute: SpanRecord): SpanRecord[] {
  const told = over.attempts ?? over.answer?.attempts ?? [];
  return attemptsOf(over)
    .slice(0, callsShown(over))
    .map((attempt) => {
      const number = told.indexOf(attempt) + 1;
      return callSpan(attempt, { over, execute, number, isLast: number === told.length });
    });
}

interface CallPlace {
  readonly over: AnswerOver;
  readonly execute: SpanRecord;
  /** From 1. */
  readonly number: number;
  readonly isLast: boolean;
}

function callSpan(attempt: TracedAttempt, place: CallPlace): SpanRecord {
  const { execute, over } = place;
  const { record } = over;
  // The wall clock may have jumped between the two; a call never lies outside its request.
  const latest = Math.max(0, record.ms - attempt.ms);
  const startMs = record.at + Math.min(Math.max(0, attempt.startedAt - record.at), latest);
  const isAnswer = attempt.outcome === "answered" && place.isLast;
  return {
    traceId: execute.traceId,
    spanId: newSpanId(),
    parentSpanId: execute.spanId,
    name: callName("chat", modelOf(attempt)),
    kind: "client",
    startMs,
    durationMs: Math.min(attempt.ms, record.ms),
    status: attempt.outcome === "failed" ? "error" : "unset",
    attributes: callAttributes(attempt, place, isAnswer ? startMs - record.at : undefined),
    events: isAnswer && over.answer ? firstToken(over.answer, record.at) : [],
  };
}

/** `offsetMs`: from the question to this call, of the one that answered. */
function callAttributes(attempt: TracedAttempt, place: CallPlace, offsetMs: number | undefined): Attributes {
  const { record, answer } = place.over;
  const attributes: GrowingAttributes = {
    [A.operation]: "chat",
    [A.provider]: genAiProvider(attempt.provider),
    [A.requestModel]: modelOf(attempt),
    [A.deployment]: attempt.deployment,
    [A.attempt]: place.number,
    [A.attemptKind]: kindOf(attempt, place),
    [A.attemptOutcome]: attempt.outcome,
  };
  if (record.maxTokens !== undefined) attributes[A.maxTokens] = record.maxTokens;
  if (attempt.outcome !== "answered") attributes[A.errorType] = errorType(attempt);
  if (!answer || offsetMs === undefined) return attributes;
  const { firstTokenMs } = answer.timing;
  attributes[A.responseModel] = answer.servedModel;
  attributes[A.finishReasons] = [answer.endReason];
  attributes[A.inputTokens] = answer.usage.promptTokens;
  attributes[A.outputTokens] = answer.usage.completionTokens;
  attributes[A.provenance] = answer.provenance;
  if (firstTokenMs > 0) attributes[A.firstChunk] = Math.max(0, firstTokenMs - offsetMs) / 1000;
  return attributes;
}

/** First call, once more the same deployment, or another one. */
function kindOf(attempt: TracedAttempt, { over, number }: CallPlace): "first" | "retry" | "fallback" {
  if (number === 1) return "first";
  const before = (over.attempts ?? over.answer?.attempts ?? [])[number - 2];
  const isSame = before?.provider === attempt.provider && before.deployment === attempt.deployment;
  return isSame ? "retry" : "fallback";
}

/** The house's kinds of failure, where others have a word of their own. A call that took all the time there was is given up by us. */
const ERROR_WORDS: Readonly<Record<string, string>> = {
  slow: "timeout",
  cancelled: "timeout",
  throttled: "rate-limited",
};

/** The configured model: the same name that metrics, ledger and the API have. */
export const modelOf = ({ model, deployment }: TracedAttempt): string => model ?? deployment;

/** The conventions' `error.type`: a word of few, never a message. */
export function errorType({ outcome, failure, status }: TracedAttempt): string {
  if (outcome === "cancelled") return "cancelled";
  if (status !== undefined) return String(status);
  return failure === undefined ? "_OTHER" : (ERROR_WORDS[failure] ?? failure);
}

const firstToken = ({ timing }: TracedAnswer, at: number): SpanEvent[] =>
  timing.firstTokenMs > 0 ? [{ name: EVENTS.firstToken, at: at + timing.firstTokenMs, attributes: {} }] : [];
