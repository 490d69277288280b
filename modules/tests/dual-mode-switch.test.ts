import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { paths } from "../src/config/paths.ts";
import { connectOrchestrator } from "../src/orchestrator/connect-orchestrator.ts";
import { AZURE_KEY, bothWays, onTheWire, settingsOf } from "./both-ways.ts";
import { runNode } from "./run-process.ts";
import { wireDouble } from "./wire-double.ts";

describe("the switch", () => {
  const source = (room: string) =>
    JSON.stringify(pathToFileURL(join(paths.root, "modules/src", room, "index.ts")).href);
  /** A program of a user's own; nothing in it knows of a mode. */
  const program = `
    import { createDualMode } from ${source("providers")};
    import { loadSettings } from ${source("config")};
    const models = createDualMode(loadSettings({ envFile: false }).settings);
    const { text } = await models.invoke({ model: "gpt-4o", messages: [{ role: "user", content: "hi" }] });
    console.log(models.mode, text);`;

  test("goes there and back at a restart, with the program unchanged", async () => {
    const { azure, openai, environment } = await bothWays();
    const run = async (useAzureFoundry: string) => {
      const more = { ...environment, USE_AZURE_FOUNDRY: useAzureFoundry };
      const line = await runNode(["--input-type=module", "-e", program], more).firstLine;
      return [line, azure.seen.length, openai.seen.length];
    };
    expect(await run("")).toEqual(["direct Paris.", 0, 1]);
    expect(await run("true")).toEqual(["azure Paris.", 1, 1]);
    expect(await run("false")).toEqual(["direct Paris.", 1, 2]);
    expect(azure.seen[0]?.url).toContain("/openai/deployments/gpt-4o-deployment/");
  });
});

describe("the orchestrator", () => {
  const question = "Compare REST and GraphQL and explain the trade-offs.";

  /** Azure OpenAI is set up too, as it was before there were two modes. */
  async function threeClouds() {
    const { azure, openai, environment } = await bothWays();
    const before = await wireDouble();
    const local = await wireDouble();
    const ask = async (more: Record<string, string>) => {
      const settings = settingsOf({
        ...environment,
        LOCAL_MODEL_ENDPOINT: local.address,
        LOCAL_MODEL_NAME: "small",
        AZURE_DEPLOYMENT_NAME: "gpt-4o",
        ROUTER_PRIORITY: "rule",
        ...more,
      });
      return (await connectOrchestrator(settings)).ask(question);
    };
    const withAzureOpenai = {
      AZURE_OPENAI_ENDPOINT: before.address,
      AZURE_OPENAI_API_KEY: "planted-before",
    };
    return { azure, openai, before, ask, withAzureOpenai };
  }

  test("asks Foundry when the switch is on", async () => {
    const { azure, before, ask, withAzureOpenai } = await threeClouds();
    const answer = await ask({ ...withAzureOpenai, USE_AZURE_FOUNDRY: "TRUE" });
    expect(answer).toMatchObject({ text: "Paris.", source: "azure", fallbackUsed: false });
    expect(azure.seen.map(onTheWire)).toMatchObject([
      {
        request: "POST /openai/deployments/gpt-4o-deployment/chat/completions?api-version=2024-02-15-preview",
        "api-key": AZURE_KEY,
      },
    ]);
    expect(before.seen).toEqual([]);
  });

  test("counts the tokens of an answer whose usage was not told, and says so", async () => {
    const { ask } = await threeClouds();
    const told = { USE_AZURE_FOUNDRY: "true", AZURE_AI_FOUNDRY_API_VERSION: "2024-10-21" };
    expect(await ask({ USE_AZURE_FOUNDRY: "true" })).toMatchObject({
      usageEstimated: true,
      costUsd: expect.closeTo(0.0000575, 9),
    });
    expect(await ask(told)).toMatchObject({ usageEstimated: false });
  });

  test("does as it always did when the switch is off", async () => {
    const { azure, openai, before, ask, withAzureOpenai } = await threeClouds();
    expect(await ask(withAzureOpenai)).toMatchObject({ text: "Paris.", source: "azure" });
    expect(before.seen.map(onTheWire)).toMatchObject([
      {
        request: "POST /openai/deployments/gpt-4o/chat/completions?api-version=2024-12-01-preview",
        "api-key": "planted-before",
        body: { stream: true, stream_options: { include_usage: true } },
      },
    ]);
    expect([...azure.seen, ...openai.seen]).toEqual([]);
  });

  test("asks OpenAI when there is no other cloud, and says that it is not Azure", async () => {
    const { openai, ask } = await threeClouds();
    expect(await ask({})).toMatchObject({ text: "Paris.", source: "cloud", fallbackUsed: false });
    expect(openai.seen.map(onTheWire)).toMatchObject([{ request: "POST /v1/chat/completions" }]);
  });

  test("refuses to start when the switch is on and Foundry's endpoint is not set", async () => {
    const settings = settingsOf({
      USE_AZURE_FOUNDRY: "true",
      LOCAL_MODEL_ENDPOINT: "http://127.0.0.1:1",
      LOCAL_MODEL_NAME: "m",
    });
    await expect(connectOrchestrator(settings)).rejects.toThrow("AZURE_AI_FOUNDRY_ENDPOINT is not set");
  });
});
