import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { paths } from "./paths.ts";
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
    'some.yaml line 1: name must be text, not 1.\nsome.yaml line 3: number 1 of parts must be a number, not "x".',
  );
});

const rich = z.strictObject({
  kind: z.enum(["one", "two"]),
  day: z.union([z.iso.date(), z.date()]),
  limit: z.union([z.string(), z.number()]).optional(),
  page: z.url(),
  count: z.int().min(1),
  parts: z.array(z.strictObject({ name: z.string().min(1), weight: z.number().gt(0) })).min(1),
});

const good = [
  "kind: one",
  "day: 2026-01-31",
  "page: https://a.example",
  "count: 1",
  "parts:",
  "  - name: p",
  "    weight: 1",
].join("\n");

test.each([
  ["kind: one", "kind: three", 'line 1: kind must be one of "one", "two", not "three".'],
  ["day: 2026-01-31", "day: soon", 'line 2: day must be a day such as 2026-01-31, not "soon".'],
  ["day: 2026-01-31", "day: [1]", "line 2: day must be text, not a list."],
  ["page: https", "limit: [1]\npage: https", "line 3: limit must be a number or text, not a list."],
  ["https://a.example", "here", 'line 3: page must be an address such as https://HOST/PATH, not "here".'],
  ["count: 1", "count: 1.5", "line 4: count must be a whole number, not 1.5."],
  ["count: 1", "count:", "line 4: count must be a number, and nothing is there."],
  ["count: 1\n", "", "line 1: count is missing: it must be a number."],
  ["count: 1", "cuont: 1", 'line 4: unknown key "cuont"; did you mean "count"?'],
  ["count: 1", "count: 1\npats:\n  - 2", 'line 5: unknown key "pats"; did you mean "parts"?'],
  ["count: 1", "count: 1\ncuont: 1", 'line 5: unknown key "cuont"; did you mean "count"?'],
  ["name: p", 'name: ""', "line 6: the name of number 1 of parts must not be empty."],
  ["weight: 1", "weight: 0", "line 7: the weight of p must be above 0, not 0."],
  ["weight: 1", "weight: lots", 'line 7: the weight of p must be a number, not "lots".'],
  ["weight: 1", "weight: 1\n    size: 2", 'line 8: p: unknown key "size"; there are name, weight.'],
  [good.slice(good.indexOf("parts")), "parts: []", "line 5: parts needs at least one."],
])("tells in words what should stand there, and what does: %j as %j", (right, wrong, line) => {
  expect(good).toContain(right);
  const file = write(good.replace(right, wrong));
  expect(() => readYaml(file, "The file", rich)).toThrow(
    expect.objectContaining({ message: `some.yaml ${line}` }),
  );
});

test("a file that comes with the workshop is told by its path, with how to restore it", () => {
  const missing = join(paths.data, "no-such.yaml");
  expect(() => readYaml(missing, "The file", schema)).toThrow(
    expect.objectContaining({
      message: "data/no-such.yaml is missing.",
      hint: "Restore it with: git checkout data/no-such.yaml",
    }),
  );
  const folder = mkdtempSync(join(paths.data, "read-yaml-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const empty = join(folder, "empty.yaml");
  writeFileSync(empty, "# nothing but a remark\n");
  const shown = relative(paths.root, empty).split(sep).join("/");
  expect(() => readYaml(empty, "The file", schema)).toThrow(
    expect.objectContaining({
      message: `${shown} is empty.`,
      hint: `Restore it with: git checkout ${shown}`,
    }),
  );
});

test.each([
  ["an empty file", "", /^some\.yaml is empty\.$/],
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

test("reads a file of the workshop the same from what is kept of it, and from a damaged keep", () => {
  const name = `read-yaml-${process.pid}.yaml`;
  const file = join(paths.data, name);
  const kept = join(paths.cache, "yaml", `${name}.json`);
  onTestFinished(() => {
    for (const made of [file, kept]) rmSync(made, { force: true });
  });
  writeFileSync(file, "name: a\nparts:\n  - 1\n");
  const content = () => readYaml(file, "The file", schema).content;
  expect(content()).toEqual({ name: "a", parts: [1] });
  expect(readFileSync(kept, "utf8")).toContain('{"name":"a","parts":[1]}');
  expect(content()).toEqual({ name: "a", parts: [1] });
  writeFileSync(kept, "damaged");
  expect(content()).toEqual({ name: "a", parts: [1] });
  writeFileSync(file, "name: a\nparts:\n  - x\n");
  expect(content).toThrow(`data/${name} line 3: number 1 of parts must be a number, not "x".`);
});
