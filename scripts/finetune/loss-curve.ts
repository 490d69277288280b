import type { LossRow } from "../../modules/src/finetune/index.ts";

const WIDTH = 60;
const HEIGHT = 10;

/** A curve of the training loss (`●`), and of the validation loss (`○`) where there is one, in characters. */
export function lossCurve(losses: readonly LossRow[]): string[] {
  if (losses.length < 2) return [];
  const training = columns(losses, ({ trainLoss }) => trainLoss);
  const validation = columns(losses, ({ validLoss }) => validLoss);
  const values = [...training, ...validation].filter((value) => value !== undefined);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const rowOf = (value: number) =>
    high === low ? HEIGHT - 1 : Math.round(((high - value) / (high - low)) * (HEIGHT - 1));
  const lines = Array.from({ length: HEIGHT }, (_, row) => {
    const cells = training.map((value, column) => {
      if (value !== undefined && rowOf(value) === row) return "●";
      const other = validation[column];
      return other !== undefined && rowOf(other) === row ? "○" : " ";
    });
    return `${axisLabel(row, low, high)} ${cells.join("")}`.trimEnd();
  });
  const steps = `step ${losses[0]?.step} to ${losses.at(-1)?.step}`;
  const legend = validation.some((value) => value !== undefined)
    ? "● training loss  ○ validation loss"
    : "● training loss";
  return [...lines, `       ${legend}, ${steps}`];
}

/** The mean of each of `WIDTH` equal parts; fewer parts when there are fewer steps. */
function columns(
  losses: readonly LossRow[],
  lossOf: (row: LossRow) => number | undefined,
): (number | undefined)[] {
  const width = Math.min(WIDTH, losses.length);
  return Array.from({ length: width }, (_, column) => {
    const from = Math.floor((column * losses.length) / width);
    const to = Math.floor(((column + 1) * losses.length) / width);
    const values = losses.slice(from, to).flatMap((row) => lossOf(row) ?? []);
    return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
  });
}

function axisLabel(row: number, low: number, high: number): string {
  if (row === 0) return high.toFixed(3).padStart(6);
  return row === HEIGHT - 1 ? low.toFixed(3).padStart(6) : " ".repeat(6);
}
