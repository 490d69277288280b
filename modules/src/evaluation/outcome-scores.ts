import { RoutingError } from "../core/errors.ts";
import { drawLot } from "./baselines.ts";
import type { Outcome, OutcomePair } from "./outcome.ts";

/** Scores a question whose outcome is known; more means rather to the strong model. Only the order matters. */
export type ScoreOf<Row extends OutcomePair = Outcome> = (row: Row) => number;

/**
 * The score that a router gave, by the router's name in the file.
 * @throws RoutingError for a row without it, naming those that are there.
 */
export function scoreBy(router: string): ScoreOf {
  return ({ id, scores }) => {
    const score = scores[router];
    if (score !== undefined) return score;
    throw new RoutingError(`The outcome ${id} has no score of a router "${router}".`, {
      code: "NO_SCORE",
      hint: `There are: ${Object.keys(scores).join(", ")}.`,
    });
  };
}

/** The longer the question, the rather the strong model. */
export const lengthScore: ScoreOf = ({ characters }) => characters;

/** Lots: the floor that any router has to leave. */
export const randomScore =
  (seed = 1): ScoreOf =>
  ({ id }) =>
    drawLot(id, seed);

/** What only hindsight knows: 1 where just the strong model is right, -1 where just the weak one is, 0 where they are alike. */
export const oracleScore: ScoreOf<OutcomePair> = ({ weakRight, strongRight }) =>
  Number(strongRight) - Number(weakRight);
