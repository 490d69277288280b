import { describe, expect, test } from "vitest";
import { LabError } from "../core/errors.ts";
import { glyphOf, palette, swatches } from "./palette.ts";

/** Relative luminance by WCAG 2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** JupyterLab light and dark, VS Code dark, GitHub dark. */
const PAGES = ["#ffffff", "#111111", "#1e1e1e", "#0d1117"];

const otherWords = Array.from({ length: 5 }, (_, index) => `word ${index}`);
const colours = [...Object.entries(palette), ...swatches(otherWords).map((one) => [one.word, one.colour])];

describe.each(colours)("%s %s", (_, colour = "") => {
  test.each(PAGES)("stands out from %s", (page) => {
    expect(contrast(colour, page)).toBeGreaterThanOrEqual(3);
  });

  test("carries white letters", () => {
    expect(contrast(colour, "#ffffff")).toBeGreaterThanOrEqual(4.5);
  });
});

test("the provenance classes differ in colour and in shape", () => {
  const classes = swatches(["live", "local", "recorded", "simulated"]);
  expect(new Set(classes.map(({ colour }) => colour)).size).toBe(4);
  expect(new Set(classes.map(({ glyph }) => glyph)).size).toBe(4);
  expect(new Set(classes.map(({ symbol }) => symbol)).size).toBe(4);
});

test("unknown words take turns", () => {
  const [first, second] = swatches(["apples", "pears"]);
  expect(first?.colour).not.toBe(second?.colour);
  expect(first?.symbol).not.toBe(second?.symbol);
});

test("a name that is none is refused in one line that lists those there are", () => {
  expect(() => glyphOf("clowd" as never)).toThrow('Nothing is drawn as "clowd".');
  expect(() => glyphOf("toString" as never)).toThrow(LabError);
});
