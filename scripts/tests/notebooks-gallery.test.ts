import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseNotebook } from "../notebooks/document.ts";
import { buildGallery } from "../notebooks/gallery/build-gallery.ts";
import { cleanHtml } from "../notebooks/gallery/clean-html.ts";
import { renderCode } from "../notebooks/gallery/render-code.ts";
import { renderMarkdown } from "../notebooks/gallery/render-markdown.ts";
import { renderOutput } from "../notebooks/gallery/render-output.ts";
import { shareStyles } from "../notebooks/gallery/share-styles.ts";
import { makeLabs, makeNotebook } from "./temp-labs.ts";

const ORIGIN = { date: "2026-01-02", node: "v24.21.0" };

const display = (data: Record<string, string>) => renderOutput({ output_type: "display_data", data });

describe("what a cell showed, on a page", () => {
  test.each([
    ["<b>a</b><script>alert(1)</script>", "<b>a</b>"],
    ["<svg><script>1</script><circle r='3' onclick='x()'/></svg>", '<svg><circle r="3"></circle></svg>'],
    ["<img src=x onerror=alert(1)>", "<img>"],
    ['<img src="https://example.org/a.png" srcset="b.png 2x">', "<img>"],
    ['<img src="data:image/png;base64,AA==">', '<img src="data:image/png;base64,AA==">'],
    [
      '<a href="javascript:alert(1)">a</a><a href="https://example.org">b</a>',
      '<a>a</a><a href="https://example.org">b</a>',
    ],
    ['<iframe src="x"></iframe><link rel=stylesheet href=x><form action=x>f</form>', ""],
    [
      '<p style="color:red;background:url(https://example.org/a)">a</p>',
      '<p style="color:red;background:none">a</p>',
    ],
    ["<template shadowrootmode=open><script>1</script></template>", ""],
    ["<style>@import 'x';.a{fill:url(#b)}</style>", "<style>.a{fill:url(#b)}</style>"],
  ])("%s loads and runs nothing", (given, shown) => {
    expect(cleanHtml(given)).toBe(shown);
  });

  test("the richest form is shown, text as text", () => {
    expect(display({ "text/plain": "x", "text/html": "<b>y</b>" })).toContain("<b>y</b>");
    expect(display({ "image/svg+xml": "<svg><g></g></svg>" })).toContain("<svg><g></g></svg>");
    expect(display({ "image/png": "AA==\n" })).toContain('src="data:image/png;base64,AA=="');
    const text = renderOutput({
      output_type: "stream",
      name: "stderr",
      text: "\u001b[31m<b>no</b>\u001b[0m\n",
    });
    expect(text).toBe("<pre tabindex=0 class=error>&lt;b&gt;no&lt;/b&gt;</pre>");
  });

  test("markdown shows HTML instead of using it, keys aside, and links pages instead of notebooks", () => {
    expect(renderMarkdown("<script>1</script> <kbd>Enter</kbd>")).toBe(
      "<p>&lt;script&gt;1&lt;/script&gt; <kbd>Enter</kbd></p>\n",
    );
    expect(renderMarkdown("[a](02-local-models.ipynb) [b](../README.md) [c](https://example.org)")).toBe(
      '<p><a href="02-local-models.html">a</a> <a>b</a> <a href="https://example.org">c</a></p>\n',
    );
    expect(
      renderMarkdown("![far](https://example.org/a.png) ![near](attachment:a.png)", {
        "a.png": { "image/png": "AA==" },
      }),
    ).toBe('<p>far <img alt="near" src="data:image/png;base64,AA=="></p>\n');
  });
});

test("coloured code is the code, letter by letter", () => {
  const source = `const a = \`x\${1 + b}y\`; // "no" <string>\n/* c */ if (/[/"]/.test("s&")) return await f(2n);\n\n`;
  const coloured = renderCode(source);
  const text = coloured
    .replaceAll(/<\/?i[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
  expect(text).toBe(source);
  expect(coloured).toContain("<i class=k>const</i> a = <i class=s>`x${</i><i class=n>1</i>");
  expect(coloured).toContain('<i class=c>// "no" &lt;string&gt;</i>');
  expect(coloured).toContain('<i class=s>/[/"]/</i>');
});

test("a style that comes twice is written once and still wins at its element", () => {
  const style = "color:red;font-family:&quot;A B&quot;";
  const { markup, css } = shareStyles(
    `<td style="${style}">a</td><td id="x" style="${style}">b</td><i style="color:red;margin:0">c</i>`,
  );
  expect(markup).toBe('<td class=y0>a</td><td id="x" class=y0>b</td><i style="color:red;margin:0">c</i>');
  expect(css).toBe('.y0.y0{color:red;font-family:"A B"}');
});

test("the site has a page a lab, linked to its neighbours, without scripts or requests, small", () => {
  const chart = `<svg>${"<path d='M0 0L1 1'/>".repeat(5000)}</svg>`;
  const executed = makeNotebook("const one = 1;").cells.map((cell) => ({
    ...cell,
    outputs: [
      { output_type: "display_data" as const, data: { "text/html": `${chart}<script>alert(1)</script>` } },
    ],
  }));
  const story = parseNotebook(
    JSON.stringify({
      nbformat: 4,
      cells: [{ cell_type: "markdown", metadata: {}, source: "# Lab\n\ntext" }],
    }),
    "a",
  ).cells;
  const { folder, entries } = makeLabs(
    { number: "01", content: "" },
    { number: "02", content: "" },
    { number: "03", content: "" },
  );
  const site = join(folder, "site");
  const labs = entries.map((entry) => ({ entry, notebook: { cells: [...story, ...executed] } }));
  const pages = buildGallery(labs, site, ORIGIN);

  expect(readdirSync(site).sort()).toEqual(["01-trial.html", "02-trial.html", "03-trial.html", "index.html"]);
  const [index = "", , second = ""] = pages.map(({ file }) => readFileSync(join(site, file), "utf8"));
  expect([...index.matchAll(/href="([^"]+)"/g)].map(([, href]) => href)).toEqual([
    "01-trial.html",
    "02-trial.html",
    "03-trial.html",
  ]);
  expect(second).toContain('<a rel=prev class=prev href="01-trial.html">');
  expect(second).toContain('<a rel=next class=next href="03-trial.html">');
  expect(second).toContain("<svg>");
  for (const page of [index, second]) expect(page).not.toMatch(/<script|https?:/);
  const [, first] = pages;
  expect(first?.bytes).toBeGreaterThan(100_000);
  expect(first?.textBytes).toBeLessThan(8_000);
});
