import { createHash } from "node:crypto";
import { drawLot, firstWord } from "./baselines.ts";
import type { OutcomeRouting } from "./evaluate-outcomes.ts";
import type { OutcomePair } from "./outcome.ts";
import { oracleScore, type ScoreOf } from "./outcome-scores.ts";
import { thresholdForShare } from "./thresholds.ts";

/** A question with its text and outcome. */
export interface AskedOutcome extends OutcomePair {
  readonly id: string;
  readonly prompt: string;
}

export interface OutcomeBaselinesOptions {
  /** Share of strong calls, 0 to 1, of the router that is compared: baselines that have a choice make as many. */
  readonly strongShare: number;
  readonly seed?: number;
}

/**
 * What any router has to beat on real outcomes: one model for everything, lots (one half to the strong model, and as many as
 * the router sends), length and first word with as many strong calls as the router; and the oracle, which none can beat.
 */
export function outcomeBaselines(
  rows: readonly AskedOutcome[],
  { strongShare, seed = 1 }: OutcomeBaselinesOptions,
): OutcomeRouting<AskedOutcome>[] {
  const byLot = ({ id }: AskedOutcome) => drawLot(id, seed);
  const matched = (name: string, scoreOf: ScoreOf<AskedOutcome>): OutcomeRouting<AskedOutcome> => {
    const { threshold } = thresholdForShare(rows.map(scoreOf), strongShare);
    return { name, scoreOf, asksStrong: (row) => scoreOf(row) >= threshold };
  };
  return [
    { name: "always-weak", scoreOf: () => 0, asksStrong: () => false },
    { name: "always-strong", scoreOf: () => 1, asksStrong: () => true },
    { name: "random", scoreOf: byLot, asksStrong: (row) => byLot(row) >= 0.5 },
    matched("cost-matched-mix", byLot),
    matched("length", ({ prompt }) => prompt.length),
    matched("first-word", firstWordGain(rows)),
    { name: "oracle", scoreOf: oracleScore, asksStrong: (row) => oracleScore(row) > 0 },
  ];
}

/** Parts that the rows fall into; the rows of a part are judged by what the other parts show. */
const FOLDS = 5;

/** Rows of the average kind that each first word is given: a word seen once says little. */
const PRIOR_ROWS = 5;

/**
 * The mean gain of the strong model on questions with the same first word, learnt from the rows of the other folds: no row
 * helps to judge itself.
 */
export function firstWordGain(rows: readonly AskedOutcome[]): ScoreOf<AskedOutcome> {
  const folds = Array.from({ length: FOLDS }, (_, fold) =>
    gainsByWord(rows.filter(({ id }) => foldOf(id) !== fold)),
  );
  return ({ id, prompt }) => folds[foldOf(id)]?.(firstWord(prompt)) ?? 0;
}

function gainsByWord(rows: readonly AskedOutcome[]): (word: string) => number {
  const mean = meanGain(rows, 0, 0);
  const gains = new Map(
    [...Map.groupBy(rows, ({ prompt }) => firstWord(prompt))].map(([word, group]) => [
      word,
      meanGain(group, PRIOR_ROWS, mean),
    ]),
  );
  return (word) => gains.get(word) ?? mean;
}

function meanGain(rows: readonly AskedOutcome[], priorRows: number, prior: number): number {
  const gain = rows.reduce((sum, row) => sum + oracleScore(row), 0);
  return rows.length + priorRows === 0 ? 0 : (gain + priorRows * prior) / (rows.length + priorRows);
}

const foldOf = (id: string) => createHash("sha256").update(`fold\n${id}`).digest().readUInt32BE(0) % FOLDS;
