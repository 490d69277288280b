import { DefaultAzureCredential } from "@azure/identity";
import { AzureOpenAI } from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { type ArmClient, connectArm, gatewayTemplate, KEY, PASS_ON } from "./arm-client.ts";

let cloud: LabCloud;
let arm: ArmClient;

beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated", embeddings: "hashed-words" });
  arm = await connectArm(cloud);
});
afterAll(() => cloud.close());

const GROUP = "/resourceGroups/rg-test";
const SERVICE = `${GROUP}/providers/Microsoft.ApiManagement/service/apim-one`;
const ACCOUNT = `${GROUP}/providers/Microsoft.CognitiveServices/accounts/foundry2-one`;
const POLICY = `${SERVICE}/apis/inference-api/policies/policy`;

/** An empty group with nothing left of an earlier one. */
beforeEach(async () => {
  await arm.ask("DELETE", GROUP);
  await purgeAll();
  await arm.ask("PUT", GROUP, { location: "East US 2" });
});

async function purgeAll() {
  await arm.ask(
    "DELETE",
    "/providers/Microsoft.CognitiveServices/locations/swedencentral/resourceGroups/rg-test/deletedAccounts/foundry2-one",
  );
  await arm.ask("DELETE", "/providers/Microsoft.ApiManagement/locations/eastus2/deletedservices/apim-one");
}

const hello = { model: "gpt-4o-mini", messages: [{ role: "user" as const, content: "Hello!" }] };

const throughGateway = (apiKey = KEY) =>
  new AzureOpenAI({
    endpoint: `${cloud.http}/apim/apim-one/inference`,
    apiKey,
    apiVersion: "2024-10-21",
    maxRetries: 0,
  });

describe("who may ask", () => {
  const url = () => `${cloud.http}/subscriptions?api-version=2022-12-01`;

  test("a caller without a token, and one with a wrong token, is refused", async () => {
    for (const [headers, code] of [
      [{}, "AuthenticationFailed"],
      [{ authorization: "Bearer nonsense" }, "InvalidAuthenticationToken"],
    ] as const) {
      const answer = await fetch(url(), { headers: { ...headers } });
      expect([answer.status, await answer.json()]).toMatchObject([401, { error: { code } }]);
    }
  });

  test("a token for models does not open Resource Manager; one for its own address does", async () => {
    const asked = async (scope: string) => {
      const { token } = await new DefaultAzureCredential().getToken(scope);
      return (await fetch(url(), { headers: { authorization: `Bearer ${token}` } })).status;
    };
    expect(await asked("https://cognitiveservices.azure.com/.default")).toBe(401);
    expect(await asked(`${cloud.https}/.default`)).toBe(200);
  });

  test("a request without a version, and one for another subscription, is refused", async () => {
    expect((await arm.ask("GET", "/resourcegroups", undefined, "")).body.error.code).toBe(
      "MissingApiVersionParameter",
    );
    const { token } = await new DefaultAzureCredential().getToken("https://management.azure.com/.default");
    const other = `${cloud.http}/subscriptions/00000000-0000-4000-8000-000000000000?api-version=2022-12-01`;
    const answer = await fetch(other, { headers: { authorization: `Bearer ${token}` } });
    expect([answer.status, await answer.json()]).toMatchObject([
      404,
      { error: { code: "SubscriptionNotFound" } },
    ]);
  });
});

describe("resource groups", () => {
  test("are made, found and deleted, whatever the case of the path", async () => {
    expect(
      await arm.ask("PUT", "/resourcegroups/rg-two", { location: "eastus2", tags: { a: "b" } }),
    ).toMatchObject({
      status: 201,
      body: {
        name: "rg-two",
        location: "eastus2",
        tags: { a: "b" },
        properties: { provisioningState: "Succeeded" },
      },
    });
    expect((await arm.ask("HEAD", "/RESOURCEGROUPS/RG-TWO")).status).toBe(204);
    const gone = await arm.ask("DELETE", "/resourceGroups/rg-two");
    expect([gone.status, gone.headers.get("location")]).toEqual([
      202,
      expect.stringContaining("/operationresults/"),
    ]);
    expect((await arm.ask("HEAD", "/resourcegroups/rg-two")).status).toBe(404);
    expect((await arm.ask("GET", "/resourcegroups/rg-two")).body.error.code).toBe("ResourceGroupNotFound");
  });

  test("keep their region", async () => {
    expect((await arm.ask("PUT", GROUP, { location: "westus" })).body.error.code).toBe(
      "InvalidResourceGroupLocation",
    );
    expect((await arm.ask("PUT", GROUP, { location: "eastus2" })).status).toBe(200);
  });
});

