import { sourceLabel } from "../chat/source.ts";
import type { RouteDecision } from "../routers/router.ts";
import type { Answer, Attempt } from "./answer-part.ts";
import type { OpenedReply } from "./open-reply.ts";
import { isMeantFor } from "./plan-attempts.ts";
import type { StepTimer } from "./step-timer.ts";
import type { Transcript } from "./transcript.ts";

export interface AnswerParts {
  readonly id: string;
  readonly decision: RouteDecision;
  readonly attempts: readonly Attempt[];
  readonly opened: OpenedReply;
  readonly told: Transcript;
  readonly costUsd: number | undefined;
  readonly timer: StepTimer;
}

/** Puts the whole answer together; its steps go on to be noted in `timer`. */
export function composeAnswer({ id, decision, attempts, opened, told, costUsd, timer }: AnswerParts): Answer {
  const { tier } = opened.backend.provider;
  const fallbackUsed = !isMeantFor(decision.target, tier);
  const { text, endReason, usage, firstTokenMs } = told;
  return {
    id,
    text,
    source: sourceLabel(tier, fallbackUsed),
    provenance: opened.reply.provenance,
    servedModel: opened.reply.servedModel,
    decision,
    attempts,
    fallbackUsed,
    endReason,
    usage,
    costUsd,
    timing: { firstTokenMs, totalMs: timer.elapsed(), steps: timer.steps },
  };
}
