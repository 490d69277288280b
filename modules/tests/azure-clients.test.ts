import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { paths } from "../src/config/paths.ts";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { installOpenaiSix, OPENAI_SIX } from "./openai-six.ts";
import { runNode } from "./run-process.ts";

/** Programs written against the protocol's description, not against this server; they lie beside the repository. */
const given = join(paths.root, "..", "shared", "azure", "clients");
const CLIENTS = ["01-identity.mjs", "02-azure-openai.mjs", "04-openai-v1.mjs", "10-foundry-local.mjs"];

const repositoryPackage: { version: string } = JSON.parse(
  readFileSync(join(paths.root, "node_modules", "openai", "package.json"), "utf8"),
);

/** Programs find the package of the folder they lie in; what that has not, they find in the repository's. */
const LINES = [
  {
    version: repositoryPackage.version,
    home: async () => ({ folder: join(paths.root, "node_modules", ".checks") }),
  },
  { version: OPENAI_SIX, home: installOpenaiSix },
];

let cloud: LabCloud;
beforeAll(async () => {
  cloud = await startLabCloud();
});
afterAll(() => cloud.close());

describe.each(LINES)("programs of the protocol with openai $version", ({ home }) => {
  let found: Awaited<ReturnType<typeof installOpenaiSix>>;
  let folder = "";

  beforeAll(async () => {
    found = await home();
    if ("problem" in found || !existsSync(given)) return;
    folder = join(found.folder, `clients-${process.pid}`);
    await mkdir(folder, { recursive: true });
    for (const file of [...CLIENTS, "_check.mjs"]) await cp(join(given, file), join(folder, file));
  }, 150_000);
  afterAll(() => (folder ? rm(folder, { recursive: true, force: true }) : undefined));

  test.for(CLIENTS)("%s passes", { timeout: 120_000 }, async (file, context) => {
    context.skip(!existsSync(given), "skipped: shared clients missing");
    context.skip(
      "problem" in found,
      `skipped: openai package missing: ${"problem" in found && found.problem}`,
    );
    const run = runNode([join(folder, file)], withoutKey(cloud.env));
    expect(await run.ended, run.stdout() + run.stderr()).toBe(0);
    expect(run.stdout()).toMatch(/(\d+)\/\1 passed/);
  });
});

/**
 * `AzureOpenAI` of either line refuses a token provider beside `AZURE_OPENAI_API_KEY`, so a program that uses both runs without
 * the variable; it then knocks with the lab's well-known key.
 */
const withoutKey = (env: LabCloud["env"]) => ({ ...env, AZURE_OPENAI_API_KEY: undefined });
