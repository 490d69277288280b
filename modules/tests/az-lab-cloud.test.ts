import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AzureOpenAI } from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Az, AzError, connectAz } from "../src/azure/index.ts";
import { paths } from "../src/config/paths.ts";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { runNode } from "./run-process.ts";
import { temporaryFolder } from "./start-test-cloud.ts";

const AZ = join(paths.root, "modules", "tests", "az-from-source.mjs");
const GROUP = "rg-az-test";
let cloud: LabCloud;
let az: Az;

beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated", embeddings: "hashed-words" });
  const lab = { cloud: "lab", http: cloud.http } as const;
  az = connectAz({ ...lab, outFolder: join(paths.out, "az-test") });
});
afterAll(() => cloud.close());

/** What the labs' az prints. */
async function say(...args: string[]) {
  const run = runNode([AZ, ...args], { LAB_HTTP: cloud.http });
  return { code: await run.ended, out: run.stdout(), error: run.stderr() };
}

describe("the labs' az", () => {
  test("tells who is signed in", async () => {
    const { code, out } = await say("account", "show");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      id: cloud.env["AZURE_SUBSCRIPTION_ID"],
      isDefault: true,
      user: { name: "systemAssignedIdentity" },
    });
    expect((await say("account", "show", "--query", "id", "-o", "tsv")).out).toBe(
      `${cloud.env["AZURE_SUBSCRIPTION_ID"]}\n`,
    );
    expect((await say("account", "list", "--query=[].name", "-o", "tsv")).out).toBe("Lab cloud\n");
  });

  test("gives tokens that the lab cloud takes", async () => {
    const { out } = await say(
      "account",
      "get-access-token",
      "--resource",
      "https://cognitiveservices.azure.com",
    );
    const { accessToken, tokenType, expires_on } = JSON.parse(out);
    expect([tokenType, expires_on > Date.now() / 1000]).toEqual(["Bearer", true]);
    const url = `${cloud.http}/openai/models?api-version=2024-10-21`;
    expect((await fetch(url, { headers: { authorization: `Bearer ${accessToken}` } })).status).toBe(200);
  });

  test.each([
    [["vm", "list"], 2, 'The labs\' az does not do "vm list"'],
    [["group", "show"], 2, "the following arguments are required: --name"],
    [["group", "show", "--nmae", "x"], 2, "unrecognized arguments: --nmae. Did you mean --name?"],
    [
      ["group", "show", "--name", "none"],
      3,
      "(ResourceGroupNotFound) Resource group 'none' could not be found.",
    ],
    [["group", "list", "--query", "sort_by(@, &name)"], 2, "--query"],
    [["group", "list", "-o", "table"], 2, "writes json, tsv, none, not table"],
    [["rest", "--url", "https://example.com/"], 2, "asks Resource Manager only"],
    [["deployment", "group", "create", "-g", "none", "-f", "none.json"], 1, "none.json cannot be read"],
  ] as const)("%j ends with %i and one line", async (args, code, line) => {
    const said = await say(...args);
    expect([said.code, said.out]).toEqual([code, ""]);
    expect(said.error).toContain(line);
    expect(said.error.trimEnd().split("\n")).toHaveLength(1);
  });

  test("says that no lab cloud runs", async () => {
    const run = runNode([AZ, "account", "show"], { LAB_HTTP: "http://127.0.0.1:9" });
    expect(await run.ended).toBe(1);
    expect(run.stderr()).toContain("No lab cloud answers at http://127.0.0.1:9");
  });

  test("lists what it does", async () => {
    const { code, out } = await say("--help");
    expect(code).toBe(0);
    expect(out).toContain("az deployment group create");
  });
});

const LABS = [
  { lab: "09-backend-pool", model: "gpt-4o-mini", region: "East US" },
  { lab: "10-model-routing", model: "gpt-5", region: "West US" },
  { lab: "11-session-affinity", model: "gpt-4o-mini", region: /East US|Sweden Central/ },
  { lab: "12-gateway-for-teams", model: "gpt-4o-mini", region: "East US" },
];

