import type { DecisionRecord } from "./decision-log.ts";
import type { House } from "./house.ts";
import type { Run } from "./run.ts";

/** What a rating may yet say something of. */
type Rateable = Pick<Run, "context" | "assignments">;

/** As long as the decision log has a record; nobody else knows of whom it is. */
const rateable = new WeakMap<DecisionRecord, Rateable>();

/** A request of experiments is over: a rating of its answer may come. */
export function awaitRating(record: DecisionRecord, { context, assignments }: Rateable): void {
  if (assignments.length > 0) rateable.set(record, { context, assignments });
}

/**
 * Tells the experiments that a request was in how its answer was rated, once: of a second rating they hear nothing.
 * @param rating 0 to 1.
 */
export function rateAnswer(requestId: string, tenant: string, rating: number, house: House): void {
  const record = house.decisions.read({ tenant }).findLast((one) => one.requestId === requestId);
  const rated = record && rateable.get(record);
  if (!record || !rated) return;
  rateable.delete(record);
  house.experiments?.rate(rated.context, rated.assignments, rating);
}
