import { describe, expect, test } from "vitest";
import { user } from "../src/chat/message.ts";
import type { ProviderKind } from "../src/providers/provider.ts";
import {
  createProvider,
  isProviderKind,
  type ProviderSpec,
  providerForms,
} from "../src/providers/registry.ts";
import { wireDouble } from "./wire-double.ts";

const KINDS = Object.keys(providerForms).filter(isProviderKind);
const endpoint = "https://model.example/base/";
const WHOLE = JSON.stringify({
  choices: [{ index: 0, message: { role: "assistant", content: "Hi." }, finish_reason: "stop" }],
});
const hello = { model: "what-the-request-says", messages: [user("Hello!")] };

describe.each(KINDS)("%s", (kind) => {
  const form = providerForms[kind];
  const spec: ProviderSpec = { kind, endpoint, key: "a-key" };

  test("is made of a kind, an address and a key, and counts where its form says", () => {
    expect(createProvider(spec)).toMatchObject({ kind, name: kind, tier: form.tier });
    expect(createProvider({ ...spec, name: "mine", tier: "local" })).toMatchObject({
      name: "mine",
      tier: "local",
    });
  });

  test("says what it lacks", () => {
    const withoutKey = () => createProvider({ kind, endpoint });
    if (form.key === "optional") expect(withoutKey().kind).toBe(kind);
    else expect(withoutKey).toThrow(`The provider ${kind} has no key.`);
    const withoutEndpoint = () => createProvider({ kind, key: "a-key" });
    if (form.hasOwnEndpoint) expect(withoutEndpoint().kind).toBe(kind);
    else expect(withoutEndpoint).toThrow(`The provider ${kind} has no endpoint.`);
  });

  test.each(["no address", "ftp://model.example", ""])("takes no address like %j", (wrong) => {
    expect(() => createProvider({ ...spec, endpoint: wrong })).toThrow("no http or https address");
  });

  test("takes Entra tokens only where they are known", () => {
    const make = () => createProvider({ ...spec, key: async () => "token" });
    if (form.key === "token") expect(make().kind).toBe(kind);
    else expect(make).toThrow("takes a key, not Entra tokens");
  });

  test("asks for its deployment, whatever the request says", async () => {
    const { address, seen } = await wireDouble((_, response) => response.writeHead(418).end());
    const provider = createProvider({ ...spec, endpoint: address, deployment: "the-deployment" });
    await expect(provider.chat(hello)).rejects.toMatchObject({ status: 418 });
    const [asked] = seen;
    expect(`${asked?.url} ${JSON.stringify(asked?.body)}`).toContain("the-deployment");
    expect(`${asked?.url} ${JSON.stringify(asked?.body)}`).not.toContain(hello.model);
  });

  test("names no key that no header can carry", async () => {
    const secret = "planted\nsecret";
    const asked = async () => createProvider({ ...spec, key: secret }).chat(hello);
    const error = await asked().catch((caught: unknown) => caught);
    expect(String(error)).toContain("A key holds a line end");
    expect(String(error)).not.toContain("planted");
  });
});

test("a kind that is none is named, with the nearest", () => {
  const make = () => createProvider({ kind: "antropic" as ProviderKind, key: "x" });
  expect(make).toThrow('There is no provider of kind "antropic".');
  expect(() => createProvider({ kind: "toString" as ProviderKind })).toThrow("There is no provider of kind");
});

test("Azure, gateways and Foundry are asked in the form that the configuration names", async () => {
  const asked = async (spec: Omit<ProviderSpec, "endpoint">) => {
    const { address, seen } = await wireDouble((_, response) => response.writeHead(418).end());
    await createProvider({ ...spec, endpoint: address })
      .chat({ ...hello, model: "m" })
      .catch(() => undefined);
    return [
      seen[0]?.url,
      seen[0]?.headers["api-key"] ?? seen[0]?.headers["x-api-key"] ?? seen[0]?.headers.authorization,
    ];
  };
  const key = "a-key";
  const token = async () => "a-token";
  expect(await asked({ kind: "azure-openai", key })).toEqual(["/openai/v1/chat/completions", key]);
  expect(await asked({ kind: "azure-openai", key, apiVersion: "2024-10-21" })).toEqual([
    "/openai/deployments/m/chat/completions?api-version=2024-10-21",
    key,
  ]);
  expect(await asked({ kind: "apim", key })).toEqual(["/v1/chat/completions", key]);
  expect(await asked({ kind: "apim" })).toEqual(["/v1/chat/completions", undefined]);
  expect(await asked({ kind: "foundry", key: token })).toEqual([
    "/openai/v1/chat/completions",
    "Bearer a-token",
  ]);
  expect(await asked({ kind: "foundry", key, form: "anthropic" })).toEqual(["/anthropic/v1/messages", key]);
});

describe("an answer's provenance", () => {
  const asked = async (more: Partial<ProviderSpec>, headers: Record<string, string> = {}) => {
    const { address } = await wireDouble((_, response) =>
      response.writeHead(200, { "content-type": "application/json", ...headers }).end(WHOLE),
    );
    const labUrls = more.labUrls ? [address] : [];
    const provider = createProvider({ kind: "openai-compatible", endpoint: address, ...more, labUrls });
    const { provenance } = await provider.chat(hello, { stream: false });
    return [provider.provenance, provenance];
  };

  test("is local of a server that its configuration counts as local, and live of another", async () => {
    expect(await asked({ tier: "local" })).toEqual(["local", "local"]);
    expect(await asked({ tier: "cloud" })).toEqual(["live", "live"]);
  });

  test("is what the server says, and simulated at the lab cloud", async () => {
    expect(await asked({ tier: "local" }, { "x-lab-provenance": "recorded" })).toEqual(["local", "recorded"]);
    expect(await asked({ tier: "local", labUrls: ["here"] })).toEqual(["simulated", "simulated"]);
  });
});
