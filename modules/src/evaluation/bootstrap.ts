import { RoutingError } from "../core/errors.ts";
import { createRandom, type Random } from "../core/random.ts";
import { type Counts, everyRowOnce } from "./sorted-outcomes.ts";

export interface BootstrapOptions<Row> {
  /** How many samples are drawn. Default 1000. */
  readonly resamples?: number;
  /** Share of samples inside the interval. Default 0.95. */
  readonly level?: number;
  readonly seed?: number;
  /**
   * Rows of one group are drawn together. Rows made from one template are alike: drawn one by one they would make the
   * interval too narrow.
   */
  readonly groupOf?: (row: Row) => string;
}

/** The same drawing for things that hold a row each. */
export function drawByRow<Row, Holder>(
  { groupOf, ...options }: BootstrapOptions<Row>,
  rowOf: (holder: Holder) => Row,
): BootstrapOptions<Holder> {
  return { ...options, ...(groupOf && { groupOf: (holder: Holder) => groupOf(rowOf(holder)) }) };
}

export interface Interval {
  /** The figure on all rows. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/**
 * How far a figure would move with other rows of the same kind: draws as many rows (or groups) as there are, with
 * replacement, again and again, and gives the range of the middle `level` of the results (percentile bootstrap).
 * Samples in which the figure does not exist (NaN) are left out.
 * @throws RoutingError when there are no rows.
 */
export function bootstrapInterval<Row>(
  rows: readonly Row[],
  measure: (sample: readonly Row[]) => number,
  options: BootstrapOptions<Row> = {},
): Interval {
  const { resamples = 1000, level = 0.95, seed = 1, groupOf } = options;
  if (rows.length === 0) throw noRows();
  const random = createRandom(seed);
  const groups = groupOf ? [...Map.groupBy(rows, groupOf).values()] : undefined;
  const draw = groups ? () => drawFrom(groups, random).flat() : () => drawFrom(rows, random);
  const results = Array.from({ length: resamples }, () => measure(draw()));
  return intervalOf(measure(rows), results, level);
}

/**
 * The intervals of several figures, all from the same samples of a list of so many rows. A sample is given as how often each
 * row was drawn, which is many times as fast as a list of rows; the samples are those of `bootstrapInterval`.
 * @throws RoutingError when there are no rows.
 */
export function bootstrapFigures<Name extends string>(
  rows: number,
  measure: (counts: Counts) => Readonly<Record<Name, number>>,
  options: Omit<BootstrapOptions<never>, "groupOf"> = {},
): Record<Name, Interval> {
  const { resamples = 1000, level = 0.95, seed = 1 } = options;
  if (rows === 0) throw noRows();
  const random = createRandom(seed);
  const results = Array.from({ length: resamples }, () => measure(drawCounts(rows, random)));
  const value = measure(everyRowOnce(rows));
  const names = Object.keys(value) as Name[];
  const intervals = names.map((name): [Name, Interval] => [
    name,
    intervalOf(
      value[name],
      results.map((result) => result[name]),
      level,
    ),
  ]);
  return Object.fromEntries(intervals) as Record<Name, Interval>;
}

function intervalOf(value: number, results: readonly number[], level: number): Interval {
  const sorted = results.filter((result) => !Number.isNaN(result)).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { value, low: at((1 - level) / 2), high: at((1 + level) / 2), level };
}

const noRows = () => new RoutingError("There are no rows to draw samples of.", { code: "NO_ROWS" });

function drawCounts(rows: number, random: Random): Counts {
  const counts = new Uint32Array(rows);
  for (let count = 0; count < rows; count++) {
    const place = Math.floor(random() * rows);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
}

function drawFrom<Item>(items: readonly Item[], random: Random): Item[] {
  const drawn: Item[] = [];
  for (let count = 0; count < items.length; count++) {
    const item = items[Math.floor(random() * items.length)];
    if (item !== undefined) drawn.push(item);
  }
  return drawn;
}
