import { isLabError } from "../../core/errors.ts";
import { isRefusal } from "../../core/is-refusal.ts";
import type { ChatAnswer, ChatPart } from "../../orchestrator/chat-part.ts";
import type { Metrics } from "../../telemetry/index.ts";
import type { ChatObserver } from "../chat/answer-chat.ts";
import type { DoneChat } from "../figures/figures.ts";
import type { Call } from "../http/route.ts";

export interface ObserveOptions {
  readonly metrics: Metrics;
  /** Hears each answer and each failure, for figures over time. */
  readonly onDone?: ((done: DoneChat) => void) | undefined;
}

type RoutePart = Extract<ChatPart, { type: "route" }>;
type BeginPart = Extract<ChatPart, { type: "begin" }>;

/** Counts chats. Labels hold configured names only, never what a caller wrote. */
export function createChatObserver({ metrics, onDone }: ObserveOptions) {
  let active = 0;
  const planned = new Map<string, { all: number; left: number }>();
  const notePlan = (route: RoutePart) => {
    const model = route.plan[0]?.model;
    metrics.note("classificationLatency", route.decision.ms / 1000, NO_LABELS);
    metrics.note("classifications", 1, [route.route, levelOf(route)]);
    if (model === undefined) return;
    const counts = planned.get(model) ?? { all: 0, left: 0 };
    counts.all += 1;
    planned.set(model, counts);
  };
  const noteFallback = (from: string, to: string) => {
    metrics.note("fallbackRequests", 1, [from, to]);
    metrics.note("modelFallbacks", 1, [from, "primary"]);
    metrics.note("modelFallbacks", 1, [to, "fallback"]);
    const counts = planned.get(from);
    if (counts) counts.left += 1;
  };
  return {
    /** Brings the shares up to date, for a scrape. */
    refresh() {
      metrics.note("active", active, NO_LABELS);
      for (const [model, { all, left }] of planned) metrics.note("fallbackRate", left / all, [model]);
    },
    observe({ context }: Pick<Call, "context">): ChatObserver {
      let route: RoutePart | undefined;
      let begun: BeginPart | undefined;
      let ended = false;
      const end = () => {
        if (!ended) active--;
        ended = true;
      };
      active++;
      return {
        part(part) {
          if (part.type === "text") return;
          if (part.type === "route") {
            route = part;
            notePlan(part);
          } else if (part.type === "begin") {
            begun = part;
            metrics.note("modelRequests", 1, [part.model]);
          } else if (part.type === "answer") {
            end();
            const from = route?.plan[0]?.model;
            if (from !== undefined && part.answer.fallbackUsed && from !== part.answer.model)
              noteFallback(from, part.answer.model);
            noteAnswer(metrics, part.answer, route);
            const { model, endReason } = part.answer;
            onDone?.({ model, answer: part.answer, outcome: endReason === "cut" ? "failed" : "answered" });
          }
        },
        failed(error) {
          if (ended) return;
          end();
          const model = begun?.model ?? route?.plan[0]?.model ?? "none";
          const outcome = context.signal.aborted ? "cancelled" : outcomeOf(error);
          const status = outcome === "failed" ? "error" : outcome;
          metrics.note("requests", 1, [model, route?.route ?? "none", status]);
          if (status !== "cancelled") metrics.note("errors", 1, [model, codeOf(error)]);
          onDone?.({ model, outcome });
        },
      };
    },
  };
}

const NO_LABELS: readonly string[] = [];

function noteAnswer(metrics: Metrics, answer: ChatAnswer, route: RoutePart | undefined): void {
  const { model, timing, routing, endReason } = answer;
  const intent = route?.route ?? routing.intent;
  metrics.note("requests", 1, [model, intent, endReason === "cut" ? "cut" : "success"]);
  metrics.note("latency", timing.totalMs / 1000, [model, intent]);
}

/** What a router of classes calls its class by its own thresholds, else how sure a router is: from 0.7 on, unsure below 0.4. */
function levelOf({ decision: { classLevel, confidence } }: RoutePart): string {
  if (classLevel !== undefined) return classLevel;
  if (confidence === undefined) return "unknown";
  return confidence >= 0.7 ? "high" : confidence >= 0.4 ? "medium" : "low";
}

const outcomeOf = (error: unknown) => (isLabError(error) && isRefusal(error.code) ? "refused" : "failed");

const codeOf = (error: unknown) => (isLabError(error) ? error.code.toLowerCase() : "internal_error");
