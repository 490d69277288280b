import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { basename } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { paths } from "../src/config/paths.ts";
import { type LabCloud, type LabState, startLabCloud } from "../src/lab-cloud/index.ts";
import { postJson, startTestCloud, variable } from "./start-test-cloud.ts";

let cloud: LabCloud;

beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated" });
});
afterAll(() => cloud.close());

const stateOf = async (of: LabCloud) => (await (await fetch(`${of.http}/lab/state`)).json()) as LabState;

test("the environment block is complete and names the real ports", () => {
  const { env, http, https, local, ca } = cloud;
  const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(env).toEqual({
    NODE_EXTRA_CA_CERTS: ca,
    NO_PROXY: expect.stringMatching(/localhost.*127\.0\.0\.1.*::1/),
    IDENTITY_ENDPOINT: `${http}/msi/token`,
    IDENTITY_HEADER: expect.stringMatching(/^\w{32}$/),
    AZURE_TOKEN_CREDENTIALS: "ManagedIdentityCredential",
    AZURE_OPENAI_ENDPOINT: http,
    AZURE_OPENAI_API_KEY: expect.stringMatching(/^\w{64}$/),
    OPENAI_API_VERSION: "2024-12-01-preview",
    AZURE_AI_FOUNDRY_PROJECT_ENDPOINT: `${https}/api/projects/lab`,
    LOCAL_MODEL_ENDPOINT: local,
    LOCAL_MODEL_NAME: cloud.localModel.name,
    APPLICATIONINSIGHTS_CONNECTION_STRING: expect.stringContaining(
      `IngestionEndpoint=${https}/;LiveEndpoint=${https}/`,
    ),
    APPLICATIONINSIGHTS_STATSBEAT_DISABLED: "true",
    APPLICATION_INSIGHTS_NO_STATSBEAT: "true",
    APPLICATIONINSIGHTS_SDKSTATS_DISABLED: "true",
    LOGS_QUERY_ENDPOINT: `${https}/v1`,
    LOG_ANALYTICS_WORKSPACE_ID: uuid,
    LAB_ARM_ENDPOINT: https,
    LAB_TELEMETRY_URL: `${http}/lab/telemetry`,
    AZURE_SUBSCRIPTION_ID: uuid,
    LAB_HTTP: http,
    LAB_HTTPS: https,
    LAB_OPENAI_URL: `${http}/v1`,
    LAB_OPENAI_API_KEY: expect.stringMatching(/^sk-lab-[0-9a-f]{48}$/),
    LAB_PUBLISHER_API_KEY: expect.stringMatching(/^lab-[0-9a-f]{48}$/),
    LAB_FAULTS_URL: `${http}/lab/faults`,
  });
});

test("the state tells services, deployments and requests, and nothing that was said or is secret", async () => {
  const own = await startTestCloud();
  const key = variable(own, "AZURE_OPENAI_API_KEY");
  const ask = (deployment: string) =>
    postJson(
      `${own.http}/openai/deployments/${deployment}/chat/completions?api-version=2024-10-21&planted=query-secret`,
      {
        messages: [
          { role: "user", content: "planted-content" },
          { role: "user", content: "x" },
        ],
      },
      { "api-key": key },
    );
  await ask("gpt-4o");
  await ask("nothing");
  await postJson(`${own.local}/v1/chat/completions`, {
    model: own.localModel.name,
    messages: [{ role: "user", content: "planted-content" }],
  });
  await fetch(`${own.http}/nowhere`);
  const state = await stateOf(own);
  expect(state).toMatchObject({
    pid: process.pid,
    root: basename(paths.root),
    http: own.http,
    localModel: { provenance: "simulated", note: "It was started with written answers." },
    requests: { total: 4 },
    faults: [],
  });
  expect(Math.abs(Date.parse(state.startedAt) - Date.now())).toBeLessThan(60_000);
  expect(state.services.map(({ name, health, requests }) => [name, health, requests])).toEqual([
    ["identity", "ready", 0],
    ["entra", "ready", 0],
    ["azure-openai", "ready", 2],
    ["openai", "ready", 0],
    ["anthropic", "ready", 0],
    ["gemini", "ready", 0],
    ["mistral", "ready", 0],
    ["cohere", "ready", 0],
    ["github-models", "ready", 0],
    ["hugging-face", "ready", 0],
    ["content-safety", "ready", 0],
    ["app-insights", "ready", 0],
    ["log-analytics", "ready", 0],
    ["control-plane", "ready", 0],
    ["api-management", "ready", 0],
    ["foundry-local", "ready", 1],
  ]);
  expect(state.deployments.find(({ name }) => name === "gpt-4o")).toEqual({
    name: "gpt-4o",
    resource: "lab",
    kind: "chat",
    model: "gpt-4o-2024-11-20",
    region: "East US",
    requests: 1,
  });
  expect(state.requests.recent).toMatchObject([
    { service: "not-emulated", method: "GET", path: "/nowhere", status: 501 },
    { service: "foundry-local", status: 200, messages: 1, deployment: own.localModel.name },
    { service: "azure-openai", status: 404 },
    {
      service: "azure-openai",
      method: "POST",
      path: "/openai/deployments/gpt-4o/chat/completions",
      status: 200,
      deployment: "gpt-4o",
      messages: 2,
    },
  ]);
  const text = JSON.stringify(state);
  for (const secret of ["planted", key, variable(own, "IDENTITY_HEADER")]) expect(text).not.toContain(secret);
});

