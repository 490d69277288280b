import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { modelDeployments } from "../src/catalog/index.ts";
import { user } from "../src/chat/message.ts";
import { loadSettings, paths } from "../src/config/index.ts";
import { openOrchestrator } from "../src/orchestrator/index.ts";
import { postJson, startTestCloud, temporaryFolder } from "./start-test-cloud.ts";

let requests = 0;
const context = (end?: string) => ({
  requestId: `request-${++requests}`,
  tenant: "acme",
  client: "app",
  ...(end !== undefined && { user: end }),
});

const hello = (model: string) => ({ model, messages: [user("Hello")] });

/** The fourteen models over the lab cloud, through one provider. */
async function fourteen(provider: string, more = "", env: Readonly<Record<string, string>> = {}) {
  const cloud = await startTestCloud();
  const models = modelDeployments.map(
    ({ model }) => `  "${model}": { provider: ${provider}, capabilities: [conversation] }`,
  );
  const file = join(await temporaryFolder(), "fourteen.yaml");
  await writeFile(file, `strategy: rule\nmodels:\n${models.join("\n")}\n${more}`);
  const environment = { ...cloud.env, ...env };
  const { settings } = loadSettings({ environment, envFile: false });
  const orchestrator = await openOrchestrator(file, settings);
  onTestFinished(() => orchestrator.close());
  return { cloud, orchestrator };
}

describe("the fourteen models of four publishers", () => {
  test.each(["azure_openai", "foundry"])("answer through %s, each by its deployment", async (provider) => {
    const { orchestrator } = await fourteen(provider);
    for (const { model, deployment } of modelDeployments) {
      const answer = await orchestrator.complete(hello(model), context());
      expect(answer.endReason).toBe("stop");
      expect(answer.routing).toMatchObject({ model_id: model, model_name: deployment, fallback_used: false });
    }
  });

  test("go by the deployment that a variable names", async () => {
    const { orchestrator } = await fourteen("azure_openai", "", { AZURE_DEPLOYMENT_GPT4_TURBO: "gpt-4.1" });
    const answer = await orchestrator.complete(hello("gpt-4-turbo"), context());
    expect(answer.routing.model_name).toBe("gpt-4.1");
    expect(answer.servedModel).toMatch(/^gpt-4\.1/);
  });

  test("are compared, two and more of them, and one that fails leaves the others", async () => {
    const { orchestrator, cloud } = await fourteen(
      "azure_openai",
      "resilience: { retry: { max_attempts: 1 } }\n",
    );
    await postJson(`${cloud.http}/lab/faults`, { deployment: "mistral-large-deployment", status: 500 });
    const models = ["gpt-4o", "claude-3-5-sonnet", "gemini-1.5-pro", "mistral-large"];
    const compared = await orchestrator.compare(models, { messages: [user("Hello")] }, context());
    expect(compared.map(({ model, outcome }) => `${model} ${outcome}`)).toEqual([
      "gpt-4o answered",
      "claude-3-5-sonnet answered",
      "gemini-1.5-pro answered",
      "mistral-large failed",
    ]);
  });
});

describe("one configuration in two modes", () => {
  test.each([
    ["false", "cloud"],
    ["true", "azure"],
  ])("goes with USE_AZURE_FOUNDRY=%s to the tier %s", async (USE_AZURE_FOUNDRY, tier) => {
    const { orchestrator } = await fourteen("dual_mode", "", { USE_AZURE_FOUNDRY });
    const answer = await orchestrator.complete(hello("gpt-4o"), context());
    expect(answer).toMatchObject({ provenance: "simulated", fallbackUsed: false });
    expect(answer.routing).toMatchObject({ model_id: "gpt-4o", tier });
    const claude = orchestrator.complete(hello("claude-3-5-sonnet"), context());
    if (USE_AZURE_FOUNDRY === "true") expect((await claude).endReason).toBe("stop");
    else await expect(claude).rejects.toThrow("claude-3-5-sonnet cannot be asked directly");
  });

  test("is direct when nothing is said", async () => {
    const { orchestrator } = await fourteen("dual_mode");
    expect((await orchestrator.complete(hello("gpt-4o"), context())).routing.tier).toBe("cloud");
  });
});

describe("further deployments of a model", () => {
  const FURTHER = `deployments:
  gpt-4o-of-ada: { model: gpt-4o, name: gpt-4o }
users: { ada: { gpt-4o: gpt-4o-of-ada } }
`;

  test("are single users' own", async () => {
    const { orchestrator } = await fourteen("azure_openai", FURTHER);
    const own = await orchestrator.complete(hello("gpt-4o"), context("ada"));
    const usual = await orchestrator.complete(hello("gpt-4o"), context("bob"));
    expect([own.routing.model_name, usual.routing.model_name]).toEqual(["gpt-4o", "gpt-4o-deployment"]);
  });

  test("in other regions step in one after the other, and the first is asked again once it is back", async () => {
    const cloud = await startTestCloud();
    const file = join(await temporaryFolder(), "regions.yaml");
    const region = (name: string, resource: string) =>
      `  ${name}: { kind: azure_openai, endpoint: "${cloud.http}/resources/${resource}", key: AZURE_OPENAI_API_KEY }\n`;
    await writeFile(
      file,
      `strategy: rule
providers:
${region("east", "foundry1")}${region("sweden", "foundry2")}${region("west", "foundry3")}
models:
  mini: { provider: east, name: gpt-4o-mini, capabilities: [conversation] }
deployments:
  mini-sweden: { model: mini, provider: sweden }
  mini-west: { model: mini, provider: west }
resilience: { retry: { max_attempts: 1 } }
`,
    );
    const { settings } = loadSettings({ environment: cloud.env, envFile: false });
    const orchestrator = await openOrchestrator(file, settings);
    onTestFinished(() => orchestrator.close());
    const down = (resource: string) =>
      postJson(`${cloud.http}/lab/faults`, { resource, deployment: "gpt-4o-mini", status: 503, times: 1 });
    const asked = async () => (await orchestrator.complete(hello("mini"), context())).deployment;

    expect(await asked()).toBe("mini");
    expect((await down("foundry1")).ok).toBe(true);
    expect(await asked()).toBe("mini-sweden");
    await Promise.all([down("foundry1"), down("foundry2")]);
    expect(await asked()).toBe("mini-west");
    expect(await asked()).toBe("mini");
  });
});

test("the guide's table is the one that holds", () => {
  const guide = readFileSync(join(paths.root, "modules", "docs", "dual-mode.md"), "utf8");
  const rows = guide.split("\n").filter((line) => line.includes("AZURE_DEPLOYMENT_") && line.startsWith("|"));
  expect(rows).toEqual(
    modelDeployments.map(
      ({ model, variable, deployment }) => `| \`${model}\` | \`${variable}\` | \`${deployment}\` |`,
    ),
  );
});
