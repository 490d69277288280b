import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { paths } from "../src/config/paths.ts";
import { readApimCase } from "./apim-case.ts";
import { runApimCase } from "./apim-case-runner.ts";

const OWN = join(import.meta.dirname, "apim-cases");
const SHARED = [join(paths.root, "shared"), join(paths.root, "..", "shared")]
  .map((folder) => join(folder, "apim", "conformance"))
  .find((folder) => existsSync(join(folder, "runner.mjs")));

const casesIn = (folder: string) => readdirSync(folder).filter((file) => file.endsWith(".yaml"));

describe("the gateway does what its own cases say", () => {
  test.each(casesIn(OWN))("%s", (file) => runApimCase(readApimCase(join(OWN, file)), OWN));
});

/** The command as a program starts it, and a runner that knows nothing of our code. */
describe.skipIf(SHARED === undefined)("the command does what the conformance cases say", () => {
  const command = `${process.execPath} ${join(import.meta.dirname, "apim-emulator-from-source.mjs")}`;
  const folder = SHARED ?? "";
  test.each([
    ["the conformance cases", join(folder, "cases")],
    ["our own", OWN],
  ])("%s", { timeout: 600_000 }, async (_, cases) => {
    const args = [join(folder, "runner.mjs"), "--cases", cases, "--cmd", command];
    const child = spawn(process.execPath, args, { cwd: paths.root, stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.on("data", (text) => {
      said += text;
    });
    await once(child, "close");
    expect(said).toBe(`${casesIn(cases).length} passed, 0 failed\n`);
  });
});
