import { explainError } from "../core/errors.ts";
import type { Answer, Attempt } from "./answer-part.ts";
import type { AnswerEvent } from "./orchestrator.ts";

/** Sees to it that each request leaves exactly one record, however it ends. */
export interface RecordOnce {
  answered(answer: Answer): void;
  failed(error: unknown): void;
  /** The request is over; if nothing was recorded, whoever asked went away. */
  close(): void;
}

export function createRecordOnce(
  record: (event: AnswerEvent) => void,
  id: string,
  attempts: readonly Attempt[],
): RecordOnce {
  let recorded = false;
  const once = (event: AnswerEvent) => {
    if (!recorded) record(event);
    recorded = true;
  };
  return {
    answered: (answer) => {
      const error = answer.endReason === "cut" ? answer.attempts.at(-1)?.error : undefined;
      once(
        error === undefined
          ? { type: "answered", answer }
          : { type: "failed", id, attempts, error, partial: answer },
      );
    },
    failed: (error) => once({ type: "failed", id, attempts, error: explainError(error) }),
    close: () => once({ type: "cancelled", id, attempts }),
  };
}
