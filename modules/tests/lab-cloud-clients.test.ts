import { existsSync } from "node:fs";
import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { paths } from "../src/config/paths.ts";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { runNode } from "./run-process.ts";

/** Programs written against the protocol description, not against this server; they lie beside the repository. */
const given = join(paths.root, "..", "shared", "azure", "clients");
const folder = join(paths.root, "node_modules", ".checks", `clients-${process.pid}`);
const CLIENTS = ["01-identity.mjs", "10-foundry-local.mjs"];

describe.skipIf(!existsSync(given))("clients of the protocol (skipped when ../shared is not there)", () => {
  let cloud: LabCloud;

  beforeAll(async () => {
    // Inside node_modules they find the SDKs that are installed here.
    await mkdir(folder, { recursive: true });
    for (const file of [...CLIENTS, "_check.mjs"]) await cp(join(given, file), join(folder, file));
    cloud = await startLabCloud();
  });
  afterAll(async () => {
    await cloud.close();
    await rm(folder, { recursive: true, force: true });
  });

  test.each(CLIENTS)("%s passes", async (file) => {
    const run = runNode([join(folder, file)], cloud.env);
    expect(await run.ended, run.stdout() + run.stderr()).toBe(0);
    expect(run.stdout()).toMatch(/(\d+)\/\1 passed/);
  });
});
