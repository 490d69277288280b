import type { ServerResponse } from "node:http";
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { user } from "../src/chat/message.ts";
import { loadSettings } from "../src/config/settings.ts";
import { explainError } from "../src/core/errors.ts";
import { connectOrchestrator } from "../src/orchestrator/connect-orchestrator.ts";
import type { AnswerEvent } from "../src/orchestrator/orchestrator.ts";
import { createAzureOpenAi } from "../src/providers/azure-openai.ts";
import { createDualMode } from "../src/providers/dual-mode.ts";
import { createFoundryLocal } from "../src/providers/foundry-local.ts";
import { createOpenAiCompatible } from "../src/providers/openai-compatible.ts";
import type { Provider } from "../src/providers/provider.ts";
import { createRedactor } from "../src/providers/redactor.ts";
import { serve } from "./serve.ts";

/** Ways in which a secret comes back from servers, proxies and their logs. */
const ENCODINGS: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  "in capitals": (secret) => secret.toUpperCase(),
  "in a URL": (secret) => encodeURIComponent(secret),
  "in a URL, in small letters": (secret) => encodeURIComponent(secret).toLowerCase(),
  "in a URL in a URL": (secret) => encodeURIComponent(encodeURIComponent(secret)),
  base64: (secret) => Buffer.from(secret).toString("base64"),
  "base64 of user and password": (secret) => Buffer.from(`user:${secret}`).toString("base64"),
  "base64 of more": (secret) => Buffer.from(`k=${secret}; path=/`).toString("base64"),
  base64url: (secret) => Buffer.from(secret).toString("base64url"),
  hex: (secret) => Buffer.from(secret).toString("hex"),
  "in JSON": (secret) => JSON.stringify(secret),
  "in JSON in JSON": (secret) => JSON.stringify(JSON.stringify(secret)),
  "in HTML": (secret) =>
    secret.replace(
      /[&<>"']/g,
      (character) => `&${{ "&": "amp", "<": "lt", ">": "gt", '"': "quot" }[character] ?? "#39"};`,
    ),
  "without its end": (secret) => `${secret.slice(0, -1)}...`,
  "without its beginning": (secret) => `...${secret.slice(1)}`,
  "twice, across where messages are cut": (secret) => `${"x".repeat(290 - secret.length)}${secret} ${secret}`,
};

/** What a server does with the text that holds the secret. */
type Echo = (response: ServerResponse, text: string) => unknown;

const headerText = (text: string) => text.replace(/[^ -~]/g, "").slice(0, 1_000);

const sse = (response: ServerResponse, ...data: readonly string[]) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.end(data.map((text) => `data: ${text.replaceAll("\n", " ")}\n\n`).join(""));
};

const word = JSON.stringify({ model: "m", choices: [{ delta: { content: "Hi" } }] });

const ECHOES: Readonly<Record<string, Echo>> = {
  "an error's message": (response, text) =>
    response.writeHead(401).end(JSON.stringify({ error: { code: "401", message: `Wrong key ${text}` } })),
  "an error's code": (response, text) =>
    response.writeHead(401).end(JSON.stringify({ error: { code: text, message: "Wrong key." } })),
  "an error that is a text": (response, text) => response.writeHead(403).end(JSON.stringify({ error: text })),
  "a refusal that escapes every character": (response, text) => {
    const escaped = [...text].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
    response.writeHead(400).end(`{"error":{"message":"${escaped}"}}`);
  },
  "a page": (response, text) => response.writeHead(502).end(`<html><pre>\n${text}\n</pre></html>`),
  "broken JSON": (response, text) => response.writeHead(500).end(`{"error":{"message":"${text}`),
  headers: (response, text) =>
    response
      .writeHead(429, {
        "www-authenticate": headerText(text),
        "retry-after": headerText(text),
        "x-request-id": headerText(text),
      })
      .end("{}"),
  "a redirect": (response, text) =>
    response
      .writeHead(302, { location: `http://127.0.0.1:1/?key=${encodeURIComponent(headerText(text))}` })
      .end(text),
  "an answer that is none": (response, text) => response.writeHead(200).end(`key=${text}`),
  "an answer that is an error": (response, text) =>
    response.writeHead(200).end(JSON.stringify({ error: { code: text, message: text } })),
  "a verdict on a good answer": (response, text) => {
    const error = { code: "down", message: text };
    const choices = [
      { message: { content: "Hi" }, finish_reason: "stop", content_filter_results: { error } },
    ];
    response.end(JSON.stringify({ model: "m", choices }));
  },
  "an event that is none": (response, text) => sse(response, word, `key=${text}`),
  "an event that is an error": (response, text) =>
    sse(response, word, JSON.stringify({ error: { message: text } })),
  "a first event that is an error": (response, text) =>
    sse(response, JSON.stringify({ error: { code: text, message: text } })),
  "a content filter": (response, text) =>
    response.writeHead(400).end(
      JSON.stringify({
        error: {
          code: "content_filter",
          message: text,
          innererror: {
            content_filter_result: { hate: { filtered: true, severity: text }, error: { message: text } },
          },
        },
      }),
    ),
  "the head of a good answer": (response, text) => {
    for (const name of ["x-request-id", "apim-request-id", "x-ms-region"])
      response.setHeader(name, headerText(text));
    sse(response, JSON.stringify({ model: text, choices: [{ delta: { content: "Hi" } }] }), "[DONE]");
  },
  "a connection that breaks": (response) => response.destroy(),
};

