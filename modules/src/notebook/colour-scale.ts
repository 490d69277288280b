import type { ChartOptions } from "./chart.ts";
import type { Mark } from "./marks.ts";
import { isPaletteName, type Swatch, swatches } from "./palette.ts";

/** The colours of a chart whose marks are coloured by words. */
export interface WordColours {
  readonly swatches: readonly Swatch[];
  readonly label: string | undefined;
  /** Dots are told apart by their shape too, so the legend shows the shapes. */
  readonly glyphs: "symbol" | "name";
  readonly color: { readonly domain: readonly string[]; readonly range: readonly string[] };
  readonly symbol: { readonly domain: readonly string[]; readonly range: readonly string[] };
}

/** Gives each word that colours a mark its colour and shape; `undefined` when colours stand for numbers or nothing. */
export function colourScale(options: Pick<ChartOptions, "marks" | "color">): WordColours | undefined {
  const given = options.color;
  if (given?.range || given?.scheme) return undefined;
  const words = given?.domain?.map(String) ?? wordsOfMarks(options.marks);
  if (words.length === 0) return undefined;
  const found = swatches(words);
  return {
    swatches: found,
    label: given?.label ?? undefined,
    glyphs: options.marks.some(({ options: { symbol } }) => symbol !== undefined) ? "symbol" : "name",
    color: { domain: words, range: found.map(({ colour }) => colour) },
    symbol: { domain: words, range: found.map(({ symbol }) => symbol) },
  };
}

/** Each different word of the fill and stroke channels: known ones first, then in the order they come. */
function wordsOfMarks(marks: readonly Mark[]): string[] {
  const values = marks.flatMap((mark) => [
    ...channelValues(mark, "fill"),
    ...channelValues(mark, "stroke"),
    ...channelValues(mark, "symbol"),
  ]);
  const words = [...new Set(values.filter((value) => typeof value === "string"))];
  return [...words.filter(isPaletteName), ...words.filter((word) => !isPaletteName(word))];
}

function channelValues({ data, options }: Mark, name: string): unknown[] {
  const channel = options[name];
  if (typeof channel === "function") return data.map((row, index): unknown => channel(row, index));
  if (typeof channel !== "string") return [];
  return data.flatMap((row) => (isRecord(row) && channel in row ? [row[channel]] : []));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
