import { LabError } from "../core/errors.ts";
import { describeValue } from "./describe-value.ts";

/**
 * The one set of colours of the notebooks. Each is dark enough for white text on it (4.5 : 1) and light enough to stand
 * out (3 : 1) from JupyterLab's, VS Code's and the gallery's light and dark pages, so no theme has to be known.
 */
export const palette = {
  local: "#0b7c72",
  cloud: "#2a6fdb",
  live: "#2a6fdb",
  recorded: "#8250df",
  simulated: "#b45309",
  right: "#1a7f37",
  wrong: "#c93c37",
  pending: "#a16207",
  neutral: "#64748b",
} as const;

export type PaletteName = keyof typeof palette;

interface Shape {
  /** Before the word, in badges and beside bars. */
  readonly glyph: string;
  /** Plot's name of the shape of a dot. */
  readonly symbol: string;
}

/** A colour is never the only sign: each name has a shape too. */
const SHAPES: Readonly<Record<PaletteName, Shape>> = {
  local: { glyph: "■", symbol: "square" },
  cloud: { glyph: "●", symbol: "circle" },
  live: { glyph: "●", symbol: "circle" },
  recorded: { glyph: "◆", symbol: "diamond" },
  simulated: { glyph: "▲", symbol: "triangle" },
  right: { glyph: "✓", symbol: "circle" },
  wrong: { glyph: "✗", symbol: "times" },
  pending: { glyph: "◐", symbol: "circle" },
  neutral: { glyph: "○", symbol: "circle" },
};

const SYMBOL_GLYPHS: Readonly<Record<string, string>> = {
  circle: "●",
  square: "■",
  triangle: "▲",
  diamond: "◆",
  star: "★",
  times: "✕",
};

const OTHERS = [
  { colour: "#64748b", symbol: "circle" },
  { colour: "#9a6a3f", symbol: "square" },
  { colour: "#c0398a", symbol: "triangle" },
  { colour: "#4d7c0f", symbol: "diamond" },
  { colour: "#0e7490", symbol: "star" },
] as const;

/** How one word of a legend is drawn. */
export interface Swatch extends Shape {
  readonly word: string;
  readonly colour: string;
  /** The shape of `symbol` as a character. */
  readonly symbolGlyph: string;
}

export function isPaletteName(word: string): word is PaletteName {
  return Object.hasOwn(palette, word);
}

/** A swatch for each word: `local`, `cloud`, `live`, ... always look the same, other words take turns. */
export function swatches(words: readonly string[]): Swatch[] {
  let turn = 0;
  return words.map((word) => {
    if (isPaletteName(word)) return swatch(word, palette[word], SHAPES[word]);
    const other = OTHERS[turn++ % OTHERS.length] ?? OTHERS[0];
    return swatch(word, other.colour, { glyph: SYMBOL_GLYPHS[other.symbol] ?? "●", symbol: other.symbol });
  });
}

function swatch(word: string, colour: string, shape: Shape): Swatch {
  return { word, colour, ...shape, symbolGlyph: SYMBOL_GLYPHS[shape.symbol] ?? shape.glyph };
}

/** @throws LabError for a name that is none, as untyped code may give it. */
export function glyphOf(name: PaletteName): string {
  if (isPaletteName(name)) return SHAPES[name].glyph;
  throw new LabError(`Nothing is drawn as ${describeValue(name)}.`, {
    code: "NOT_DRAWABLE",
    hint: `It must be one of ${Object.keys(palette).join(", ")}.`,
  });
}
