import { existsSync } from "node:fs";
import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { paths } from "../src/config/paths.ts";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { installForChecks } from "./check-package.ts";
import { runNode } from "./run-process.ts";

/** A program written against the protocol's description; it lies beside the repository. */
const given = join(paths.root, "..", "shared", "azure", "clients");
const CLIENT = "06-app-insights.mjs";

let cloud: LabCloud;
let found: Awaited<ReturnType<typeof installForChecks>>;
let folder = "";

beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated", embeddings: "hashed-words" });
  // Heavy, with instrumentations that nothing here uses, so it is no dependency of the workshop.
  found = await installForChecks("@azure/monitor-opentelemetry", "1.20.0");
  if ("problem" in found || !existsSync(given)) return;
  folder = join(found.folder, `clients-${process.pid}`);
  await mkdir(folder, { recursive: true });
  for (const file of [CLIENT, "_check.mjs"]) await cp(join(given, file), join(folder, file));
}, 150_000);
afterAll(async () => {
  await cloud.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

test("the program of the protocol sends by Azure's own distribution and reads back what it sent", {
  timeout: 120_000,
}, async (context) => {
  context.skip(!existsSync(given), "skipped: shared clients missing");
  context.skip("problem" in found, `skipped: distribution missing: ${"problem" in found && found.problem}`);
  const run = runNode([join(folder, CLIENT)], cloud.env);
  expect(await run.ended, run.stdout() + run.stderr()).toBe(0);
  expect(run.stdout()).toMatch(/(\d+)\/\1 passed/);
});