describe("a deployment", () => {
  test("sets up a gateway that answers, with the region of its backend", async () => {
    const { body } = await arm.deploy("rg-test", gatewayTemplate(cloud));
    expect(body.properties).toMatchObject({
      provisioningState: "Succeeded",
      outputs: { endpoint: { type: "string", value: `${cloud.http}/apim/apim-one/inference` } },
    });
    const { data, response } = await throughGateway().chat.completions.create(hello).withResponse();
    expect(data.choices[0]?.message.content).not.toBe("");
    expect(response.headers.get("x-ms-region")).toBe("Sweden Central");
    expect(response.headers.get("x-lab-provenance")).toBe("simulated");
    const refused = await throughGateway("wrong")
      .chat.completions.create(hello)
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ status: 401 });
  });

  test("sets the quota of the account's deployment, and its deletion takes that back", async () => {
    const limit = async () => {
      const url = `${cloud.http}/resources/foundry2/openai/deployments/gpt-4o-mini/chat/completions?api-version=2024-10-21`;
      const answer = await fetch(url, {
        method: "POST",
        headers: { "api-key": "lab-key", "content-type": "application/json" },
        body: JSON.stringify(hello),
      });
      return answer.headers.get("x-ratelimit-limit-tokens");
    };
    const before = await limit();
    await arm.deploy("rg-test", gatewayTemplate(cloud));
    expect(await limit()).toBe("3000");
    await arm.ask("DELETE", ACCOUNT);
    expect(await limit()).toBe(before);
  });

  test("tells file, line and column of a policy that the gateway refuses, and changes nothing", async () => {
    const template = gatewayTemplate(cloud, PASS_ON.replace("<base />", "<nonsense />"));
    const { body } = await arm.deploy("rg-test", template);
    expect(body.properties.provisioningState).toBe("Failed");
    const [{ details }] = body.properties.error.details;
    expect(details[0].message).toMatch(/^the policy of API inference-api:3:5 .*nonsense/);
    expect((await arm.ask("GET", SERVICE)).status).toBe(404);
    expect((await fetch(`${cloud.http}/apim/apim-one/x`)).status).toBe(404);
  });

  test.each([
    [
      "an expression",
      (t: object) => ({ ...t, outputs: { a: { type: "string", value: "[concat('a')]" } } }),
      "InvalidTemplate",
    ],
    ["parameters", (t: object) => ({ ...t, parameters: { a: { type: "string" } } }), "InvalidTemplate"],
    [
      "a namespace that the lab cloud lacks",
      () => ({ resources: [{ type: "Microsoft.Compute/virtualMachines", apiVersion: "1", name: "vm" }] }),
      "InvalidResourceNamespace",
    ],
    [
      "a name without its parent's",
      () => ({ resources: [{ type: "Microsoft.ApiManagement/service/apis", apiVersion: "1", name: "api" }] }),
      "InvalidTemplate",
    ],
    ["no resources at all", () => ({}), "InvalidTemplate"],
  ])("is refused for %s", async (_what, change, code) => {
    const { status, body } = await arm.deploy("rg-test", change(gatewayTemplate(cloud)));
    expect([status, body.error.code]).toEqual([400, code]);
    expect(body.error.message.split("\n")).toHaveLength(1);
  });

  test("fails for a part of a resource that is not there, and for a model that nobody has", async () => {
    const orphan = {
      type: "Microsoft.ApiManagement/service/apis",
      apiVersion: "1",
      name: "nowhere/api",
      properties: {},
    };
    const lost = await arm.deploy("rg-test", { resources: [orphan] });
    expect(lost.body.properties.error.details[0].code).toBe("ParentResourceNotFound");
    const template = JSON.parse(
      JSON.stringify(gatewayTemplate(cloud)).replaceAll('"name":"gpt-4o-mini"', '"name":"gpt-99"'),
    );
    const unknown = await arm.deploy("rg-test", template);
    expect(unknown.body.properties.error.details[0]).toMatchObject({ code: "DeploymentModelNotSupported" });
  });

  test("is found again, listed and forgotten with its group", async () => {
    await arm.deploy("rg-test", gatewayTemplate(cloud), "first");
    const path = `${GROUP}/providers/Microsoft.Resources/deployments`;
    expect((await arm.ask("GET", path)).body.value.map(({ name }: { name: string }) => name)).toEqual([
      "first",
    ]);
    expect((await arm.ask("GET", `${path}/second`)).body.error.code).toBe("DeploymentNotFound");
  });
});

