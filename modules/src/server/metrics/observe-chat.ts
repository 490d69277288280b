import { isLabError } from "../../core/errors.ts";
import type { ChatAnswer, ChatPart } from "../../orchestrator/chat-part.ts";
import type { ChatObserver } from "../chat/answer-chat.ts";
import type { Call } from "../http/route.ts";
import type { GenAiMetrics } from "./genai-metrics.ts";
import type { RouterMetrics } from "./router-metrics.ts";

export interface ObserveOptions {
  readonly router: RouterMetrics;
  readonly genAi: GenAiMetrics;
  /** Hears each answer and each failure, for figures over time. */
  readonly onDone?: ((done: { readonly model: string; readonly answer?: ChatAnswer }) => void) | undefined;
}

type RoutePart = Extract<ChatPart, { type: "route" }>;
type BeginPart = Extract<ChatPart, { type: "begin" }>;

/** Counts chats. Labels hold configured names only, never what a caller wrote. */
export function createChatObserver({ router, genAi, onDone }: ObserveOptions) {
  const planned = new Map<string, { all: number; left: number }>();
  const notePlan = (route: RoutePart) => {
    const model = route.plan[0]?.model;
    router.classificationLatency.observe(route.decision.ms / 1000);
    router.classifications.inc({ intent: route.route, confidence: levelOf(clarityOf(route)) });
    if (model === undefined) return;
    const counts = planned.get(model) ?? { all: 0, left: 0 };
    counts.all += 1;
    planned.set(model, counts);
  };
  const noteFallback = (from: string, to: string) => {
    router.fallbackRequests.inc({ from_model: from, to_model: to });
    router.modelFallbacks.inc({ model: from, role: "primary" });
    router.modelFallbacks.inc({ model: to, role: "fallback" });
    const counts = planned.get(from);
    if (counts) counts.left += 1;
  };
  return {
    /** Brings the shares up to date, for a scrape. */
    refresh() {
      for (const [model, { all, left }] of planned) router.fallbackRate.set({ model }, left / all);
    },
    observe({ context }: Pick<Call, "context">): ChatObserver {
      let route: RoutePart | undefined;
      let begun: BeginPart | undefined;
      let ended = false;
      const end = () => {
        if (!ended) genAi.active.dec();
        ended = true;
      };
      genAi.active.inc();
      return {
        part(part) {
          if (part.type === "text") return;
          if (part.type === "route") {
            route = part;
            notePlan(part);
          } else if (part.type === "begin") {
            begun = part;
            router.modelRequests.inc({ model: part.model });
          } else if (part.type === "answer") {
            end();
            const from = route?.plan[0]?.model;
            if (from !== undefined && part.answer.fallbackUsed && from !== part.answer.model)
              noteFallback(from, part.answer.model);
            noteAnswer(router, genAi, part.answer, { route, tenant: context.tenant });
            onDone?.({ model: part.answer.model, answer: part.answer });
          }
        },
        failed(error) {
          if (ended) return;
          end();
          const model = begun?.model ?? route?.plan[0]?.model ?? "none";
          const status = context.signal.aborted ? "cancelled" : "error";
          router.requests.inc({ model, intent: route?.route ?? "none", status });
          if (status === "error") router.errors.inc({ model, error_type: codeOf(error) });
          onDone?.({ model });
        },
      };
    },
  };
}

interface Asked {
  readonly route: RoutePart | undefined;
  readonly tenant: string;
}

function noteAnswer(
  router: RouterMetrics,
  genAi: GenAiMetrics,
  answer: ChatAnswer,
  { route, tenant }: Asked,
): void {
  const { model, usage, timing, provenance, routing, wasted, costUsd } = answer;
  const intent = route?.route ?? routing.intent;
  router.requests.inc({ model, intent, status: answer.endReason === "cut" ? "cut" : "success" });
  router.latency.observe({ model, intent }, timing.totalMs / 1000);
  const labels = {
    gen_ai_request_model: model,
    gen_ai_response_model: answer.servedModel,
    gen_ai_provider_name: answer.attempts.at(-1)?.provider ?? routing.tier,
    provenance,
  };
  genAi.tokens.observe({ ...labels, gen_ai_token_type: "input" }, usage.promptTokens);
  genAi.tokens.observe({ ...labels, gen_ai_token_type: "output" }, usage.completionTokens);
  genAi.duration.observe({ ...labels, error_type: "" }, timing.totalMs / 1000);
  if (timing.firstTokenMs > 0) genAi.firstToken.observe(labels, timing.firstTokenMs / 1000);
  if (costUsd !== undefined && costUsd > 0) genAi.cost.inc({ tenant, model, provenance }, costUsd);
  const lost = wasted.promptTokens + wasted.completionTokens;
  if (lost > 0) genAi.wasted.inc({ model }, lost);
  genAi.cache.inc({ cache: routing.cache });
}

/** From what probability on a decision counts as sure. */
/** What a router of classes says of its class, else what a router knows of itself. */
const clarityOf = ({ decision }: RoutePart) => decision.classConfidence ?? decision.confidence;

function levelOf(confidence: number | undefined): "high" | "medium" | "low" | "unknown" {
  if (confidence === undefined) return "unknown";
  return confidence >= 0.7 ? "high" : confidence >= 0.4 ? "medium" : "low";
}

const codeOf = (error: unknown) => (isLabError(error) ? error.code.toLowerCase() : "internal_error");
