import fc from "fast-check";
import { expect, test } from "vitest";
import type { LoadProblem } from "./load-error.ts";
import { readDocument } from "./read-document.ts";

/** Signs that C# or XML gives a meaning, and a few that neither does. */
const signs = fc.string({ unit: fc.constantFrom(..."\"'<>&@{}()[]\\/*;$ aé€\t=]"), maxLength: 30 });

/** A C# literal for a text, in each of the forms that C# has. */
const literals = signs.chain((text) =>
  fc.constantFrom(
    `"${text.replace(/["\\]/g, "\\$&")}"`,
    `@"${text.replaceAll('"', '""')}"`,
    `$"${text.replace(/["\\]/g, "\\$&").replace(/[{}]/g, "$&$&")}{x["k"]}"`,
    `$@"${text.replaceAll('"', '""').replace(/[{}]/g, "$&$&")}{f(")")}"`,
    `/* ${text.replaceAll("*/", "* /")} */ 1`,
  ),
);

const expressions = fc
  .array(literals, { minLength: 1, maxLength: 4 })
  .map((parts) => `@(f('"', ${parts.join(" + ")}) < 3 && !g['\\''])`);

function read(text: string) {
  const problems: LoadProblem[] = [];
  const root = readDocument({ file: "p.xml", text }, problems);
  return { root, problems };
}

test("any expression in an attribute comes out as it was written, and what follows stays where it is", () => {
  fc.assert(
    fc.property(expressions, fc.constantFrom('"', "'"), (expression, quote) => {
      const { root, problems } = read(`<a x=${quote}${expression}${quote} y="&lt;">\n<b/></a>`);
      expect(problems).toEqual([]);
      expect(root?.attributes.get("x")?.value).toBe(expression);
      expect(root?.attributes.get("y")?.value).toBe("<");
      expect(root?.children[0]?.position).toEqual({ file: "p.xml", line: 2, column: 1 });
    }),
  );
});

test("any expression in a text comes out as it was written", () => {
  fc.assert(
    fc.property(expressions, (expression) => {
      const { root, problems } = read(`<a><b>\n${expression}\n</b><c/></a>`);
      expect(problems).toEqual([]);
      expect(root?.children[0]?.text?.value.trim()).toBe(expression);
      expect(root?.children[1]?.position.line).toBe(3);
    }),
  );
});

test("any expression written for XML comes out as it is meant", () => {
  const encode = (text: string) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;").replaceAll(">", "&gt;");
  fc.assert(
    fc.property(expressions, (expression) => {
      const { root, problems } = read(`<a x="${encode(expression)}"><b>${encode(expression)}</b></a>`);
      expect(problems).toEqual([]);
      expect(root?.attributes.get("x")?.value).toBe(expression);
      expect(root?.children[0]?.text?.value).toBe(expression);
    }),
  );
});

test("any text at all is read or refused with a place in it", () => {
  const fragments = fc.constantFrom(
    "<a>",
    "</a>",
    "<a x='",
    "'/>",
    "@(",
    "@{",
    ")",
    "}",
    '"',
    "&",
    "&amp;",
    "<!--",
    "-->",
    "\n",
    "x",
    "<![CDATA[",
    "]]>",
    "{{n}}",
    "'",
  );
  fc.assert(
    fc.property(fc.array(fragments, { maxLength: 20 }), (parts) => {
      const text = parts.join("");
      const lines = text.split("\n").length;
      const { root, problems } = read(text);
      expect(root === undefined).toBe(problems.length > 0);
      for (const { line, column } of problems) {
        expect(line).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(lines);
        expect(column).toBeGreaterThan(0);
      }
    }),
    { numRuns: 500 },
  );
});