/** Every provider there is, with its credential. */
const PROVIDERS: Readonly<Record<string, (address: string, secret: string) => Provider>> = {
  "azure, dated, key": (endpoint, apiKey) => createAzureOpenAi({ endpoint, credential: { apiKey } }),
  "azure, v1, key": (endpoint, apiKey) => createAzureOpenAi({ endpoint, form: "v1", credential: { apiKey } }),
  "azure, token": (endpoint, secret) =>
    createAzureOpenAi({ endpoint, credential: { token: async () => secret } }),
  compatible: (address, apiKey) =>
    createOpenAiCompatible({ name: "c", baseUrl: `${address}/v1`, tier: "cloud", apiKey }),
  "foundry local": (endpoint, apiKey) => createFoundryLocal({ endpoint, apiKey }),
  "dual mode, azure": (endpoint, secret) =>
    createDualMode(dualSettings({ USE_AZURE_FOUNDRY: "true", AZURE_AI_FOUNDRY_ENDPOINT: endpoint }), {
      token: async () => secret,
    }),
  "dual mode, direct": (endpoint, secret) => {
    const settings = dualSettings({ OPENAI_BASE_URL: `${endpoint}/v1` });
    return createDualMode({ ...settings, openai: { ...settings.openai, apiKey: secret } });
  },
  "a key in the address": (address, secret) =>
    createOpenAiCompatible({
      name: "c",
      baseUrl: `${address}/v1?code=${encodeURIComponent(secret)}&x=`,
      tier: "cloud",
    }),
  "a password in the address": (address, secret) => {
    const url = new URL(address);
    url.password = encodeURIComponent(secret);
    return createOpenAiCompatible({ name: "c", baseUrl: `${url}v1`, tier: "cloud", apiKey: "another-key" });
  },
};

const dualSettings = (environment: Record<string, string>) =>
  loadSettings({ environment, envFile: false }).settings;

const request = { model: "gpt-4o", messages: [user("hi")] };

/** All that anyone may print, log or send on of an error: also what is hidden, and the whole chain of causes. */
function everythingIn(value: unknown): string {
  const told: string[] = [String(value), explainError(value), JSON.stringify(value) ?? ""];
  for (const customInspect of [true, false])
    told.push(inspect(value, { depth: 20, showHidden: true, customInspect, maxStringLength: null }));
  for (let error = value; error instanceof Error; error = error.cause)
    told.push(error.message, error.stack ?? "", JSON.stringify(error, Object.getOwnPropertyNames(error)));
  return told.join("\n");
}

/** Whether a text holds the secret, a long part of it, or one of its encoded forms. */
function holds(text: string, secret: string): boolean {
  const small = text.toLowerCase();
  const parts = Array.from({ length: secret.length - 11 }, (_, at) => secret.slice(at, at + 12));
  const encoded = Object.values(ENCODINGS).map((encode) => encode(secret));
  return [...parts, ...encoded].some((form) => small.includes(form.toLowerCase()));
}

/** Asks in every way there is, and gives all that came of it. */
async function outcomesOf(provider: Provider): Promise<readonly unknown[]> {
  const caught = (error: unknown) => error;
  const chat = async (stream: boolean) => {
    const { parts, contentFilter, ...head } = await provider.chat(request, { stream });
    const read = await Array.fromAsync(parts);
    return { head, filter: contentFilter(), errors: read.filter(({ type }) => type === "error") };
  };
  return Promise.all([chat(true).catch(caught), chat(false).catch(caught), provider.models().catch(caught)]);
}

