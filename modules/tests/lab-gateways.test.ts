import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Az, connectAz, type DeploymentOutputs } from "../src/azure/index.ts";
import { paths } from "../src/config/paths.ts";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";

/** What the labs' gateways do when they are deployed to a lab cloud: the labs count on it. */
let cloud: LabCloud;
let az: Az;

beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated", embeddings: "hashed-words" });
  az = connectAz({ cloud: "lab", http: cloud.http, outFolder: join(paths.out, "lab-gateways-test") });
});
afterAll(() => cloud.close());

async function deploy(lab: string): Promise<DeploymentOutputs> {
  const group = `rg-${lab}`;
  await az.ensureGroup({ name: group, location: "eastus2" });
  return (await az.deploy({ group, template: `infra/bicep/labs/${lab}.bicep` })).outputs;
}

function caller(outputs: DeploymentOutputs, headers: Record<string, string>) {
  const endpoint = outputs.text("inferenceAPIEndpoint");
  return async (path: string, body: object, more: Record<string, string> = {}) => {
    const answer = await fetch(`${endpoint}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers, ...more },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text };
  };
}

const CHAT = "/deployments/gpt-4o-mini/chat/completions?api-version=2025-03-01-preview";
const ask = (content: string) => ({ messages: [{ role: "user", content }], max_tokens: 20 });
const keyOf = (outputs: DeploymentOutputs, index = 0) => outputs.subscriptions()[index]?.key ?? "";

test("lab 09: the first region answers until its quota is used up, then two share, and no caller sees an error", {
  timeout: 120_000,
}, async () => {
  const outputs = await deploy("09-backend-pool");
  const call = caller(outputs, { "api-key": keyOf(outputs) });
  const regions: string[] = [];
  for (let run = 0; run < 16; run++) {
    const { status, headers } = await call(CHAT, ask("What is the capital of Italy?"));
    expect(status).toBe(200);
    regions.push(headers.get("x-ms-region") ?? "");
  }
  const changed = regions.findIndex((region) => region !== "East US");
  expect(changed).toBe(6);
  expect(new Set(regions.slice(changed))).toEqual(new Set(["Sweden Central", "West US"]));
  const state = await (await fetch(`${outputs.text("apimResourceGatewayURL")}/__emulator/state`)).text();
  const first = JSON.parse(state).backends.find(({ name }: { name: string }) => name === "foundry1");
  expect(first.circuit.kind).toBe("open");
});

test("lab 10: the model decides, by address and by body; one is not permitted, another not known", {
  timeout: 120_000,
}, async () => {
  const outputs = await deploy("10-model-routing");
  const call = caller(outputs, { "api-key": keyOf(outputs) });
  const chat = (model: string) =>
    call(`/deployments/${model}/chat/completions?api-version=2025-03-01-preview`, ask("Hello!"));
  const regionOf = async (model: string) => (await chat(model)).headers.get("x-ms-region");
  expect(await regionOf("gpt-4.1")).toBe("East US");
  expect(await regionOf("gpt-4.1-nano")).toBe("Sweden Central");
  expect((await chat("DeepSeek-R1")).status).toBe(200);
  expect((await chat("gpt-4o")).status).toBe(403);
  expect((await chat("gpt-99")).status).toBe(400);
  const inBody = await call("/v1/chat/completions", { model: "gpt-4.1-mini", ...ask("Hello!") });
  expect([inBody.status, inBody.headers.get("x-ms-region")]).toEqual([200, "Sweden Central"]);
  const responses = await call("/v1/responses", { model: "gpt-4.1", input: "Hello!" });
  expect([responses.status, responses.headers.get("x-ms-region")]).toEqual([200, "East US"]);
});

test("lab 11: a cookie keeps a client where its state is", { timeout: 120_000 }, async () => {
  const outputs = await deploy("11-session-affinity");
  const call = caller(outputs, { "api-key": keyOf(outputs) });
  const first = await call("/v1/responses", { model: "gpt-4o-mini", input: "My name is Ada." });
  const cookie = first.headers.get("set-cookie")?.split(";")[0] ?? "";
  expect(cookie).toMatch(/^APIM-Backend-Affinity=./);
  const { id } = JSON.parse(first.text);
  const next = { model: "gpt-4o-mini", input: "What is my name?", previous_response_id: id };
  for (let run = 0; run < 6; run++) {
    const answer = await call("/v1/responses", next, { cookie });
    expect([answer.status, answer.headers.get("x-backend-region")]).toEqual([
      200,
      first.headers.get("x-backend-region"),
    ]);
  }
  const without = [await call("/v1/responses", next), await call("/v1/responses", next)];
  expect(without.map(({ status }) => status).sort()).toEqual([200, expect.any(Number)]);
  expect(without.some(({ status }) => status >= 400)).toBe(true);
});

test("lab 12: harm is stopped, tokens are counted for each team, a question is answered from the cache, a token opens the other API", {
  timeout: 120_000,
}, async () => {
  const outputs = await deploy("12-gateway-for-teams");
  const red = caller(outputs, { "api-key": keyOf(outputs) });
  const harmless = await red(CHAT, ask("What is the capital of France?"));
  expect([harmless.status, harmless.headers.get("x-tokens-consumed")]).toEqual([
    200,
    expect.stringMatching(/^[1-9]\d*$/),
  ]);
  expect((await red(CHAT, ask("I will kill you."))).status).toBe(403);
  const again = await red(CHAT, ask("What is the capital of France?"));
  expect(again.status).toBe(200);
  const traces = await (await fetch(`${outputs.text("apimResourceGatewayURL")}/__emulator/traces`)).text();
  const policies = JSON.parse(traces)
    .at(-1)
    .steps.map(({ policy }: { policy: string }) => policy);
  expect(policies).toContain("llm-semantic-cache-lookup");
  expect(policies).not.toContain("forward-request");
  const state = JSON.parse(
    await (await fetch(`${outputs.text("apimResourceGatewayURL")}/__emulator/state`)).text(),
  );
  expect(state.metrics.length).toBeGreaterThan(0);

  const answer = await az.run(["account", "get-access-token", "--resource", "api://hybrid-llm-workshop"]);
  const { accessToken } = answer as { accessToken: string };
  const url = `${outputs.text("tokenAPIEndpoint")}${CHAT}`;
  const withToken = (token: string) =>
    fetch(url, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(ask("Hello!")),
    });
  expect((await withToken(accessToken)).status).toBe(200);
  expect((await withToken(`${accessToken.slice(0, -6)}AAAAAA`)).status).toBe(401);
});