describe.each(LABS)("the infrastructure of $lab", ({ lab, model, region }) => {
  const group = `rg-${lab}`;

  test("is deployed, answers the openai SDK, is cleaned up, and can be deployed again", {
    timeout: 120_000,
  }, async () => {
    expect(await az.ensureGroup({ name: group, location: "eastus2" })).toEqual({
      name: group,
      location: "eastus2",
      created: true,
    });
    expect((await az.ensureGroup({ name: group, location: "eastus2" })).created).toBe(false);
    const order = { group, template: `infra/bicep/labs/${lab}.bicep`, parameters: { apimSku: "Basicv2" } };
    const { outputs, parametersFile } = await az.deploy(order);
    expect(JSON.parse(readFileSync(parametersFile, "utf8")).parameters).toEqual({
      apimSku: { value: "Basicv2" },
    });

    const [subscription] = outputs.subscriptions();
    const key = subscription?.key ?? "";
    expect(JSON.stringify(outputs)).not.toContain(key);
    expect(JSON.stringify(outputs)).toContain(`****${key.slice(-4)}`);
    expect((await az.outputs(group, lab)).text("apimServiceName")).toBe(outputs.text("apimServiceName"));

    const client = new AzureOpenAI({
      endpoint: outputs.text("inferenceAPIEndpoint").replace(/\/openai$/, ""),
      apiKey: key,
      apiVersion: outputs.text("inferenceAPIVersion"),
      maxRetries: 0,
    });
    const question = {
      model,
      messages: [{ role: "user" as const, content: "What is the capital of Italy?" }],
    };
    const { data, response } = await client.chat.completions.create(question).withResponse();
    expect(data.choices[0]?.message.content).not.toBe("");
    expect(response.headers.get("x-ms-region")).toMatch(region);

    const plan = await az.planCleanUp(group);
    expect(plan.steps.at(-1)?.args.slice(0, 2)).toEqual(["group", "delete"]);
    expect((await az.runCleanUp(plan)).map(({ state }) => state)).toEqual(plan.steps.map(() => "planned"));
    expect((await client.chat.completions.create(question)).choices).toHaveLength(1);
    const told: string[] = [];
    const results = await az.runCleanUp(plan, { dryRun: false, onStep: ({ step }) => told.push(step.about) });
    expect(results.map(({ state, problem }) => problem ?? state)).toEqual(plan.steps.map(() => "done"));
    expect(told).toEqual(plan.steps.map(({ about }) => about));
    expect((await az.planCleanUp(group)).steps).toEqual([]);
    await expect(client.chat.completions.create(question)).rejects.toMatchObject({ status: 404 });
  });
});

test("the labs' az does the same in a process of its own", { timeout: 120_000 }, async () => {
  const lab = { cloud: "lab", http: cloud.http } as const;
  const other = connectAz({ ...lab, command: [process.execPath, AZ], outFolder: join(paths.out, "az-test") });
  expect(await other.account()).toEqual(await az.account());
  await expect(other.outputs("none", "none")).rejects.toThrow("(ResourceGroupNotFound)");
});

test("a deployment through az names the file and the place of a policy that is wrong", async () => {
  const folder = await temporaryFolder();
  writeFileSync(
    join(folder, "bad.xml"),
    "<policies>\n  <inbound>\n    <set-headr name='x' />\n  </inbound>\n</policies>\n",
  );
  writeFileSync(join(folder, "bad.bicep"), SMALL);
  await az.ensureGroup({ name: GROUP, location: "eastus2" });
  const failure = await az
    .deploy({ group: GROUP, template: join(folder, "bad.bicep") })
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(AzError);
  expect(String(failure)).toMatch(/bad\.xml:3:5 .*set-headr/);
  const unknown = { group: GROUP, template: join(folder, "bad.bicep"), parameters: { skuu: "x" } };
  await expect(az.deploy(unknown)).rejects.toThrow(/has no parameter "skuu". Did you mean "sku"/);
});

const SMALL = `param sku string = 'Basicv2'
resource service 'Microsoft.ApiManagement/service@2024-05-01' = {
  name: 'apim-bad'
  location: resourceGroup().location
  sku: { name: sku, capacity: 1 }
  properties: {}
}
resource api 'Microsoft.ApiManagement/service/apis@2024-05-01' = {
  parent: service
  name: 'api'
  properties: { displayName: 'Api', path: 'x' }
}
resource policy 'Microsoft.ApiManagement/service/apis/policies@2024-05-01' = {
  parent: api
  name: 'policy'
  properties: { format: 'rawxml', value: loadTextContent('bad.xml') }
}
`;

describe("a learner's changes", () => {
  test("replace a policy and part of a backend of a running gateway", { timeout: 120_000 }, async () => {
    const folder = await temporaryFolder();
    writeFileSync(
      join(folder, "ok.bicep"),
      SMALL.replaceAll("apim-bad", "apim-ok").replace("bad.xml", "ok.xml"),
    );
    writeFileSync(join(folder, "ok.xml"), policyOf(200));
    await az.ensureGroup({ name: GROUP, location: "eastus2" });
    await az.deploy({ group: GROUP, template: join(folder, "ok.bicep") });
    const { subscriptionId } = await az.account();
    const serviceId = `/subscriptions/${subscriptionId}/resourceGroups/${GROUP}/providers/Microsoft.ApiManagement/service/apim-ok`;
    const place = { serviceId, api: "api" };
    expect(await az.getApiPolicy(place)).toBe(policyOf(200));
    await az.setApiPolicy(place, policyOf(418));
    expect(await az.getApiPolicy(place)).toBe(policyOf(418));
    await expect(az.setApiPolicy(place, "<policies><inbound>")).rejects.toThrow(AzError);
    expect(await az.getApiPolicy(place)).toBe(policyOf(418));

    await az.run([
      "rest",
      "--method",
      "put",
      "--url",
      `${serviceId}/backends/b?api-version=2024-05-01`,
      "--body",
      JSON.stringify({ properties: { url: "http://127.0.0.1:9", protocol: "http", description: "first" } }),
    ]);
    expect(
      await az.setBackend(serviceId, "b", { url: "http://127.0.0.1:8", description: null }),
    ).toMatchObject({ url: "http://127.0.0.1:8", protocol: "http" });
    expect(await az.getBackend(serviceId, "b")).not.toHaveProperty("description");
  });
});

const policyOf = (status: number) =>
  `<policies><inbound><return-response><set-status code="${status}" /></return-response></inbound><backend><base /></backend><outbound /><on-error /></policies>`;
