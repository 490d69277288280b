import { type ChartOptions, renderChart } from "./chart.ts";
import { checkRows } from "./check-rows.ts";
import { notebookOutput } from "./display.ts";
import { formatValue, wordsOf } from "./format-value.ts";
import { dot } from "./marks.ts";
import { palette } from "./palette.ts";

export type DotChartOptions<Row> = Omit<ChartOptions, "marks" | "x" | "y"> & {
  /** Field along the bottom, a number. */
  readonly x: keyof Row & string;
  /** Field up the side, a number. */
  readonly y: keyof Row & string;
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** Field whose word gives colour and shape. */
  readonly group?: keyof Row & string;
  /** Field that a dot shows when the pointer rests on it. */
  readonly name?: keyof Row & string;
};

/** One dot a row: how one figure goes with another. */
export function dotChart<Row extends object>(rows: readonly Row[], options: DotChartOptions<Row>): void {
  notebookOutput().html(renderDotChart(rows, options));
}

export function renderDotChart<Row extends object>(
  rows: readonly Row[],
  options: DotChartOptions<Row>,
): string {
  checkRows(rows, "dotChart");
  const { x, y, xLabel, yLabel, group, name, ...rest } = options;
  const dots = rows.map((row) => ({
    x: Number(row[x]),
    y: Number(row[y]),
    ...(group === undefined ? {} : { group: formatValue(row[group]) }),
    name: name === undefined ? "" : formatValue(row[name]),
  }));
  const grouped = group === undefined ? undefined : "group";
  return renderChart({
    height: 320,
    marginLeft: 60,
    grid: true,
    ...rest,
    x: { label: xLabel ?? wordsOf(x), zero: true, nice: true },
    y: { label: yLabel ?? wordsOf(y), zero: true, nice: true },
    marks: [
      dot(dots, {
        x: "x",
        y: "y",
        r: 5,
        fill: grouped ?? palette.neutral,
        fillOpacity: 0.75,
        stroke: grouped ?? palette.neutral,
        strokeWidth: 1.5,
        ...(grouped ? { symbol: grouped } : {}),
        ...(name === undefined ? {} : { title: "name" }),
      }),
    ],
  });
}