/** A key as they are made: no spaces, all else that a header carries. */
const secrets = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 16,
  maxLength: 90,
});

describe("no secret comes out", () => {
  test("whatever a server says, whoever asked, however the secret is written", async () => {
    let echo: Echo = () => {};
    let said = "";
    const address = await serve((incoming, response) => {
      incoming.resume();
      incoming.on("end", () => echo(response, said));
    });
    let redacted = 0;
    await fc.assert(
      fc.asyncProperty(
        secrets,
        fc.constantFrom(...Object.keys(PROVIDERS)),
        fc.constantFrom(...Object.keys(ECHOES)),
        fc.constantFrom(...Object.keys(ENCODINGS)),
        async (secret, who, where, how) => {
          echo = ECHOES[where] ?? echo;
          said = ENCODINGS[how]?.(secret) ?? "";
          const provider = PROVIDERS[who]?.(address, secret);
          const told = (await outcomesOf(provider ?? expect.fail(who))).map(everythingIn).join("\n");
          if (told.includes("[redacted]")) redacted++;
          expect(holds(told, secret), told).toBe(false);
        },
      ),
      { numRuns: 600, seed: 20_261_121 },
    );
    expect(redacted).toBeGreaterThan(200);
  }, 120_000);

  test.each(Object.keys(PROVIDERS))("when nobody answers %s", async (who) => {
    const secret = "planted/secret+with=all&of?it%20";
    const outcomes = await outcomesOf(PROVIDERS[who]?.("http://127.0.0.1:1", secret) ?? expect.fail(who));
    for (const error of outcomes) expect(error).toMatchObject({ code: "ECONNREFUSED" });
    expect(outcomes.map(everythingIn).filter((told) => holds(told, secret))).toEqual([]);
  });

  test("into the record of an orchestrator's attempts", async () => {
    const secret = "planted-8f3kq02mzx71-key";
    const address = await serve((incoming, response) => {
      incoming.resume();
      response
        .writeHead(401)
        .end(JSON.stringify({ error: { message: `Bad ${incoming.headers["api-key"]}.` } }));
    });
    const events: AnswerEvent[] = [];
    const settings = dualSettings({
      USE_AZURE_FOUNDRY: "true",
      AZURE_AI_FOUNDRY_ENDPOINT: address,
      AZURE_AI_FOUNDRY_API_KEY: secret,
      LOCAL_MODEL_ENDPOINT: "http://127.0.0.1:1",
      LOCAL_MODEL_NAME: "m",
    });
    const orchestrator = await connectOrchestrator(settings, { record: (event) => events.push(event) });
    const error = await orchestrator.ask("Compare REST and GraphQL.").catch((caught: unknown) => caught);
    const told = everythingIn(error) + everythingIn(events);
    expect(told).toContain("azure answered 401: Bad [redacted].");
    expect(holds(told, secret)).toBe(false);
  });
});

describe("what is no secret", () => {
  test("stays as it is: words, numbers, other keys, and secrets too short to be any", () => {
    const redact = createRedactor(["planted-secret-0123456789", "abc", undefined, ""]);
    const text =
      "abc: The API deployment for this resource does not exist. Retry after 17 s, key sk-other-0123.";
    expect(redact.text(text)).toBe(text);
  });

  test("is told around a secret, so that the message can be read", () => {
    const redact = createRedactor(["planted-secret-0123456789"]);
    expect(redact.text("Wrong key planted-secret-0123456789 for gpt-4o.")).toBe(
      "Wrong key [redacted] for gpt-4o.",
    );
    expect(redact.value({ a: ["planted-secret-0123456789", 1, null], b: { c: true } })).toEqual({
      a: ["[redacted]", 1, null],
      b: { c: true },
    });
  });

  test("is kept of a foreign error: name, code, message and causes, and nothing that hangs on it", () => {
    const cause = Object.assign(new TypeError("in planted-secret-0123456789"), { code: "E_IN" });
    const error = Object.assign(new Error("out", { cause }), {
      request: { headers: "planted-secret-0123456789" },
    });
    expect(createRedactor(["planted-secret-0123456789"]).error(error)).toMatchObject({
      message: "out",
      cause: { name: "TypeError", code: "E_IN", message: "in [redacted]" },
    });
    expect(createRedactor([]).error(error)).not.toHaveProperty("request");
  });
});
