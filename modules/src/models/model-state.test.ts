import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tinyModel } from "../../tests/tiny-model.ts";
import { explainError } from "../core/errors.ts";
import { openLocalModel } from "./local-model.ts";
import { findModel, listModels, verifyModel } from "./model-state.ts";

const content = randomBytes(10_000);
const entry = tinyModel(content, { kind: "pypi", package: "tiny", version: "1.0", member: "tiny.gguf" });
const manifest = [entry];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "state-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = () => join(folder, "tiny.gguf");
const state = () => findModel("tiny", { manifest, folder });
const openingFails = () =>
  openLocalModel({ name: "tiny", manifest, folder }).then(() => "opened", explainError);

describe("the state of a model's file", () => {
  it("is missing, and opening it says how to get it", async () => {
    expect(state()).toMatchObject({ state: "missing", verified: false });
    expect(await openingFails()).toBe("The model tiny is missing. Get it with: npm run models -- --get tiny");
  });

  it("is damaged when it was cut short, which needs no hashing to see", async () => {
    writeFileSync(path(), content.subarray(0, 4_000));
    expect(state().state).toBe("damaged");
    expect(await openingFails()).toContain(
      `${path()} is damaged: it has 4000 bytes, not 10000. Fetch it again`,
    );
  });

  it("is damaged when a byte differs, which opening it finds", async () => {
    const wrong = Buffer.from(content);
    wrong.writeUInt8(wrong.readUInt8(5_000) ^ 1, 5_000);
    writeFileSync(path(), wrong);
    expect(state()).toMatchObject({ state: "present", verified: false });
    expect(await openingFails()).toMatch(
      /is damaged: its SHA-256 is [0-9a-f]{12}…, not [0-9a-f]{12}…\. Fetch/,
    );
  });

  it("is trusted after one verification until the file changes", async () => {
    writeFileSync(path(), content);
    expect(await verifyModel(entry, folder)).toMatchObject({ state: "present", verified: true });
    expect(state().verified).toBe(true);
    utimesSync(path(), new Date(0), new Date(0));
    expect(state().verified).toBe(false);
  });

  it("is not trusted because of a broken stamp", async () => {
    writeFileSync(path(), content);
    writeFileSync(`${path()}.verified.json`, "{");
    expect(listModels({ manifest, folder })).toEqual([
      expect.objectContaining({ state: "present", verified: false }),
    ]);
  });

  it("says in one line when a right file is no model", async () => {
    writeFileSync(path(), content);
    const line = await openingFails();
    expect(line).toMatch(/^The model .*tiny\.gguf cannot be loaded: /);
    expect(line).not.toContain("\n");
  });
});
