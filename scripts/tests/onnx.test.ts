import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { writeTinyEncoder } from "../../modules/tests/tiny-encoder.ts";
import { runScript } from "./run-script.ts";

const folder = mkdtempSync(join(tmpdir(), "onnx-guide-"));
const places: Readonly<Record<string, string>> = {
  WEIGHTS: join(folder, "weights"),
  FP32: join(folder, "fp32"),
  INT8: join(folder, "int8"),
};
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const onnx = (...args: string[]) => runScript("onnx.ts", args);

/** The commands of the guide, with folders of ours. */
const commands = readFileSync(join(paths.root, "modules", "docs", "onnx.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("npm run onnx -- "))
  .map((line) =>
    line
      .replace("npm run onnx -- ", "")
      .split(" ")
      .map((word) => places[word] ?? word),
  );

test("the guide's commands do what it says", async () => {
  writeTinyEncoder(places.WEIGHTS ?? "");
  expect(commands.map(([verb]) => verb)).toEqual(["convert", "convert", "validate", "benchmark"]);
  const results = [];
  for (const command of commands) results.push(await onnx(...command));
  expect(results.map(({ code, err }) => ({ code, err }))).toEqual(results.map(() => ({ code: 0, err: "" })));
  expect(results.map(({ out }) => out).join("")).toMatch(
    /mean cosine 0\.\d{4}[\s\S]* 50 tokens {2}p50 \d+\.\d\d ms/,
  );

  const strict = await onnx(
    "validate",
    "--reference",
    places.FP32 ?? "",
    "--model",
    places.INT8 ?? "",
    "--tolerance",
    "1",
  );
  expect(strict).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^The mean cosine 0\.\d{4} is below the tolerance 1\.\n$/),
  });
}, 120_000);

test.each([
  [["polish"], 2, /^"polish" is no verb: convert, validate or benchmark\. See --help\.\n$/],
  [[], 2, /^Name a verb/],
  [["convert", "--from", "x"], 2, /^Name a folder with --out/],
  [["convert", "--from", "/nowhere", "--out", join(folder, "x")], 1, /config\.json cannot be read\. .*\n$/],
  [["validate", "--reference", "/nowhere", "--model", "/nowhere"], 1, /^There is no model in \/nowhere\. /],
  [
    ["benchmark", "--model", "x", "--tokens", "20,no"],
    2,
    /^--tokens must be a number from 3 to 512, not "no"/,
  ],
  [["--polish"], 2, /^Unknown option '--polish'/],
] as const)(
  "%j is refused in one line",
  async (args, code, message) => {
    expect(await onnx(...args)).toMatchObject({ code, err: expect.stringMatching(message) });
  },
  30_000,
);
