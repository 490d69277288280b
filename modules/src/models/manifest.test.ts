import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ModelError } from "../core/errors.ts";
import { defaultModelName, findEntry, readManifest } from "./manifest.ts";

function manifestWith(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "manifest-")), "models.json");
  writeFileSync(file, text);
  return file;
}

describe("the table of models", () => {
  it("holds the default model with licence, hash and sources that give one and the same file", () => {
    const entry = findEntry(defaultModelName, readManifest());
    expect(entry.licence).toBe("Apache-2.0");
    expect(entry.files.map(({ sources }) => sources.map((source) => source.kind))).toEqual([["hub", "pypi"]]);
    expect(entry.prefix?.examples.length).toBeGreaterThan(3);
  });

  it("names the line of broken JSON", () => {
    const file = manifestWith('{\n  "models": [\n    { "name": "a", }\n  ]\n}\n');
    expect(() => readManifest(file)).toThrow(/models\.json: no valid JSON: .*\(line 3 column 20\)/);
  });

  it("names line and field of a value that cannot be", () => {
    const [entry] = readManifest();
    const text = JSON.stringify(
      { models: [{ ...entry, files: [{ ...entry?.files[0], sha256: "abc" }] }] },
      null,
      2,
    );
    const line = text.split("\n").findIndex((one) => one.includes('"sha256"')) + 1;
    expect(() => readManifest(manifestWith(text))).toThrow(
      new RegExp(
        `models\\.json line ${line}: models\\[0\\]\\.files\\[0\\]\\.sha256: must be 64 lower-case hex digits`,
      ),
    );
  });

  it("refuses a file name that leaves the folder", () => {
    const [entry] = readManifest();
    const text = JSON.stringify({
      models: [{ ...entry, files: [{ ...entry?.files[0], file: "../outside.gguf" }] }],
    });
    expect(() => readManifest(manifestWith(text))).toThrow(
      /models\[0\]\.files\[0\]\.file: must be a plain file name/,
    );
  });

  it("wants a folder for a model of several files", () => {
    const [entry] = readManifest();
    const files = [...(entry?.files ?? []), ...(entry?.files ?? [])];
    const text = JSON.stringify({ models: [{ ...entry, files }] });
    expect(() => readManifest(manifestWith(text))).toThrow(
      /models\[0\]\.folder: must be given for a model of several files/,
    );
  });

  it("suggests the nearest name", () => {
    const error = (() => {
      try {
        return findEntry("smollm2-135m-instrukt", readManifest());
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(ModelError);
    expect(error).toMatchObject({ code: "MODEL_UNKNOWN", hint: "Did you mean smollm2-135m-instruct?" });
  });
});
