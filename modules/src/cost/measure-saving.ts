import { RoutingError } from "../core/errors.ts";

/** A question whose outcome with both models is known, with a router's score and what each answer costs. */
export interface PricedOutcome {
  readonly weakRight: boolean;
  readonly strongRight: boolean;
  readonly weakUsd: number;
  readonly strongUsd: number;
  /** From the threshold on, the strong model is asked. */
  readonly score: number;
}

/** What following a router costs, held against asking the strong model always. */
export interface Saving {
  /** Share of the cost of the strong model alone that is saved, 0 to 1; negative when routing costs more. */
  readonly savedShare: number;
  /** Share of questions answered right that is given up, 0 to 1. */
  readonly loss: number;
  /** Share of questions that go to the strong model. */
  readonly strongShare: number;
  readonly costUsd: number;
  readonly strongOnlyUsd: number;
  /** Loss of lots that cost as much: the same money, spent without looking. */
  readonly mixLoss: number;
  /** Share that lots save which give up as much. NaN when the strong model is not better. */
  readonly mixSavedShare: number;
}

export interface SavingOptions {
  readonly threshold: number;
  /** What the choice itself costs for one question, US dollars. Default 0: a router on this machine. */
  readonly routerUsd?: number;
}

/** @throws RoutingError when there are no rows. */
export function measureSaving(
  rows: readonly PricedOutcome[],
  { threshold, routerUsd = 0 }: SavingOptions,
): Saving {
  if (rows.length === 0) throw noRows();
  const mean = (of: (row: PricedOutcome) => number) =>
    rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  const asksStrong = ({ score }: PricedOutcome) => score >= threshold;
  const strongRight = mean((row) => Number(row.strongRight));
  const gap = strongRight - mean((row) => Number(row.weakRight));
  const [weakUsd, strongUsd] = [mean((row) => row.weakUsd), mean((row) => row.strongUsd)];
  const costUsd = routerUsd + mean((row) => (asksStrong(row) ? row.strongUsd : row.weakUsd));
  const loss = strongRight - mean((row) => Number(asksStrong(row) ? row.strongRight : row.weakRight));
  const mixStrongShare = Math.min(1, (costUsd - weakUsd) / (strongUsd - weakUsd));
  return {
    savedShare: 1 - costUsd / strongUsd,
    loss,
    strongShare: mean((row) => Number(asksStrong(row))),
    costUsd: costUsd * rows.length,
    strongOnlyUsd: strongUsd * rows.length,
    mixLoss: (1 - mixStrongShare) * gap,
    mixSavedShare: gap > 0 ? (loss / gap) * (1 - weakUsd / strongUsd) : Number.NaN,
  };
}

/**
 * The threshold that saves most while giving up no more than `maxLoss` (share of questions, 0 to 1) on these rows; `-Infinity`,
 * the strong model for all, when none does. To be looked for on other rows than it is judged on.
 * @throws RoutingError when there are no rows.
 */
export function thresholdForLoss(rows: readonly PricedOutcome[], maxLoss: number): number {
  if (rows.length === 0) throw noRows();
  const rising = [...rows].sort((a, b) => a.score - b.score);
  let lost = 0;
  let found = Number.NEGATIVE_INFINITY;
  for (const [place, row] of rising.entries()) {
    const before = rising[place - 1]?.score ?? Number.NEGATIVE_INFINITY;
    if (row.score > before && lost <= maxLoss * rows.length) found = row.score;
    lost += Number(row.strongRight) - Number(row.weakRight);
  }
  return lost <= maxLoss * rows.length ? Number.POSITIVE_INFINITY : found;
}

const noRows = () =>
  new RoutingError("There are no outcomes to count the saving of.", {
    code: "NO_ROWS",
    hint: "Check the filter that chose them.",
  });
