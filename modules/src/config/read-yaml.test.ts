import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { readYaml } from "./read-yaml.ts";

const schema = z.strictObject({ name: z.string(), parts: z.array(z.number()) });

function write(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "yaml-")), "some.yaml");
  writeFileSync(file, text);
  return file;
}

const read = (text: string) => readYaml(write(text), "The file", schema);

test("gives the content, and the line of a field for a problem found later", () => {
  const { content, problemAt } = read("name: a\nparts:\n  - 1\n  - 2\n");
  expect(content).toEqual({ name: "a", parts: [1, 2] });
  expect(problemAt(["parts", 1], "is odd")).toBe("some.yaml line 4: is odd");
});

test("names every problem with its line", () => {
  expect(() => read("name: 1\nparts:\n  - x\n")).toThrow(
    /^some\.yaml line 1: name: .*\nsome\.yaml line 3: parts\.0: /,
  );
});

test.each([
  ["an empty file", "", /^some\.yaml line 1: Invalid input/],
  ["a tab for indentation", "name: a\nparts:\n\t- 1\n", /^some\.yaml line \d: /],
  ["two documents", "name: a\n---\nname: b\n", /^some\.yaml line \d: /],
])("%s is one line", (_, text, message) => {
  expect(() => read(text)).toThrow(message);
});

test("aliases that would grow beyond measure are refused", () => {
  const level = (name: string, of: string) => `${name}: &${name} [${Array(9).fill(of).join(", ")}]\n`;
  const text = `a: &a [1]\n${level("b", "*a")}${level("c", "*b")}${level("d", "*c")}${level("e", "*d")}`;
  expect(() => read(text)).toThrow(/^some\.yaml: .*alias/);
});
