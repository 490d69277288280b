import { expect, test } from "vitest";
import { fixtureMachine, fixtureSettings, reachable } from "../../tests/fixture-machine.ts";
import { modelDeployments } from "../catalog/index.ts";
import { azureReport } from "./azure-report.ts";

const KEY = "sk-very-secret-4711";

const look = (environment: Readonly<Record<string, string>>, ...hosts: string[]) =>
  azureReport(fixtureMachine({ settings: fixtureSettings(environment), reach: reachable(...hosts) }));

test("without settings the lab cloud answers, and the fourteen models have their default deployments", async () => {
  const report = await look({});
  expect(report).toMatchObject({
    dualMode: { on: false, source: "default" },
    cloud: "the lab cloud",
    endpoints: [],
    problems: [],
    byHand: [],
  });
  expect(report.deployments).toEqual(
    modelDeployments.map(({ model, publisher, variable, deployment }) => ({
      model,
      publisher,
      variable,
      deployment,
      source: "default",
    })),
  );
  expect(report.deployments).toHaveLength(14);
});

test("dual mode: host, kind of credential and the deployment that a variable names; no secret anywhere", async () => {
  const report = await look(
    {
      USE_AZURE_FOUNDRY: "true",
      AZURE_AI_FOUNDRY_ENDPOINT: "https://my-resource.openai.azure.com",
      AZURE_AI_FOUNDRY_API_KEY: KEY,
      AZURE_DEPLOYMENT_CLAUDE_35_SONNET: "my-sonnet",
    },
    "my-resource.openai.azure.com",
  );
  expect(report).toMatchObject({
    dualMode: { on: true, source: "environment" },
    cloud: "the lab cloud",
    endpoints: [
      {
        variable: "AZURE_AI_FOUNDRY_ENDPOINT",
        address: "my-resource.openai.azure.com",
        reach: { reached: true },
        credential: { kind: "key", variable: "AZURE_AI_FOUNDRY_API_KEY" },
      },
    ],
    problems: [],
  });
  expect(report.deployments).toContainEqual({
    model: "claude-3-5-sonnet",
    publisher: "Anthropic",
    variable: "AZURE_DEPLOYMENT_CLAUDE_35_SONNET",
    deployment: "my-sonnet",
    source: "environment",
  });
  const commands = report.byHand.map(({ command }) => command).join("\n");
  expect(commands).toContain(
    '"api-key: $AZURE_AI_FOUNDRY_API_KEY" "$AZURE_AI_FOUNDRY_ENDPOINT/openai/models',
  );
  expect(commands).toContain("--name my-resource");
  expect(JSON.stringify(report)).not.toContain("4711");
});

test("without a key the identity of the machine is told, and the commands by hand use az", async () => {
  const endpoint = { AZURE_OPENAI_ENDPOINT: "https://x.openai.azure.com" };
  const identity = { IDENTITY_ENDPOINT: "http://127.0.0.1:1/msi", IDENTITY_HEADER: KEY };
  const report = await look({ ...endpoint, ...identity });
  expect(report.cloud).toBe("Azure OpenAI");
  expect(report.endpoints).toMatchObject([
    { reach: { reached: false }, credential: { kind: "managed identity" } },
  ]);
  expect(report.byHand.map(({ command }) => command).join("\n")).toContain("az account get-access-token");
  expect(JSON.stringify(report)).not.toContain("4711");
});

test("what is set in halves is named", async () => {
  const report = await look({ USE_AZURE_FOUNDRY: "true" });
  expect(report.problems).toEqual([
    "USE_AZURE_FOUNDRY=true needs AZURE_AI_FOUNDRY_ENDPOINT in programs that use dual mode; the labs ask the lab cloud all the same.",
  ]);
});

test("with nothing set there are no commands that could not work; with two resources there are those of both", async () => {
  expect((await look({ USE_AZURE_FOUNDRY: "true" })).byHand).toEqual([]);
  const report = await look({
    AZURE_OPENAI_ENDPOINT: "https://one.openai.azure.com",
    AZURE_AI_FOUNDRY_ENDPOINT: "https://two.openai.azure.com",
  });
  const commands = report.byHand.map(({ command }) => command).join("\n");
  expect(commands).toContain("--name one");
  expect(commands).toContain("--name two");
  // Both stand in the environment.
  expect(commands).not.toContain(".env");
});

test("an address that keeps the SDK of the labs from starting is named", async () => {
  const report = await look({ OPENAI_BASE_URL: "https://api.openai.com/v1" });
  expect(report.problems).toEqual([expect.stringMatching(/^OPENAI_BASE_URL is set: AzureOpenAI/)]);
});

test("settings that cannot be read are refused with their lines", async () => {
  await expect(look({ USE_AZURE_FOUNDRY: "1" })).rejects.toMatchObject({
    code: "SETTINGS_INVALID",
    problems: [expect.stringMatching(/^USE_AZURE_FOUNDRY must be the word true/)],
  });
});
