import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { evaluateBicep, type PlainValue } from "../src/azure/bicep/index.ts";
import { connectAz } from "../src/azure/index.ts";
import { paths } from "../src/config/paths.ts";
import { startLabCloud } from "../src/lab-cloud/index.ts";

const main = join(paths.root, "infra", "bicep", "main.bicep");

async function deploy(params: Readonly<Record<string, PlainValue>> = {}) {
  const { resources } = await evaluateBicep(main, { apimAdminEmail: "admin@example.com", ...params });
  const all = (type: string) => resources.filter((one) => one.type === type);
  const [account] = all("Microsoft.CognitiveServices/accounts");
  return { account, all, count: resources.length };
}

test("without options keys work, everybody reaches the account, and nobody gets mail", async () => {
  const { account, all } = await deploy();
  expect(account?.properties).toMatchObject({ disableLocalAuth: false, publicNetworkAccess: "Enabled" });
  expect(all("Microsoft.Network/privateEndpoints")).toEqual([]);
  expect(all("Microsoft.Insights/metricAlerts")).toEqual([]);
});

test("keys can be refused", async () => {
  const { account } = await deploy({ openAiAllowKeys: false });
  expect(account?.properties).toMatchObject({ disableLocalAuth: true, publicNetworkAccess: "Enabled" });
});

test("with a subnet the account is reached by an endpoint in it alone", async () => {
  const subnet =
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n/subnets/models";
  const { account, all } = await deploy({ openAiPrivateSubnetId: subnet });
  expect(account?.properties).toMatchObject({ publicNetworkAccess: "Disabled" });
  const [endpoint, ...others] = all("Microsoft.Network/privateEndpoints");
  expect(others).toEqual([]);
  expect(endpoint?.properties).toMatchObject({
    subnet: { id: subnet },
    privateLinkServiceConnections: [
      { properties: { privateLinkServiceId: account?.id, groupIds: ["account"] } },
    ],
  });
});

test("with an address there are alerts on the account, which mail to it", async () => {
  const before = await deploy();
  const { account, all, count } = await deploy({ alertEmail: "owner@example.com" });
  const [people] = all("Microsoft.Insights/actionGroups");
  expect(people?.properties).toMatchObject({ emailReceivers: [{ emailAddress: "owner@example.com" }] });
  const alerts = all("Microsoft.Insights/metricAlerts");
  expect(alerts.map(({ name }) => name.split("-")[0])).toEqual(["throttled", "failing"]);
  for (const { properties } of alerts)
    expect(properties).toMatchObject({ scopes: [account?.id], actions: [{ actionGroupId: people?.id }] });
  expect(count).toBe(before.count + 3);
});

test("the lab cloud takes them, but for the endpoint: it has no networks", async () => {
  const cloud = await startLabCloud({ localModel: "simulated", embeddings: "hashed-words" });
  onTestFinished(() => cloud.close());
  const az = connectAz({ cloud: "lab", http: cloud.http, outFolder: join(paths.out, "options-test") });
  await az.ensureGroup({ name: "rg-options", location: "eastus2" });
  const deployWith = (more: Readonly<Record<string, string | boolean>>) =>
    az.deploy({
      group: "rg-options",
      template: "infra/bicep/main.bicep",
      parameters: { apimAdminEmail: "admin@example.com", ...more },
    });
  const { outputs } = await deployWith({ openAiAllowKeys: false, alertEmail: "owner@example.com" });
  expect(outputs.names).toContain("openAiEndpoint");
  await expect(deployWith({ openAiPrivateSubnetId: "/subscriptions/s/subnets/models" })).rejects.toThrow(
    "The lab cloud has no 'Microsoft.Network'",
  );
});
