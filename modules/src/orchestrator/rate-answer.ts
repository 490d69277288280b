import type { Answer } from "./answer-part.ts";
import type { DecisionRecord } from "./decision-log.ts";
import type { House } from "./house.ts";
import type { Run } from "./run.ts";

/** What a rating may yet say something of. */
interface Rateable extends Pick<Run, "context" | "assignments" | "choice"> {
  readonly answer: Pick<Answer, "costUsd" | "timing">;
}

/** As long as the decision log has a record; nobody else knows of whom it is. */
const rateable = new WeakMap<DecisionRecord, Rateable>();

/** A request that experiments or preferences learn from is answered: a rating may come. */
export function awaitRating(record: DecisionRecord, run: Run, { costUsd, timing }: Answer): void {
  const { context, assignments, choice, legs } = run;
  const isChosen = choice !== undefined && legs.at(-1)?.deployment.model === choice.arm;
  if (assignments.length === 0 && !isChosen) return;
  rateable.set(record, {
    context,
    assignments,
    answer: { costUsd, timing },
    ...(isChosen && { choice }),
  });
}

/**
 * Tells the experiments that a request was in, and what learns whom to prefer, how its answer was rated, once: of a second rating
 * they hear nothing.
 * @param rating 0 to 1.
 */
export function rateAnswer(requestId: string, tenant: string, rating: number, house: House): void {
  const record = house.decisions.read({ tenant }).findLast((one) => one.requestId === requestId);
  const rated = record && rateable.get(record);
  if (!record || !rated) return;
  rateable.delete(record);
  const { context, assignments, choice, answer } = rated;
  house.experiments?.rate(context, assignments, rating);
  if (choice) house.preferences?.rate(choice, rating, answer);
}
