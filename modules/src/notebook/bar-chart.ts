import { type ChartOptions, renderChart } from "./chart.ts";
import { checkRows } from "./check-rows.ts";
import { notebookOutput } from "./display.ts";
import { formatValue, numberFormat, shorten, wordsOf } from "./format-value.ts";
import { barX, type Mark, ruleX, text } from "./marks.ts";
import { isPaletteName, palette, swatches } from "./palette.ts";

export type BarChartOptions<Row> = Omit<ChartOptions, "marks"> & {
  /** Field that names each bar. Two rows may share a name. */
  readonly label: keyof Row & string;
  /** Field with the length of each bar, a number. */
  readonly value: keyof Row & string;
  /** Field whose word gives the colour: `local`, `cloud`, `right`, `wrong`, a provenance, or any other. */
  readonly group?: keyof Row & string;
  /** Written after each figure: `ms`, `tokens/s`. */
  readonly unit?: string;
};

/** One horizontal bar a row, in the order of the rows, each with its name and its figure. */
export function barChart<Row extends object>(rows: readonly Row[], options: BarChartOptions<Row>): void {
  notebookOutput().html(renderBarChart(rows, options));
}

interface Bar {
  /** Place of the row: names may repeat, places do not. */
  readonly place: number;
  readonly name: string;
  readonly length: number;
  readonly group: string | undefined;
  readonly note: string;
}

export function renderBarChart<Row extends object>(
  rows: readonly Row[],
  options: BarChartOptions<Row>,
): string {
  checkRows(rows, "barChart");
  const { label, value, group, unit, ...rest } = options;
  const figures = numberFormat(rows.map((row) => Number(row[value])));
  const bars = rows.map((row, place): Bar => {
    const length = Number(row[value]);
    const word = group === undefined ? undefined : formatValue(row[group]);
    const figure = `${figures(length)}${unit ? ` ${unit}` : ""}`;
    return {
      place,
      name: shorten(formatValue(row[label]), LONGEST_NAME),
      length,
      group: word,
      note: word === undefined ? figure : `${figure}  ${word}`,
    };
  });
  const longestName = Math.max(0, ...bars.map(({ name }) => [...name].length));
  return renderChart({
    marginLeft: 20 + Math.min(longestName, LONGEST_NAME) * CHARACTER_PX,
    marginRight: 20 + Math.max(0, ...bars.map(({ note }) => note.length)) * CHARACTER_PX,
    marginTop: 8,
    height: 46 + bars.length * BAR_PX,
    ...rest,
    x: { label: axisLabel(value, unit), grid: true, ticks: 5, ...rest.x },
    y: {
      label: null,
      domain: bars.map(({ place }) => place),
      tickFormat: (place: number) => bars[place]?.name ?? "",
      tickSize: 0,
      ...rest.y,
    },
    marks: drawBars(bars),
  });
}

const LONGEST_NAME = 40;
const CHARACTER_PX = 6.6;
const BAR_PX = 26;

const axisLabel = (value: string, unit: string | undefined) =>
  unit && !wordsOf(value).split(" ").includes(unit) ? `${wordsOf(value)} (${unit})` : wordsOf(value);

function drawBars(bars: readonly Bar[]): Mark[] {
  const glyphs = new Map(
    swatches([...new Set(bars.map(({ group }) => group ?? ""))]).map(({ word, glyph }) => [word, glyph]),
  );
  const noted = ({ group, note }: Bar) =>
    group !== undefined && isPaletteName(group) ? `${glyphs.get(group)} ${note}` : note;
  return [
    barX(bars, {
      y: "place",
      x: ({ length }) => (Number.isFinite(length) ? length : 0),
      fill: bars.some(({ group }) => group !== undefined) ? "group" : palette.neutral,
      insetTop: 3,
      insetBottom: 3,
    }),
    text(bars, {
      y: "place",
      x: ({ length }) => (Number.isFinite(length) ? Math.max(0, length) : 0),
      text: noted,
      textAnchor: "start",
      dx: 6,
    }),
    ruleX([0]),
  ];
}
