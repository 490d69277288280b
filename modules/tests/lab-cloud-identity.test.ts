import { readFileSync } from "node:fs";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import { checkServerIdentity, connect, getCACertificates, setDefaultCACertificates } from "node:tls";
import { DefaultAzureCredential, getBearerTokenProvider, ManagedIdentityCredential } from "@azure/identity";
import { AzureOpenAI } from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Clock } from "../src/core/index.ts";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { postJson, startTestCloud, variable } from "./start-test-cloud.ts";

const SCOPE = "https://cognitiveservices.azure.com/.default";
let cloud: LabCloud;

// MSAL reads these variables once a process; vitest gives each test file a process of its own.
beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated" });
  for (const name of ["IDENTITY_ENDPOINT", "IDENTITY_HEADER", "AZURE_TOKEN_CREDENTIALS"]) {
    process.env[name] = variable(cloud, name);
  }
});
afterAll(() => cloud.close());

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Record<string, unknown>;

describe("the Azure SDK's credentials", () => {
  test("get a token for the resource asked, cached at the second call", async () => {
    const credential = new DefaultAzureCredential();
    const first = await credential.getToken(SCOPE);
    expect(claimsOf(first.token)).toMatchObject({ aud: "https://cognitiveservices.azure.com" });
    expect(first.expiresOnTimestamp).toBeGreaterThan(Date.now() + 3_600_000);
    expect((await credential.getToken(SCOPE)).token).toBe(first.token);
    const other = await new ManagedIdentityCredential().getToken("https://management.azure.com/.default");
    expect(claimsOf(other.token)).toMatchObject({ aud: "https://management.azure.com" });
  });

  test("open Azure OpenAI without a key", async () => {
    const client = new AzureOpenAI({
      endpoint: cloud.http,
      apiVersion: "2024-12-01-preview",
      azureADTokenProvider: getBearerTokenProvider(new DefaultAzureCredential(), SCOPE),
    });
    const { choices } = await client.chat.completions.create({
      model: "gpt-4o",
      messages: [{ role: "user", content: "Hello!" }],
    });
    expect(choices).toHaveLength(1);
  });
});

describe("the token endpoint", () => {
  const ask = (query: string, header = variable(cloud, "IDENTITY_HEADER")) =>
    fetch(`${variable(cloud, "IDENTITY_ENDPOINT")}${query}`, { headers: { "x-identity-header": header } });

  test.each([
    ["a wrong header", "?api-version=2019-08-01&resource=x", "definitely-wrong", 401],
    ["an empty header", "?api-version=2019-08-01&resource=x", "", 401],
    ["no resource", "?api-version=2019-08-01", undefined, 400],
    ["no version", "?resource=x", undefined, 400],
  ])("refuses %s with a status the SDKs do not retry", async (_, query, header, status) => {
    const response = await ask(query, header);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ statusCode: status, message: expect.any(String) });
  });

  const chatWith = (token: string, of: LabCloud = cloud) =>
    postJson(
      `${of.http}/openai/v1/chat/completions`,
      { model: "gpt-4o", messages: [{ role: "user", content: "Hello!" }] },
      { authorization: `Bearer ${token}` },
    );
  const tokenFor = async (resource: string, of: LabCloud = cloud) => {
    const url = `${variable(of, "IDENTITY_ENDPOINT")}?api-version=2019-08-01&resource=${encodeURIComponent(resource)}`;
    const response = await fetch(url, { headers: { "x-identity-header": variable(of, "IDENTITY_HEADER") } });
    return ((await response.json()) as { access_token: string }).access_token;
  };

  test("gives tokens that only fit their own service", async () => {
    expect((await chatWith(await tokenFor("https://cognitiveservices.azure.com/"))).status).toBe(200);
    expect((await chatWith(await tokenFor("https://ai.azure.com"))).status).toBe(200);
    const wrong = await chatWith(await tokenFor("https://management.azure.com"));
    expect(wrong.status).toBe(401);
    expect(await wrong.text()).toContain("audience is incorrect");
  });

  test("gives tokens that cannot be altered", async () => {
    const [header = "", claims = "", signature = ""] = (await tokenFor("https://management.azure.com")).split(
      ".",
    );
    const altered = { ...claimsOf(`.${claims}.`), aud: "https://cognitiveservices.azure.com" };
    const changed = Buffer.from(JSON.stringify(altered)).toString("base64url");
    expect((await chatWith([header, changed, signature].join("."))).status).toBe(401);
  });

  test("gives tokens that end", async () => {
    let now = Date.now();
    const clock: Clock = { now: () => now, elapsed: () => performance.now(), sleep: async () => {} };
    const timed = await startTestCloud({ clock });
    const token = await tokenFor("https://cognitiveservices.azure.com", timed);
    expect((await chatWith(token, timed)).status).toBe(200);
    now += 25 * 3_600_000;
    expect((await chatWith(token, timed)).status).toBe(401);
  });

  test("gives tokens that outlive a restart of the lab cloud", async () => {
    const token = await tokenFor("https://cognitiveservices.azure.com");
    expect((await chatWith(token, await startTestCloud())).status).toBe(200);
  });
});

describe("https", () => {
  test("serves the same as http to whoever trusts the lab's authority", async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      request(`${cloud.https}/lab/state`, { ca: readFileSync(cloud.ca) }, (response) =>
        resolve(text(response)),
      )
        .on("error", reject)
        .end();
    });
    expect(JSON.parse(answer)).toMatchObject({ https: cloud.https });
  });

  test("is trusted by fetch once the authority is among the process's own", async () => {
    await expect(fetch(`${cloud.https}/lab/state`)).rejects.toMatchObject({
      cause: { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" },
    });
    setDefaultCACertificates([...getCACertificates("default"), readFileSync(cloud.ca, "utf8")]);
    expect((await fetch(`${cloud.https}/lab/state`)).status).toBe(200);
  });

  test.each(["localhost", "127.0.0.1", "::1"])("has a certificate for %s", async (name) => {
    const certificate = await new Promise<Parameters<typeof checkServerIdentity>[1]>((resolve, reject) => {
      const socket = connect(
        { host: "127.0.0.1", port: Number(new URL(cloud.https).port), ca: readFileSync(cloud.ca) },
        () => {
          resolve(socket.getPeerCertificate());
          socket.end();
        },
      ).on("error", reject);
    });
    expect(checkServerIdentity(name, certificate)).toBeUndefined();
    expect(certificate.subjectaltname).toContain("DNS:*.localhost");
    expect(checkServerIdentity("example.org", certificate)).toBeInstanceOf(Error);
  });
});
