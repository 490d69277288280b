import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { renderBarChart } from "./bar-chart.ts";
import { renderChart } from "./chart.ts";
import { renderDotChart } from "./dot-chart.ts";
import { barX, dot, line } from "./marks.ts";
import { palette } from "./palette.ts";
import { renderStepChart } from "./step-chart.ts";

interface Page {
  querySelector(selector: string): { getAttribute(name: string): string | null } | null;
  querySelectorAll(
    selector: string,
  ): Iterable<{ readonly textContent: string; getAttribute(name: string): string | null }>;
}

function parse(markup: string): Page {
  const { JSDOM } = createRequire(import.meta.url)("jsdom");
  return new JSDOM(markup).window.document;
}

const texts = (page: Page, selector: string) =>
  [...page.querySelectorAll(selector)].map((one) => one.textContent);

const rows = [
  { prompt: "Hello!", ms: 60, tokens: 10, provenance: "local", verdict: "right" },
  { prompt: "Hello!", ms: 300.5, tokens: 80, provenance: "live", verdict: "wrong" },
];

test("a chart is an image with a spoken name, a title, a caption and no background of its own", () => {
  const markup = renderChart({
    title: "Time <b>",
    caption: "Two runs.",
    provenance: "local",
    marks: [dot(rows, { x: "tokens", y: "ms" })],
  });
  const svg = parse(markup).querySelector("svg");
  expect(svg?.getAttribute("role")).toBe("img");
  expect(svg?.getAttribute("aria-label")).toBe(
    "Chart: Time <b>. All figures: answered by a model on this machine. Two runs.",
  );
  expect(svg?.getAttribute("width")).toBe("640");
  expect(svg?.getAttribute("style")).toContain("color: inherit");
  expect(svg?.getAttribute("style")).not.toMatch(/background: white/);
  expect(markup).toContain("Time &lt;b&gt;");
  expect(texts(parse(markup), "figcaption")).toEqual(["Two runs."]);
});

test("known words get their colours and shapes, and the legend names them", () => {
  const page = parse(
    renderChart({
      title: "T",
      marks: [dot(rows, { x: "tokens", y: "ms", fill: "provenance", symbol: "provenance" })],
    }),
  );
  const dots = [...page.querySelectorAll('g[aria-label="dot"] path')];
  expect(dots.map((one) => one.getAttribute("fill"))).toEqual([palette.local, palette.live]);
  expect(new Set(dots.map((one) => one.getAttribute("d"))).size).toBe(2);
  expect(texts(page, "figure > div > span").map((text) => text.trim())).toEqual(["■ local", "● live"]);
});

test("a colour given as such is taken as such", () => {
  const page = parse(
    renderChart({ title: "T", marks: [line(rows, { x: "tokens", y: "ms", stroke: "#123456" })] }),
  );
  expect(page.querySelector('g[aria-label="line"]')?.getAttribute("stroke")).toBe("#123456");
  expect(texts(page, "figure > div > span")).toEqual([]);
});

test("bars that share a name stay apart, and each tells its figure", () => {
  const page = parse(renderBarChart(rows, { title: "T", label: "prompt", value: "ms", unit: "ms" }));
  const bars = [...page.querySelectorAll('g[aria-label="bar"] rect')];
  expect(new Set(bars.map((one) => one.getAttribute("y"))).size).toBe(2);
  expect(texts(page, 'g[aria-label="text"] text')).toEqual(["60 ms", "301 ms"]);
  expect(texts(page, 'g[aria-label="y-axis tick label"] text')).toEqual(["Hello!", "Hello!"]);
});

test("right and wrong are told by sign and word, not by colour alone", () => {
  const page = parse(
    renderBarChart(rows, { title: "T", label: "prompt", value: "ms", unit: "ms", group: "verdict" }),
  );
  expect(texts(page, 'g[aria-label="text"] text')).toEqual(["✓ 60 ms  right", "✗ 301 ms  wrong"]);
});

test("a bar without a figure has a dash and no length", () => {
  const page = parse(
    renderBarChart(
      [
        { name: "a", ms: Number.NaN },
        { name: "b", ms: 3 },
      ],
      { title: "T", label: "name", value: "ms" },
    ),
  );
  expect(texts(page, 'g[aria-label="text"] text')).toEqual(["–", "3"]);
});

test("no rows still make a chart", () => {
  const none: typeof rows = [];
  expect(renderBarChart(none, { title: "T", label: "prompt", value: "ms" })).toContain("<svg");
  expect(renderDotChart(none, { title: "T", x: "tokens", y: "ms", group: "verdict" })).toContain("<svg");
  expect(renderChart({ title: "T", marks: [barX(none, { x: "ms", y: "prompt" })] })).toContain("<svg");
});

test("hostile words of the data are text of the drawing", () => {
  const evil = `</svg><script>alert(1)</script>`;
  const hostile = [{ name: evil, ms: 1, group: evil }];
  const bar = renderBarChart(hostile, {
    title: evil,
    caption: evil,
    label: "name",
    value: "ms",
    group: "group",
  });
  const dots = renderDotChart(hostile, { title: evil, x: "ms", y: "ms", group: "group", name: "name" });
  expect(bar + dots).not.toContain("<script");
});

test("each step of an answer begins where the one before it ended", () => {
  const page = parse(
    renderStepChart({
      provenance: "simulated",
      servedModel: "gpt-4o",
      timing: {
        firstTokenMs: 40,
        totalMs: 100,
        steps: [
          { step: "route", ms: 20 },
          { step: "call", ms: 80 },
        ],
      },
    }),
  );
  const [route, call] = [...page.querySelectorAll('g[aria-label="bar"] rect')].map((one) => ({
    from: Number(one.getAttribute("x")),
    to: Number(one.getAttribute("x")) + Number(one.getAttribute("width")),
    fill: one.getAttribute("fill"),
  }));
  expect(call?.from).toBeCloseTo(route?.to ?? 0);
  expect([route?.fill, call?.fill]).toEqual([palette.neutral, palette.simulated]);
  expect(texts(page, "figcaption")[0]).toContain("gpt-4o: written by the lab cloud");
});

test("words along the y axis are not cut off", () => {
  const rows = [{ x: 1, y: "a backend with a long name" }];
  const svg = renderChart({ title: "Long", marks: [dot(rows, { x: "x", y: "y" })] });
  const label = /aria-label="y-axis tick label"[^>]*transform="translate\((-?[\d.]+)/.exec(svg)?.[1];
  const axis = /aria-label="y-axis tick label"[\s\S]*?<text[^>]*transform="translate\(([\d.]+)/.exec(
    svg,
  )?.[1];
  expect(Number(axis) + Number(label)).toBeGreaterThan(26 * 6);
});
