import type { Clock } from "../core/clock.ts";
import type { Feedback } from "../experiments/feedback.ts";
import type { RequestPatterns } from "../experiments/patterns.ts";
import type { ConfiguredOrchestrator } from "../orchestrator/open-orchestrator.ts";
import type { Orchestrator } from "../orchestrator/orchestrator.ts";
import type { Rag } from "../retrieval/rag.ts";
import type { ChatObserver } from "./chat/answer-chat.ts";
import type { Figures } from "./figures/figures.ts";
import type { Call } from "./http/route.ts";
import type { Sessions } from "./sessions/sessions.ts";

/** What of the orchestrator the API is made from. */
export type ServedOrchestrator = Pick<
  Orchestrator,
  "chat" | "compare" | "embed" | "plan" | "models" | "decisions" | "state" | "readiness" | "routers"
>;

/** What routes work with. What is not there is not offered. */
export interface Platform {
  readonly orchestrator: ServedOrchestrator;
  readonly clock: Clock;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly startedAt: number;
  readonly isDraining: () => boolean;
  /** Counts what becomes of one chat. */
  observe(call: Pick<Call, "context">): ChatObserver;
  readonly sessions: Sessions;
  readonly figures: Figures;
  readonly feedback?: Feedback | undefined;
  readonly rag?: Rag | undefined;
  readonly patterns?: RequestPatterns | undefined;
  /** How what is tried on a part of the requests does. */
  readonly trials?: ConfiguredOrchestrator["trials"] | undefined;
  /** What decisions would have been under another configuration. */
  readonly replay?: ConfiguredOrchestrator["replay"] | undefined;
}
