import type { Feedback, QualityScore, Rating } from "../../experiments/feedback.ts";
import type { Telemetry } from "../../telemetry/index.ts";
import type { ServedOrchestrator } from "../platform.ts";

export interface ObserveFeedbackOptions {
  readonly orchestrator: Pick<ServedOrchestrator, "decisions" | "models">;
  readonly telemetry?: Telemetry;
}

/** The same feedback, whose ratings are counted: how good answers of each side are, and what choosing them cost. */
export function observeFeedback(
  feedback: Feedback,
  { orchestrator, telemetry }: ObserveFeedbackOptions,
): Feedback {
  if (!telemetry) return feedback;
  return {
    ...feedback,
    async rate(rating, tenant) {
      const score = await feedback.rate(rating, tenant);
      noteRating({ rating, tenant, score }, feedback, { orchestrator, telemetry });
      return score;
    },
  };
}

interface Rated {
  readonly rating: Rating;
  readonly tenant: string;
  readonly score: QualityScore;
}

function noteRating(
  { rating, tenant, score: { model } }: Rated,
  feedback: Feedback,
  { orchestrator, telemetry }: Required<ObserveFeedbackOptions>,
): void {
  const found = orchestrator
    .decisions({ tenant })
    .findLast(({ requestId }) => requestId === rating.requestId);
  if (!found) return;
  const answered = orchestrator
    .models()
    .flatMap(({ deployments }) => deployments)
    .find(({ deployment }) => deployment === found.deployment);
  telemetry.rate({
    score: (rating.rating - 1) / 4,
    target: answered?.tier === "local" ? "local" : "cloud",
    judge: "person",
    strategy: found.strategy,
    ...bestOther(model, found.route, feedback),
  });
}

/** What the best of the other models is thought to give for this kind of work. */
function bestOther(model: string, task: string, feedback: Feedback): { readonly bestOther?: number } {
  const others = feedback.scores().filter((one) => one.model !== model);
  const known = others.map((one) => feedback.quality(one.model, task)?.quality ?? one.quality);
  return known.length > 0 ? { bestOther: Math.max(...known) } : {};
}