describe("what is deployed", () => {
  beforeEach(async () => {
    await arm.deploy("rg-test", gatewayTemplate(cloud));
  });

  test("is listed by group, by type and by what it lies in", async () => {
    const names = async (path: string) =>
      (await arm.ask("GET", path)).body.value.map(({ name }: { name: string }) => name);
    expect(await names(`${GROUP}/resources`)).toEqual(["apim-one", "foundry2-one"]);
    expect(await names("/providers/microsoft.cognitiveservices/accounts")).toEqual(["foundry2-one"]);
    expect(await names(`${SERVICE}/backends`)).toEqual(["foundry2"]);
    expect(
      (await arm.ask("GET", `${GROUP}/providers/Microsoft.ApiManagement/service/none/backends`)).status,
    ).toBe(404);
  });

  test("shows its addresses, and its keys only when asked for them", async () => {
    expect((await arm.ask("GET", SERVICE)).body.properties.gatewayUrl).toBe(`${cloud.http}/apim/apim-one`);
    expect((await arm.ask("GET", ACCOUNT)).body.properties.endpoint).toBe(
      `${cloud.http}/resources/foundry2/`,
    );
    const listed = await arm.ask("GET", `${SERVICE}/subscriptions`);
    expect(JSON.stringify(listed.body)).not.toContain(KEY);
    expect((await arm.ask("POST", `${SERVICE}/subscriptions/team/listSecrets`)).body.primaryKey).toBe(KEY);
    expect((await arm.ask("POST", `${SERVICE}/subscriptions/team/dance`)).status).toBe(501);
  });

  test("takes another policy at once; one that is wrong leaves the gateway as it was", async () => {
    const put = (value: string) => arm.ask("PUT", POLICY, { properties: { format: "rawxml", value } });
    const answer = '<return-response><set-status code="418" reason="Teapot" /></return-response>';
    expect((await put(PASS_ON.replace("<base />", answer))).status).toBe(200);
    const teapot = throughGateway()
      .chat.completions.create(hello)
      .catch((error: unknown) => error);
    expect(await teapot).toMatchObject({ status: 418 });
    const wrong = await put("<policies><inbound>");
    expect([wrong.status, wrong.body.error.code]).toEqual([400, "ValidationError"]);
    expect((await arm.ask("GET", `${POLICY}?format=rawxml`)).body.properties.value).toContain("Teapot");
    expect(
      await throughGateway()
        .chat.completions.create(hello)
        .catch((error: unknown) => error),
    ).toMatchObject({ status: 418 });
    await put(PASS_ON);
    expect((await throughGateway().chat.completions.create(hello)).choices).toHaveLength(1);
  });

  test("takes changes of a backend, whole or in part", async () => {
    const path = `${SERVICE}/backends/foundry2`;
    const elsewhere = { properties: { url: `${cloud.http}/resources/foundry4/openai` } };
    const patched = await arm.ask("PATCH", path, elsewhere);
    expect(patched.body.properties).toMatchObject({ ...elsewhere.properties, protocol: "http" });
    const { response } = await throughGateway().chat.completions.create(hello).withResponse();
    expect(response.headers.get("x-ms-region")).toBe("UK South");
    const broken = await arm.ask("PUT", path, { properties: { url: "nowhere", protocol: "http" } });
    expect(broken.status).toBe(400);
    expect((await arm.ask("PATCH", `${SERVICE}/backends/none`, elsewhere)).status).toBe(404);
    expect((await arm.ask("DELETE", path)).status).toBe(400);
  });

  test("holds its name after its deletion until it is purged", async () => {
    await arm.ask("DELETE", GROUP);
    const deleted = (await arm.ask("GET", "/providers/Microsoft.ApiManagement/deletedservices")).body.value;
    expect(deleted).toMatchObject([{ name: "apim-one", location: "eastus2" }]);
    await arm.ask("PUT", GROUP, { location: "eastus2" });
    const again = await arm.deploy("rg-test", gatewayTemplate(cloud));
    expect(again.body.properties.error.details[0].code).toBe("ServiceAlreadyExistsInSoftDeletedState");
    await purgeAll();
    expect((await arm.deploy("rg-test", gatewayTemplate(cloud))).body.properties.provisioningState).toBe(
      "Succeeded",
    );
  });

  test("lets this machine look into the gateway", async () => {
    await throughGateway().chat.completions.create(hello);
    const look = async (what: string, headers: Record<string, string> = {}) => {
      const answer = await fetch(`${cloud.http}/apim/apim-one/__emulator/${what}`, { headers });
      return { status: answer.status, body: JSON.parse(await answer.text()) };
    };
    const traces = await look("traces");
    expect(traces.body.at(-1)).toMatchObject({ status: 200, api: "inference-api", subscription: "team" });
    expect((await look("state")).body.requests.requests).toBeGreaterThan(0);
    const state = JSON.parse(await (await fetch(`${cloud.http}/lab/state`)).text());
    expect(state.services.find(({ name }: { name: string }) => name === "api-management")).toMatchObject({
      note: expect.stringContaining("apim-one"),
      requests: expect.any(Number),
    });
    expect(state.requests.recent.map(({ path }: { path: string }) => path)).toContain(
      "/apim/apim-one/inference/openai/deployments/gpt-4o-mini/chat/completions",
    );
    expect((await look("state", { origin: "https://elsewhere.test" })).status).toBe(403);
  });
});

test.each([
  ["PUT", "/resourcegroups/rg-x", "no JSON"],
  ["PUT", "/resourcegroups/rg-x", "[]"],
  ["PUT", `${GROUP}/providers/Microsoft.Resources/deployments/d`, "{}"],
  ["PUT", `${SERVICE}`, "null"],
] as const)("a body that cannot be read is refused: %s %s %s", async (method, path, body) => {
  const answer = await arm.ask(method, path, body);
  expect(answer.status).toBe(400);
  expect(answer.body.error.message).not.toBe("");
});
