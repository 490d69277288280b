import fc from "fast-check";
import { expect, test } from "vitest";
import { cutSection } from "./cut-section.ts";
import { headingsAfter, splitMarkdown } from "./split-markdown.ts";

test("sections stand under their headings, and a heading in a code block is none", () => {
  const markdown =
    "# Title\n\nIntro.\n\n## One\n```sh\n# no heading\n```\n### Deep #\nText\n## Empty\n\n## Two\nEnd";
  expect(splitMarkdown(markdown)).toEqual([
    { headings: ["Title"], line: 3, text: "Intro." },
    { headings: ["Title", "One"], line: 6, text: "```sh\n# no heading\n```" },
    { headings: ["Title", "One", "Deep"], line: 10, text: "Text" },
    { headings: ["Title", "Two"], line: 14, text: "End" },
  ]);
});

test("headings of one cell hold in the next, until one of their level comes", () => {
  const above = headingsAfter("# Lab\n## 1 · First\n### Exercise", []);
  expect(above).toEqual(["Lab", "1 · First", "Exercise"]);
  expect(splitMarkdown("Text.", above)[0]?.headings).toEqual(above);
  expect(splitMarkdown("## 2 · Second\nText.", above)[0]?.headings).toEqual(["Lab", "2 · Second"]);
});

test("a part is never too long, and nothing but white space and repeated table heads is lost or added", () => {
  const solid = (text: string) => text.replace(/\s/g, "");
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: "binary", maxLength: 120 })),
      fc.integer({ min: 20, max: 90 }),
      (rows, most) => {
        const text = rows.map((row) => row.replace(/[|\r]/g, "")).join("\n");
        const parts = cutSection(text, most);
        expect(parts.every((part) => part.length <= most)).toBe(true);
        expect(solid(parts.join(""))).toBe(solid(text));
      },
    ),
    { numRuns: 300 },
  );
});

test("a long table is cut between its rows, and each part has the head", () => {
  const rows = Array.from({ length: 30 }, (_, row) => `| name ${row} | value ${row} |`);
  const parts = cutSection(["| name | value |", "| --- | --- |", ...rows].join("\n"), 200);
  expect(parts.length).toBeGreaterThan(3);
  for (const part of parts) expect(part).toMatch(/^\| name \| value \|\n\| --- \| --- \|\n\| name \d+/);
  for (const row of rows) expect(parts.filter((part) => part.includes(row))).toHaveLength(1);
});
