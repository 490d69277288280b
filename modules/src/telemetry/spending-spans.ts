import { ATTRIBUTES as A, type AttributeName, callName, SPANS } from "./conventions.ts";
import { genAiProvider } from "./gen-ai-provider.ts";
import { sumOf } from "./kpi-interval.ts";
import type { GrowingAttributes, SpanRecord } from "./span-record.ts";
import { newSpanId } from "./trace-context.ts";
import type { TracedSpending } from "./traced-answer.ts";

/** The conventions' word: checks and shadows ask as chats do, where they do not ask for vectors. */
export const operationOf = (
  { operation }: Pick<TracedSpending, "operation">,
  { embeds }: Pick<TracedSpending["calls"][number], "embeds">,
): "chat" | "embeddings" => (operation === "embeddings" || embeds ? "embeddings" : "chat");

/** A call each, with what it cost; below the request's span where there is one. */
export function spendingSpans(
  spending: TracedSpending,
  traceId: string,
  parentSpanId: string | undefined,
): SpanRecord[] {
  return spending.calls.map((call) => ({
    traceId,
    spanId: newSpanId(),
    ...(parentSpanId !== undefined && { parentSpanId }),
    name: callName(operationOf(spending, call), call.model),
    kind: "client",
    startMs: spending.at,
    durationMs: spending.ms,
    status: "unset",
    attributes: callAttributes(spending, call),
    events: [],
  }));
}

function callAttributes(spending: TracedSpending, call: TracedSpending["calls"][number]): GrowingAttributes {
  const attributes: GrowingAttributes = {
    [A.operation]: operationOf(spending, call),
    [A.provider]: genAiProvider(call.provider),
    [A.requestModel]: call.model,
    [A.inputTokens]: call.usage.promptTokens,
    [A.outputTokens]: call.usage.completionTokens,
    [A.provenance]: call.provenance,
    [A.requestId]: spending.requestId,
  };
  if (call.servedModel !== undefined) attributes[A.responseModel] = call.servedModel;
  if (call.costUsd !== undefined) attributes[A.costUsd] = call.costUsd;
  return attributes;
}

/** The spans of a chat without an answer, whose calls tell no tokens: all that was paid stands at the execution. */
export function withPaid(
  spans: readonly SpanRecord[],
  calls: TracedSpending["calls"],
): readonly SpanRecord[] {
  const paid = paidAttributes(calls);
  return spans.map((span) =>
    span.name === SPANS.execute ? { ...span, attributes: { ...span.attributes, ...paid } } : span,
  );
}

function paidAttributes(calls: TracedSpending["calls"]): GrowingAttributes {
  const isLost = ({ purpose }: TracedSpending["calls"][number]) => purpose === "wasted";
  const sum = (of: (call: TracedSpending["calls"][number]) => number) => sumOf(calls.map(of));
  const attributes: GrowingAttributes = {
    [A.inputTokens]: sum((call) => (isLost(call) ? 0 : call.usage.promptTokens)),
    [A.outputTokens]: sum((call) => (isLost(call) ? 0 : call.usage.completionTokens)),
    [A.wastedTokens]: sum((call) =>
      isLost(call) ? call.usage.promptTokens + call.usage.completionTokens : 0,
    ),
  };
  if (calls.every(({ costUsd }) => costUsd !== undefined))
    attributes[A.costUsd] = sum(({ costUsd = 0 }) => costUsd);
  return attributes;
}

/** What calls for vectors and checks cost: those of chats tell their cost at the execution. */
export function spentOf(spans: readonly SpanRecord[]): { readonly costUsd: number; readonly tokens: number } {
  const calls = spans.filter((span) => span.kind === "client" && A.costUsd in span.attributes);
  const sum = (name: AttributeName) => sumOf(calls.map(({ attributes }) => Number(attributes[name] ?? 0)));
  return { costUsd: sum(A.costUsd), tokens: sum(A.inputTokens) + sum(A.outputTokens) };
}
