import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ManagedIdentityCredential } from "@azure/identity";
import { paths } from "../src/config/paths.ts";
import type { LabCloud } from "../src/lab-cloud/index.ts";
import { variable } from "./start-test-cloud.ts";

export interface ArmAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many forms
  readonly body: any;
}

/** Asks a lab cloud's Resource Manager with a token that the Azure SDK got. */
export interface ArmClient {
  readonly subscription: string;
  /** @param path below the subscription */
  ask(method: string, path: string, body?: unknown, version?: string): Promise<ArmAnswer>;
  /** Deploys and waits for the end. */
  deploy(group: string, template: unknown, name?: string): Promise<ArmAnswer>;
}

/** MSAL reads the identity's variables once a process, so a test file has one cloud. */
export async function connectArm(cloud: LabCloud): Promise<ArmClient> {
  for (const name of ["IDENTITY_ENDPOINT", "IDENTITY_HEADER"]) process.env[name] = variable(cloud, name);
  const { token } = await new ManagedIdentityCredential().getToken("https://management.azure.com/.default");
  const subscription = variable(cloud, "AZURE_SUBSCRIPTION_ID");
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const send = async (url: string, method: string, body?: unknown): Promise<ArmAnswer> => {
    const answer = await fetch(url, {
      method,
      headers,
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: text === "" ? undefined : JSON.parse(text),
    };
  };
  const ask: ArmClient["ask"] = (method, path, body, version = "2025-04-01") => {
    const mark = path.includes("?") ? "&" : "?";
    return send(
      `${cloud.http}/subscriptions/${subscription}${path}${mark}api-version=${version}`,
      method,
      body,
    );
  };
  return {
    subscription,
    ask,
    async deploy(group, template, name = "main") {
      const path = `/resourcegroups/${group}/providers/Microsoft.Resources/deployments/${name}`;
      const begun = await ask("PUT", path, { properties: { mode: "Incremental", template } });
      const poll = begun.headers.get("azure-asyncoperation");
      if (poll === null) return begun;
      for (;;) {
        const { body } = await send(poll, "GET");
        if (body.status !== "Running") return ask("GET", path);
      }
    },
  };
}

const DEFINITION = readFileSync(join(paths.root, "infra", "openapi", "inference.json"), "utf8");

/** A gateway with the labs' API in front of one account of the lab cloud. @param address of the account's models */
export function gatewayTemplate(
  cloud: LabCloud,
  policy = PASS_ON,
  address = `${cloud.http}/resources/foundry2/openai`,
) {
  const service = "Microsoft.ApiManagement/service";
  const resource = (type: string, name: string, properties: unknown, more: object = {}) => ({
    type,
    apiVersion: "2024-05-01",
    name,
    properties,
    ...more,
  });
  return {
    $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    contentVersion: "1.0.0.0",
    resources: [
      resource(service, "apim-one", {}, { location: "eastus2", sku: { name: "Basicv2", capacity: 1 } }),
      resource(
        "Microsoft.CognitiveServices/accounts",
        "foundry2-one",
        {},
        { location: "swedencentral", kind: "AIServices" },
      ),
      resource(
        "Microsoft.CognitiveServices/accounts/deployments",
        "foundry2-one/gpt-4o-mini",
        { model: { format: "OpenAI", name: "gpt-4o-mini", version: "2024-07-18" } },
        { sku: { name: "GlobalStandard", capacity: 3 } },
      ),
      resource(`${service}/backends`, "apim-one/foundry2", {
        url: address,
        protocol: "http",
      }),
      resource(`${service}/apis`, "apim-one/inference-api", {
        displayName: "Inference",
        path: "inference/openai",
        subscriptionRequired: true,
        subscriptionKeyParameterNames: { header: "api-key", query: "api-key" },
        format: "openapi+json",
        translateRequiredQueryParameters: "query",
        value: DEFINITION,
      }),
      resource(`${service}/apis/policies`, "apim-one/inference-api/policy", {
        format: "rawxml",
        value: policy,
      }),
      resource(`${service}/subscriptions`, "apim-one/team", {
        displayName: "Team",
        scope: "/apis",
        state: "active",
        primaryKey: KEY,
      }),
    ],
    outputs: { endpoint: { type: "string", value: `${cloud.http}/apim/apim-one/inference` } },
  };
}

export const KEY = "0123456789abcdef0123456789abcdef";

export const PASS_ON = `<policies>
  <inbound>
    <base />
    <authentication-managed-identity resource="https://cognitiveservices.azure.com" />
    <set-backend-service backend-id="foundry2" />
  </inbound>
  <backend><base /></backend>
  <outbound><base /></outbound>
  <on-error><base /></on-error>
</policies>`;
