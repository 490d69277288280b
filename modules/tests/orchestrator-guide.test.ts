import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { loadSettings, paths } from "../src/config/index.ts";
import { openOrchestrator } from "../src/orchestrator/index.ts";
import { fileOf } from "./configured-orchestrator.ts";
import { temporaryFolder } from "./start-test-cloud.ts";

/** The file that the guide shows, as somebody would copy it. */
const shown = () =>
  /```yaml\n(?<file>profile: mine\n[\s\S]*?)```/.exec(
    readFileSync(join(paths.root, "modules/docs/orchestrator.md"), "utf8"),
  )?.groups?.file ?? "";

async function openShown(variables: Readonly<Record<string, string>>) {
  const folder = await temporaryFolder();
  const { settings } = loadSettings({ environment: variables, envFile: false });
  const orchestrator = await openOrchestrator(await fileOf(shown()), settings, {
    fileAt: () => join(folder, "ledger.sqlite"),
  });
  onTestFinished(() => orchestrator.close());
  return orchestrator;
}

test("the file of the guide can be used as it is", async () => {
  const orchestrator = await openShown({ OPENAI_API_KEY: "a-key-of-a-test" });
  expect(orchestrator.warnings).toEqual([]);
  expect(orchestrator.state().absent).toEqual({});
  expect(orchestrator.models().map(({ name }) => name)).toEqual(["small", "large"]);
});

test("a model whose configuration names a key that is not set is not asked without one", async () => {
  const orchestrator = await openShown({});
  expect(orchestrator.state().absent).toEqual({
    large: "OPENAI_API_KEY is not set. The configuration names it as the key of east.",
  });
});
