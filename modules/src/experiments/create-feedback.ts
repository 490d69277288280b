import { type Clock, systemClock } from "../core/clock.ts";
import { LabError } from "../core/errors.ts";
import type { Feedback, FeedbackEvent, QualityScore, RatedAnswer, Rating } from "./feedback.ts";
import { openRatings } from "./ratings-table.ts";

export interface FeedbackOptions {
  /** SQLite file of the ratings. Default `:memory:`, which keeps nothing. */
  readonly file?: string;
  /** Which answer a request id is of; undefined when the tenant has none. */
  readonly find: (requestId: string, tenant: string) => Promise<RatedAnswer | undefined>;
  /** Quality of each model before any rating, 0 to 1, as the configuration says. */
  readonly declared: Readonly<Record<string, number>> | ReadonlyMap<string, number>;
  /** How many ratings the declared quality counts as. Default 20. */
  readonly declaredWeight?: number;
  /** One client counts with its newest ratings of a model, at most so many. Default 20. */
  readonly mostOfClient?: number;
  /** Ratings older than this do not count, in milliseconds. Default 90 days. */
  readonly maxAgeMs?: number;
  readonly clock?: Clock;
  readonly onEvent?: (event: FeedbackEvent) => void;
}

const MOST_CHARACTERS = 4_000;
const NINETY_DAYS_MS = 90 * 24 * 3_600_000;

/**
 * Feedback that moves quality: the declared figure is a belief worth so many ratings, and ratings move it.
 * @throws LabError FEEDBACK_UNUSABLE when the file cannot be used.
 */
export function createFeedback(options: FeedbackOptions): Feedback {
  const { find, declaredWeight = 20, clock = systemClock, onEvent = () => {} } = options;
  const declared =
    options.declared instanceof Map ? options.declared : new Map(Object.entries(options.declared));
  const ratings = openRatings({
    file: options.file ?? ":memory:",
    mostOfClient: options.mostOfClient ?? 20,
    maxAgeMs: options.maxAgeMs ?? NINETY_DAYS_MS,
    clock,
  });

  function scoreOf(model: string, task?: string): QualityScore | undefined {
    const before = declared.get(model);
    if (before === undefined) return undefined;
    const ofTask = task === undefined ? undefined : ratings.sum(model, { task });
    if (task === undefined || !ofTask || ofTask.count === 0)
      return believe(model, before, declaredWeight, ratings.sum(model));
    // What other tasks say of the model is believed of this one too, and its own ratings are counted once.
    const elsewhere = believe(model, before, declaredWeight, ratings.sum(model, { exceptTask: task }));
    return { ...believe(model, elsewhere.quality, declaredWeight, ofTask), task };
  }

  return {
    async rate(rating, tenant) {
      checkRating(rating);
      const answer = await find(rating.requestId, tenant);
      if (answer === undefined || answer.tenant !== tenant) throw unknownRequest(rating.requestId);
      const { model, task } = answer;
      if (!declared.has(model)) declared.set(model, UNDECLARED);
      const before = scoreOf(model)?.quality ?? UNDECLARED;
      ratings.put({ ...rating, ...answer, value: (rating.rating - 1) / 4 });
      const after = scoreOf(model);
      const score = scoreOf(model, task);
      if (after === undefined || score === undefined) throw new Error(`No score of ${model}.`);
      if (after.quality !== before)
        onEvent({ type: "quality-moved", model, from: before, to: after.quality, ratings: after.ratings });
      return score;
    },
    quality: scoreOf,
    scores: () => [...declared.keys()].flatMap((model) => scoreOf(model) ?? []),
    close: () => ratings.close(),
  };
}

/** Of a model that has no declared quality, as the registry's default is. */
const UNDECLARED = 0.8;

/** The middle of what is believed (a Beta distribution) after the ratings, and its middle 95 %. */
function believe(
  model: string,
  before: number,
  weight: number,
  { sum, count }: { readonly sum: number; readonly count: number },
): QualityScore {
  const quality = (before * weight + sum) / (weight + count);
  const error = 1.96 * Math.sqrt((quality * (1 - quality)) / (weight + count + 1));
  return {
    model,
    quality,
    low: Math.max(0, quality - error),
    high: Math.min(1, quality + error),
    ratings: count,
  };
}

function checkRating({ requestId, rating, feedback }: Rating): void {
  if (requestId === "") throw invalid("The request id of a rating is empty.");
  if (!(rating >= 1 && rating <= 5)) throw invalid(`A rating must be a number from 1 to 5, not ${rating}.`);
  if (feedback !== undefined && feedback.length > MOST_CHARACTERS)
    throw invalid(`The text of a rating has ${feedback.length} characters; ${MOST_CHARACTERS} are kept.`);
}

const invalid = (message: string) =>
  new LabError(message, { code: "FEEDBACK_INVALID", hint: "1 is bad, 5 is good." });

const unknownRequest = (requestId: string) =>
  new LabError(`There is no request "${requestId.slice(0, 80)}" to rate.`, {
    code: "FEEDBACK_UNKNOWN_REQUEST",
    hint: "Send the request id that came with the answer.",
  });