test("the last fifty requests are kept", async () => {
  const own = await startTestCloud();
  for (let count = 0; count < 55; count++) await fetch(`${own.http}/nowhere/${count}`);
  const { requests } = await stateOf(own);
  expect(requests.total).toBe(55);
  expect(requests.recent).toHaveLength(50);
  expect(requests.recent[0]?.path).toBe("/nowhere/54");
});

/** Asks 127.0.0.1 with any Host header, which fetch would not send. */
function askAs(
  headers: Record<string, string>,
  path: string,
  method = "GET",
  base = cloud.http,
): Promise<number> {
  return new Promise((resolve, reject) => {
    request(base + path, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

test.each(["/", "/lab/state"])("a page that points its name at this machine cannot read %s", async (path) => {
  const port = new URL(cloud.http).port;
  expect(await askAs({ host: `evil.example:${port}` }, path)).toBe(403);
  expect(await askAs({ host: "127.0.0.1.evil.example" }, path)).toBe(403);
  for (const host of [
    `localhost:${port}`,
    `127.0.0.1:${port}`,
    `[::1]:${port}`,
    `hub.localhost:${port}`,
    "localhost",
  ]) {
    expect(await askAs({ host }, path), host).toBe(200);
  }
});

test("pages of other origins can order no faults and read no state", async () => {
  const { host, origin } = new URL(cloud.http);
  expect(await askAs({ host, origin: "https://evil.example" }, "/lab/faults", "DELETE")).toBe(403);
  expect(await askAs({ host, origin: "null" }, "/lab/faults", "DELETE")).toBe(403);
  expect(await askAs({ host, origin: "http://localhost:8888" }, "/lab/state")).toBe(403);
  expect(
    await askAs({ host, "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }, "/lab/state"),
  ).toBe(403);
  expect(await askAs({ host, origin }, "/lab/faults", "DELETE")).toBe(204);
});

const byLink = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
const inFrame = { ...byLink, "sec-fetch-dest": "iframe" };

test("a link anywhere opens the hub, but no frame shows it and no link leads further", async () => {
  expect(await askAs(byLink, "/")).toBe(200);
  expect(await askAs({ ...byLink, "sec-fetch-site": "same-site" }, "/")).toBe(200);
  expect(await askAs(inFrame, "/")).toBe(403);
  expect(await askAs(byLink, "/lab/state")).toBe(403);
  for (const path of ["/", "/lab/state"]) {
    const { headers } = await fetch(cloud.http + path);
    expect(headers.get("content-security-policy"), path).toContain("frame-ancestors 'none'");
  }
});

test("pages of other origins cannot use the local model", async () => {
  expect(await askAs({ origin: "https://evil.example" }, "/v1/models", "GET", cloud.local)).toBe(403);
  expect(await askAs({}, "/v1/models", "GET", cloud.local)).toBe(200);
});

test("no page unloads the local model, by a picture, a frame or a link", async () => {
  const loaded = async () => await (await fetch(`${cloud.local}/models/loaded`)).json();
  const { name } = cloud.localModel;
  await fetch(`${cloud.local}/models/load/${name}`);
  const picture = { "sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" };
  for (const headers of [byLink, inFrame, picture, { ...inFrame, "sec-fetch-site": "same-site" }]) {
    expect(await askAs(headers, `/models/unload/${name}`, "GET", cloud.local)).toBe(403);
  }
  expect(await loaded()).toEqual([`${name}:0`]);
  const { headers } = await fetch(`${cloud.local}/status`);
  expect(headers.get("content-security-policy")).toBe("frame-ancestors 'none'");
});

test.each([
  ["httpPort", "lab cloud, http", "PORT_LAB_HTTP"],
  ["httpsPort", "lab cloud, https", "PORT_LAB_HTTPS"],
  ["localPort", "local model", "PORT_LOCAL_MODEL"],
])("a busy %s is named, and the other ports are free again", async (option, purpose, name) => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
  const { port } = holder.address() as AddressInfo;
  await expect(startLabCloud({ [option]: port, localModel: "simulated" })).rejects.toMatchObject({
    code: "PORT_BUSY",
    message: `Port ${port} (${purpose}) is in use.`,
    hint: expect.stringContaining(name),
  });
  holder.close();
});

test.each([
  ["httpPort", 70_000, "lab cloud, http", "PORT_LAB_HTTP"],
  ["httpsPort", -1, "lab cloud, https", "PORT_LAB_HTTPS"],
  ["localPort", Number.NaN, "local model", "PORT_LOCAL_MODEL"],
])("%s: %d is no port, said in one line", async (option, port, purpose, name) => {
  await expect(startLabCloud({ [option]: port, localModel: "simulated" })).rejects.toMatchObject({
    name: "LabError",
    code: "PORT_INVALID",
    message: `${port} (${purpose}) is no port.`,
    hint: expect.stringContaining(name),
  });
});

test("close frees the ports, may be called twice, and another cloud can have them", async () => {
  const first = await startTestCloud();
  const [httpPort, httpsPort, localPort] = [first.http, first.https, first.local].map((url) =>
    Number(new URL(url).port),
  );
  await Promise.all([first.close(), first.close()]);
  const second = await startTestCloud({
    httpPort: httpPort ?? 0,
    httpsPort: httpsPort ?? 0,
    localPort: localPort ?? 0,
  });
  expect(second.http).toBe(first.http);
  expect((await stateOf(second)).requests.total).toBe(0);
});
