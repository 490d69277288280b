import { errorType, modelOf } from "./answer-spans.ts";
import type { Metrics } from "./create-metrics.ts";
import { genAiProvider } from "./gen-ai-provider.ts";
import type { AnswerOver, TracedAnswer, TracedAttempt } from "./traced-answer.ts";

export interface ObservedCost {
  /** US dollars that the same tokens would have cost at the model of comparison. */
  readonly baselineUsd: number | undefined;
  /** Whose cost it is; empty where tenants are not named. */
  readonly tenant: string;
}

/** Counts one request and its calls. */
export function observeAnswer(over: AnswerOver, cost: ObservedCost, metrics: Metrics): void {
  const { record, answer } = over;
  const attempts = over.attempts ?? answer?.attempts ?? [];
  noteDecision(over, metrics);
  for (const attempt of attempts) noteAttempt(attempt, answer, metrics);
  const target = record.decision?.target ?? "none";
  const seconds = record.ms / 1000;
  const provenance = answer?.provenance ?? "";
  metrics.note("requestDuration", seconds, [target, record.outcome, provenance, over.errorCode ?? ""]);
  if (!answer) return;
  if (answer.timing.firstTokenMs > 0)
    metrics.note("firstToken", answer.timing.firstTokenMs / 1000, [
      target,
      answer.model ?? answer.servedModel,
      provenance,
    ]);
  const settle = answer.timing.steps.find(({ step }) => step === "settle");
  if (settle) metrics.note("ledgerWrite", settle.ms / 1000, []);
  noteUsage(over, answer, attempts.at(-1), metrics);
  noteCost(answer, cost, metrics);
  if (answer.routing) metrics.note("cache", 1, [answer.routing.cache]);
  noteDetours(over, answer, metrics);
}

function noteDecision({ record, answer }: AnswerOver, metrics: Metrics): void {
  const { decision, outcome, strategy } = record;
  if (!decision) {
    // What a caller asks for in vain is no configured name.
    metrics.note("decisions", 1, ["none", "none", "none", outcome, ""]);
    return;
  }
  const tier = answer?.routing?.tier ?? "none";
  metrics.note("decisions", 1, [strategy, decision.target, tier, outcome, answer?.provenance ?? ""]);
  metrics.note("decisionDuration", decision.ms / 1000, [strategy]);
  if (decision.confidence !== undefined) metrics.note("confidence", decision.confidence, [strategy]);
}

function noteAttempt(attempt: TracedAttempt, answer: TracedAnswer | undefined, metrics: Metrics): void {
  const { ms, outcome } = attempt;
  const model = modelOf(attempt);
  const provider = genAiProvider(attempt.provider);
  const failed = outcome !== "answered";
  const type = failed ? errorType(attempt) : "";
  metrics.note("attempts", 1, [provider, model, outcome, type]);
  // Nobody said where a call that failed came from, or who it was.
  const [served, provenance] = failed ? ["", ""] : [answer?.servedModel ?? "", answer?.provenance ?? ""];
  const labels = ["chat", provider, model, served, provenance, type];
  metrics.note("operationDuration", ms / 1000, labels);
}

function noteUsage(
  { record }: AnswerOver,
  answer: TracedAnswer,
  last: TracedAttempt | undefined,
  metrics: Metrics,
): void {
  if (last?.outcome !== "answered") return;
  const { promptTokens, completionTokens } = answer.usage;
  const call = ["chat", genAiProvider(last.provider), modelOf(last), answer.servedModel, answer.provenance];
  metrics.note("tokenUsage", promptTokens, [...call, "input"]);
  metrics.note("tokenUsage", completionTokens, [...call, "output"]);
  const firstMs = answer.timing.firstTokenMs - Math.max(0, last.startedAt - record.at);
  if (answer.timing.firstTokenMs <= 0 || firstMs < 0) return;
  metrics.note("firstChunk", firstMs / 1000, call);
  if (completionTokens > 1)
    metrics.note("tokenTime", Math.max(0, last.ms - firstMs) / 1000 / (completionTokens - 1), call);
}

function noteCost(answer: TracedAnswer, { baselineUsd, tenant }: ObservedCost, metrics: Metrics): void {
  const { provenance, costUsd, wasted, model = answer.servedModel } = answer;
  if (costUsd !== undefined) metrics.note("cost", costUsd, [model, tenant, provenance]);
  if (baselineUsd !== undefined) metrics.note("baseline", baselineUsd, [provenance]);
  const lost = (wasted?.promptTokens ?? 0) + (wasted?.completionTokens ?? 0);
  if (lost > 0) metrics.note("wasted", lost, [model]);
}

function noteDetours({ record }: AnswerOver, answer: TracedAnswer, metrics: Metrics): void {
  const { plan, deployment, decision } = record;
  const [planned] = plan;
  if (answer.fallbackUsed && planned !== undefined && deployment !== undefined)
    metrics.note("fallbacks", 1, [planned, deployment]);
  const { tier = "local", cache = "off" } = answer.routing ?? {};
  if (tier === "local" || cache.endsWith("hit")) return;
  if (decision?.target === "local") metrics.note("escalations", 1, ["failure"]);
  else if (decision?.router === "cascade") metrics.note("escalations", 1, ["draft"]);
}
