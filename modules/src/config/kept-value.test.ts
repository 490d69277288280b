import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { keepValue, PARSER, readKept } from "./kept-value.ts";
import { paths } from "./paths.ts";

function place(): string {
  const folder = mkdtempSync(join(tmpdir(), "kept-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "made", "some.yaml.json");
}

const TEXT = "name: a\nparts: [1, 2]\n";
const VALUE = { name: "a", parts: [1, 2] };

test("gives back what it was given, and leaves no draft", () => {
  const file = place();
  keepValue(file, TEXT, VALUE);
  expect(readKept(file, TEXT)).toEqual(VALUE);
  expect(readdirSync(dirname(file))).toEqual(["some.yaml.json"]);
});

test("knows nothing of another text, of a file that is not there, and of a damaged one", () => {
  const file = place();
  expect(readKept(file, TEXT)).toBeUndefined();
  keepValue(file, TEXT, VALUE);
  expect(readKept(file, TEXT.replace("a", "b"))).toBeUndefined();
  const kept = readFileSync(file, "utf8");
  for (const damaged of ["", kept.slice(0, -1), kept.replace('"a"', '"b"'), "{}", "\n"]) {
    writeFileSync(file, damaged);
    expect(readKept(file, TEXT)).toBeUndefined();
  }
});

test.each([
  ["a number that JSON has no word for", { most: Number.POSITIVE_INFINITY }],
  ["a day", { day: new Date(0) }],
  ["nothing", null],
])("does not keep %s", (_name, value) => {
  const file = place();
  keepValue(file, TEXT, value);
  expect(readKept(file, TEXT)).toBeUndefined();
});

test("goes on where nothing can be written", () => {
  const file = place();
  writeFileSync(dirname(file), "a file where a folder has to be");
  keepValue(file, TEXT, VALUE);
  expect(readKept(file, TEXT)).toBeUndefined();
});

test("names the parser that is installed", () => {
  const { version } = JSON.parse(readFileSync(join(paths.root, "node_modules/yaml/package.json"), "utf8"));
  expect(PARSER).toBe(`yaml ${version}`);
});
