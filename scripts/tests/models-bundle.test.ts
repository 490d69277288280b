import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findModel, getModel, type ModelEntry } from "../../modules/src/models/index.ts";
import { stampVerified } from "../../modules/src/models/model-state.ts";
import { tinyFile, tinyModel } from "../../modules/tests/tiny-model.ts";
import { writeBundle } from "../models/write-bundle.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const SOURCE = { kind: "pypi", package: "none", version: "1", member: "none" } as const;

/** Larger than one piece of a copy. */
const content = Buffer.alloc(3_500_000, "The quick brown fox jumps over the lazy dog. ");
const single = tinyModel(content, SOURCE);
const pair: ModelEntry = {
  ...single,
  name: "pair",
  folder: "pair-folder",
  files: [
    tinyFile("model.onnx", Buffer.from("weights"), SOURCE),
    tinyFile("words.json", Buffer.from("[]"), SOURCE),
  ],
};
const manifest = [single, pair];

/** A folder of models with all files of both. */
function fullFolder(): string {
  const folder = temporaryFolder({ "pair-folder/model.onnx": "weights", "pair-folder/words.json": "[]" });
  writeFileSync(join(folder, "tiny.gguf"), content);
  return folder;
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();

describe("a bundle of models", () => {
  test("is written, checks itself, and gives another laptop its models", async () => {
    const to = join(temporaryFolder(), "stick", "models");
    const { models, leftOut } = await writeBundle({ manifest, folder: fullFolder(), to });
    expect([models.length, leftOut]).toEqual([2, []]);
    expect(filesIn(to)).toEqual(["README.txt", "SHA256SUMS.txt", "model.onnx", "tiny.gguf", "words.json"]);
    expect(execFileSync("sha256sum", ["-c", "SHA256SUMS.txt"], { cwd: to, encoding: "utf8" })).toBe(
      "tiny.gguf: OK\npair-folder/model.onnx: OK\npair-folder/words.json: OK\n",
    );
    const readme = readFileSync(join(to, "README.txt"), "utf8");
    const other = temporaryFolder();
    for (const { name } of manifest) {
      expect(readme).toContain(`npm run models -- --get ${name} --from FOLDER`);
      const got = await getModel({ name, manifest, folder: other, from: to, only: ["folder"] });
      expect(got.source).toContain(to);
    }
    expect(findModel("pair", { manifest, folder: other })).toMatchObject({
      state: "present",
      verified: true,
    });
    expect(readFileSync(join(other, "tiny.gguf")).equals(content)).toBe(true);
  });

  test("is brought up to date, and what is right stays as it is", async () => {
    const folder = fullFolder();
    const to = temporaryFolder({ "holiday.jpg": "mine" });
    await writeBundle({ manifest: [single], folder, to });
    const { mtimeMs } = statSync(join(to, "tiny.gguf"));
    const { copies } = await writeBundle({ manifest, folder, to });
    expect(copies.map(({ file }) => file.file)).toEqual(["model.onnx", "words.json"]);
    expect(statSync(join(to, "tiny.gguf")).mtimeMs).toBe(mtimeMs);
    expect(readFileSync(join(to, "SHA256SUMS.txt"), "utf8").trim().split("\n")).toHaveLength(3);
    expect(readFileSync(join(to, "holiday.jpg"), "utf8")).toBe("mine");
  });

  test("goes on where it was stopped", async () => {
    const folder = fullFolder();
    const to = temporaryFolder();
    const stop = new AbortController();
    const stopped = writeBundle({
      manifest: [single],
      folder,
      to,
      signal: stop.signal,
      onBytes: (received) => received > 0 && stop.abort(),
    });
    await expect(stopped).rejects.toThrow(/abort/i);
    const half = statSync(join(to, "tiny.gguf.part")).size;
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(content.length);
    expect(existsSync(join(to, "tiny.gguf"))).toBe(false);
    const seen: number[] = [];
    await writeBundle({ manifest: [single], folder, to, onBytes: (received) => seen.push(received) });
    expect(seen[0]).toBe(half);
    expect(readFileSync(join(to, "tiny.gguf")).equals(content)).toBe(true);
    expect(filesIn(to)).not.toContain("tiny.gguf.part");
  });

  test("begins anew where the part that was left is of another file", async () => {
    const to = temporaryFolder({ "tiny.gguf.part": "something else" });
    await writeBundle({ manifest: [single], folder: fullFolder(), to });
    expect(readFileSync(join(to, "tiny.gguf")).equals(content)).toBe(true);
  });

  test("leaves out what is not here, and says how to get it", async () => {
    const folder = fullFolder();
    truncateSync(join(folder, "tiny.gguf"), 10);
    const { models, leftOut } = await writeBundle({ manifest, folder, to: temporaryFolder() });
    expect(models.map(({ name }) => name)).toEqual(["pair"]);
    expect(leftOut).toMatchObject([
      { name: "tiny", state: "damaged", hint: expect.stringContaining("--get tiny") },
    ]);
  });

  test("does not take a file whose bytes were changed", async () => {
    const folder = fullFolder();
    writeFileSync(join(folder, "pair-folder/words.json"), "{}");
    const { leftOut } = await writeBundle({ manifest, folder, to: temporaryFolder() });
    expect(leftOut).toMatchObject([{ name: "pair", state: "damaged" }]);
  });
});

describe("a bundle is refused in one line, and nothing is written", () => {
  const refusal = async (manifest: readonly ModelEntry[], folder: string, to: string) => {
    const before = existsSync(to) && statSync(to).isDirectory() ? filesIn(to) : [];
    const error = await writeBundle({ manifest, folder, to }).catch((thrown: unknown) => thrown);
    expect(existsSync(to) && statSync(to).isDirectory() ? filesIn(to) : []).toEqual(before);
    return error;
  };

  test("when no model is here", async () => {
    const to = join(temporaryFolder(), "stick");
    expect(await refusal(manifest, temporaryFolder(), to)).toMatchObject({
      message: "The model tiny is missing.",
      hint: "Get it with: npm run models -- --get tiny",
    });
  });

  test("when files of somebody else have its names", async () => {
    const to = temporaryFolder({ "README.txt": "My stick", "tiny.gguf": "another", "SHA256SUMS.txt": "x" });
    expect(await refusal(manifest, fullFolder(), to)).toMatchObject({
      message: `${to} has files of another kind under our names: README.txt, SHA256SUMS.txt, tiny.gguf.`,
      hint: expect.stringContaining("Nothing is overwritten"),
    });
    expect(readFileSync(join(to, "README.txt"), "utf8")).toBe("My stick");
  });

  test("when a folder has the name of a file", async () => {
    const to = temporaryFolder();
    mkdirSync(join(to, "README.txt"));
    expect(await refusal(manifest, fullFolder(), to)).toMatchObject({ code: "BUNDLE_IN_THE_WAY" });
  });

  test("when it is to go into the models' own folder, or into a file", async () => {
    const folder = fullFolder();
    expect(await refusal(manifest, folder, `${folder}/`)).toMatchObject({ code: "BUNDLE_SAME_FOLDER" });
    expect(await refusal(manifest, folder, join(folder, "tiny.gguf"))).toMatchObject({
      code: "BUNDLE_NO_FOLDER",
    });
  });

  test("when there is no room", async () => {
    const folder = temporaryFolder({ "tiny.gguf": "" });
    const file = { ...tinyFile("tiny.gguf", Buffer.alloc(0), SOURCE), bytes: 8e12 };
    // A file with nothing in it but its size.
    truncateSync(join(folder, "tiny.gguf"), file.bytes);
    await stampVerified(join(folder, "tiny.gguf"), file);
    const to = join(temporaryFolder(), "stick");
    expect(await refusal([{ ...single, files: [file] }], folder, to)).toMatchObject({
      message: expect.stringMatching(/ has [\d.]+ MB free, and the bundle needs 8000001\.0 MB more\.$/),
    });
  });
});

test("a disk that fails on the way is named, and the rest can be done later", async () => {
  const folder = fullFolder();
  const to = temporaryFolder({ "pair-folder": "a file where the folder should be" });
  await expect(writeBundle({ manifest, folder, to })).rejects.toMatchObject({ code: "BUNDLE_UNFINISHED" });
  expect(existsSync(join(to, "tiny.gguf"))).toBe(true);
});
