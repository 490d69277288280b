import type { Conflict } from "./conflict.ts";

/** Why a request goes past the cache. */
export type BypassReason =
  /** The last message is not the user's, or there is none. */
  | "no-question"
  /** The answer depends on the moment: today, now, latest. */
  | "time-bound"
  /** Log-probabilities are asked for; the cache keeps none. */
  | "log-probabilities"
  /** Answers are kept for each user, and the request names none. */
  | "no-user";

/** What became of one lookup or store. Holds no text of a question. */
export type CacheEvent =
  | {
      readonly type: "cache";
      readonly what: "hit";
      readonly kind: "exact" | "semantic";
      readonly similarity: number;
      readonly ageMs: number;
    }
  | {
      readonly type: "cache";
      readonly what: "miss";
      /** Cosine to the nearest question of the same partition; undefined when none was compared. */
      readonly nearest?: number;
      /** What kept a question that was near enough from being answered alike. */
      readonly refused?: Conflict;
    }
  | { readonly type: "cache"; readonly what: "bypass"; readonly because: BypassReason }
  | { readonly type: "cache"; readonly what: "stored"; readonly bytes: number }
  | { readonly type: "cache"; readonly what: "failed"; readonly error: string };
