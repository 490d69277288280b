import { describe, expect, test } from "vitest";
import { explainError } from "../src/core/errors.ts";
import { ContentFilterError, isContentFilterError } from "../src/providers/content-filter-error.ts";
import { createDualMode } from "../src/providers/dual-mode.ts";
import {
  AZURE_KEY,
  bothWays,
  failureOf,
  messages,
  OPENAI_KEY,
  onTheWire,
  refuse,
  settingsOf,
} from "./both-ways.ts";
import { sayParis, wireDouble } from "./wire-double.ts";

describe("the same call in two modes", () => {
  test("goes to the deployment in Azure, with its key in api-key", async () => {
    const { azure, openai, mode } = await bothWays();
    const models = mode("true");
    const { text, usage, endReason } = await models.invoke({ model: "gpt-4o", messages, maxTokens: 20 });
    expect({ text, usage, endReason }).toEqual({
      text: "Paris.",
      usage: { promptTokens: 11, completionTokens: 2 },
      endReason: "stop",
    });
    expect(models).toMatchObject({ mode: "azure", kind: "azure-openai", tier: "azure" });
    expect(azure.seen.map(onTheWire)).toEqual([
      {
        request: "POST /openai/deployments/gpt-4o-deployment/chat/completions?api-version=2024-02-15-preview",
        "api-key": AZURE_KEY,
        authorization: undefined,
        body: { model: "gpt-4o-deployment", messages, max_tokens: 20 },
      },
    ]);
    expect(openai.seen).toEqual([]);
  });

  test("goes to OpenAI directly, with its key as bearer", async () => {
    const { azure, openai, mode } = await bothWays();
    const models = mode("false");
    expect((await models.invoke({ model: "gpt-4o", messages, maxTokens: 20 })).text).toBe("Paris.");
    expect(models).toMatchObject({ mode: "direct", kind: "openai-compatible", tier: "cloud" });
    expect(openai.seen.map(onTheWire)).toEqual([
      {
        request: "POST /v1/chat/completions",
        "api-key": undefined,
        authorization: `Bearer ${OPENAI_KEY}`,
        body: { model: "gpt-4o", messages, max_tokens: 20 },
      },
    ]);
    expect(azure.seen).toEqual([]);
  });

  test("streams in both, word by word", async () => {
    const { mode } = await bothWays();
    for (const way of ["true", "false"] as const) {
      const parts = await Array.fromAsync(mode(way).invokeStream({ model: "gpt-4o", messages }));
      expect(parts.filter(({ type }) => type === "text")).toEqual([
        { type: "text", text: "Paris" },
        { type: "text", text: "." },
      ]);
      expect(parts.at(-1)).toEqual({ type: "end", reason: "stop" });
    }
  });

  test("asks a stream for its usage only where the API version takes that", async () => {
    const { azure, openai, mode } = await bothWays();
    const versions = [{}, { AZURE_AI_FOUNDRY_API_VERSION: "2024-10-21" }];
    for (const version of versions)
      await Array.fromAsync(mode("true", version).invokeStream({ model: "gpt-4o", messages }));
    await Array.fromAsync(mode("false").invokeStream({ model: "gpt-4o", messages }));
    const asked = [...azure.seen, ...openai.seen].map(({ body }) => [body?.stream, body?.stream_options]);
    expect(asked).toEqual([
      [true, undefined],
      [true, { include_usage: true }],
      [true, { include_usage: true }],
    ]);
  });

  test("names a deployment of one's own, and one that AZURE_DEPLOYMENT_NAME holds", async () => {
    const { azure, mode } = await bothWays();
    const models = mode("true", {
      AZURE_DEPLOYMENT_CLAUDE_35_SONNET: "our-claude",
      AZURE_DEPLOYMENT_NAME: "ours",
    });
    await models.invoke({ model: "claude-3-5-sonnet-20241022", messages });
    await models.invoke({ model: "ours", messages });
    expect(azure.seen.map(({ url }) => url.split("/")[3])).toEqual(["our-claude", "ours"]);
  });
});

describe("credentials", () => {
  test("of one mode never reach the place of the other, whatever is asked", async () => {
    const { azure, openai, mode } = await bothWays();
    for (const way of ["true", "false"] as const) {
      const models = mode(way);
      await models.invoke({ model: "gpt-4o", messages });
      await Array.fromAsync(models.invokeStream({ model: "gpt-4o-mini", messages }));
      await models.compareModels(["gpt-4", "gpt-3.5-turbo"], { messages });
      await models.models();
    }
    expect([azure.seen.length, openai.seen.length]).toEqual([5, 5]);
    expect(JSON.stringify(azure.seen)).toContain(AZURE_KEY);
    expect(JSON.stringify(azure.seen)).not.toContain(OPENAI_KEY);
    expect(JSON.stringify(openai.seen)).toContain(OPENAI_KEY);
    expect(JSON.stringify(openai.seen)).not.toContain(AZURE_KEY);
  });

  test("of Azure OpenAI are not those of Foundry: no key means a token", async () => {
    const azure = await wireDouble();
    const settings = settingsOf({
      USE_AZURE_FOUNDRY: "true",
      AZURE_AI_FOUNDRY_ENDPOINT: azure.address,
      AZURE_OPENAI_ENDPOINT: "http://127.0.0.1:1",
      AZURE_OPENAI_API_KEY: "planted-other-resource",
      OPENAI_API_KEY: OPENAI_KEY,
    });
    await createDualMode(settings, { token: async () => "token-1" }).invoke({ model: "gpt-4o", messages });
    expect(azure.seen.map(onTheWire)).toMatchObject([
      { "api-key": undefined, authorization: "Bearer token-1" },
    ]);
  });

  test("are not sent along a redirect", async () => {
    const elsewhere = await wireDouble();
    const { mode } = await bothWays({
      azure: (_, response) => response.writeHead(307, { location: `${elsewhere.address}/stolen` }).end(),
    });
    expect(await failureOf(mode("true").invoke({ model: "gpt-4o", messages }))).toMatchObject({
      status: 307,
      retryable: false,
      hint: "Redirects are not followed, as the key would go along: check the address.",
    });
    expect(elsewhere.seen).toEqual([]);
  });

  test("that no header can carry are refused in one line, without them", async () => {
    const settings = settingsOf({
      OPENAI_API_KEY: "plänted-secret",
      OPENAI_BASE_URL: "http://127.0.0.1:1/v1",
    });
    expect(() => createDualMode(settings)).toThrow(
      /^A key holds a line end or a letter that no header can carry\.$/,
    );
  });
});

describe("what is missing", () => {
  test("is named when Azure mode has no endpoint and when direct mode has no key", () => {
    const lineOf = (environment: Record<string, string>) => {
      try {
        createDualMode(settingsOf(environment));
      } catch (error) {
        return explainError(error);
      }
      return "nothing is missing";
    };
    expect(lineOf({ USE_AZURE_FOUNDRY: "true", OPENAI_API_KEY: OPENAI_KEY })).toBe(
      "USE_AZURE_FOUNDRY is true, and AZURE_AI_FOUNDRY_ENDPOINT is not set. Set it in .env; .env.example explains both modes.",
    );
    expect(lineOf({ AZURE_AI_FOUNDRY_ENDPOINT: "https://a.example" })).toBe(
      "USE_AZURE_FOUNDRY is false, and OPENAI_API_KEY is not set. Set it in .env; .env.example explains both modes.",
    );
    expect(lineOf({ OPENAI_BASE_URL: "http://127.0.0.1:1/v1" })).toBe("nothing is missing");
  });

  test("is named with the variable when Azure has no such deployment", async () => {
    const { mode } = await bothWays({
      azure: refuse(404, { code: "DeploymentNotFound", message: "The API deployment does not exist." }),
    });
    const error = await failureOf(mode("true").invoke({ model: "gpt-4-turbo", messages }));
    expect(error).toMatchObject({ code: "DeploymentNotFound", status: 404, retryable: false });
    expect(explainError(error)).toBe(
      "The deployment gpt-4-turbo-deployment is not there: azure answered 404: The API deployment does not exist. Deploy gpt-4-turbo under that name, or set AZURE_DEPLOYMENT_GPT4_TURBO to the name it has.",
    );
  });

  test("is named with AZURE_DEPLOYMENT_NAME when the deployment was asked for by its own name", async () => {
    const { mode } = await bothWays({ azure: refuse(404, { code: "DeploymentNotFound", message: "No." }) });
    const error = await failureOf(mode("true").invoke({ model: "gpt-4.1", messages }));
    expect(error.hint).toBe(
      "Deploy a model under that name, or set AZURE_DEPLOYMENT_NAME to the name it has.",
    );
  });

  test("is named before anything is sent when a model has no mapping or no direct adapter", async () => {
    const { azure, openai, mode } = await bothWays();
    const unmapped = await failureOf(mode("true").invoke({ model: "nobody-1", messages }));
    expect(unmapped).toMatchObject({ code: "MODEL_NOT_MAPPED", retryable: false });
    expect(unmapped.hint).toContain("AZURE_DEPLOYMENT_NAME");
    const claude = await failureOf(mode("false").invoke({ model: "claude-3-opus", messages }));
    expect(explainError(claude)).toContain("reachable through Azure mode: set USE_AZURE_FOUNDRY=true");
    expect([...azure.seen, ...openai.seen]).toEqual([]);
  });
});

describe("a comparison", () => {
  test("asks all models at once and keeps the answers when one fails", async () => {
    const waiting: (() => void)[] = [];
    const { mode } = await bothWays({
      azure: (request, response) => {
        waiting.push(() => {
          if (request.url.includes("/gpt-4-deployment/")) refuse(503, { message: "busy" })(request, response);
          else sayParis(request, response);
        });
        if (waiting.length === 3) for (const answer of waiting) answer();
      },
    });
    const asked = ["gpt-4o", "gpt-4", "gemini-1.5-pro"];
    const outcomes = await mode("true").compareModels(asked, { messages });
    expect(outcomes.map(({ model, outcome }) => `${model} ${outcome}`)).toEqual([
      "gpt-4o answered",
      "gpt-4 failed",
      "gemini-1.5-pro answered",
    ]);
    expect(outcomes[0]).toMatchObject({
      reply: { text: "Paris.", usage: { promptTokens: 11, completionTokens: 2 }, endReason: "stop" },
    });
    expect(outcomes[1]).toMatchObject({ error: { status: 503, retryable: true } });
    expect(outcomes.every(({ ms }) => ms > 0)).toBe(true);
  });

  test("tells a model that this mode cannot ask as that model's failure", async () => {
    const { mode } = await bothWays();
    const outcomes = await mode("false").compareModels(["gpt-4o", "claude-3-opus"], { messages });
    expect(outcomes).toMatchObject([
      { outcome: "answered" },
      { outcome: "failed", error: { code: "MODEL_NOT_MAPPED" } },
    ]);
  });

  test("needs two models, and ends when the caller goes away", async () => {
    const { mode } = await bothWays({ azure: () => {} });
    await expect(mode("true").compareModels(["gpt-4o"], { messages })).rejects.toMatchObject({
      code: "TOO_FEW_MODELS",
      message: "A comparison needs at least two models, not 1.",
    });
    const stop = new AbortController();
    const comparison = mode("true").compareModels(["gpt-4o", "gpt-4"], { messages }, { signal: stop.signal });
    stop.abort();
    await expect(comparison).rejects.toThrow("aborted");
  });
});

describe("Azure's content filter", () => {
  const verdicts = {
    hate: { filtered: false, severity: "safe" },
    jailbreak: { filtered: true, detected: true },
  };

  test("that holds a prompt back is an error with its categories, and asking again will not help", async () => {
    const { mode } = await bothWays({
      azure: refuse(400, {
        code: "content_filter",
        message: "The response was filtered.",
        type: null,
        param: "prompt",
        status: 400,
        innererror: { code: "ResponsibleAIPolicyViolation", content_filter_result: verdicts },
      }),
    });
    const error = await failureOf(mode("true").invoke({ model: "gpt-4o", messages }));
    expect(error).toBeInstanceOf(ContentFilterError);
    expect(error).toMatchObject({
      code: "content_filter",
      status: 400,
      retryable: false,
      contentFilter: verdicts,
    });
    expect(error.hint).toBe("Word the prompt differently: it was held back for jailbreak.");
    if (isContentFilterError(error)) expect(error.contentFilter.jailbreak?.detected).toBe(true);
  });

  test("that stops an answer ends it as filter and says why, whole and streamed", async () => {
    const cut = { violence: { filtered: true, severity: "high" } };
    const prompt_filter_results = [{ prompt_index: 0, content_filter_results: verdicts }];
    const { mode } = await bothWays({
      azure: ({ body }, response) => {
        if (!body?.stream) {
          const choice = {
            finish_reason: "content_filter",
            message: { content: "Pa" },
            content_filter_results: cut,
          };
          return response.end(JSON.stringify({ model: "m", choices: [choice], prompt_filter_results }));
        }
        const event = (value: object) => response.write(`data: ${JSON.stringify(value)}\n\n`);
        event({ model: "", choices: [], prompt_filter_results });
        event({
          model: "m",
          choices: [{ delta: { content: "Pa" }, content_filter_results: { hate: verdicts.hate } }],
        });
        event({
          model: "m",
          choices: [{ delta: {}, finish_reason: "content_filter", content_filter_results: cut }],
        });
        response.end("data: [DONE]\n\n");
      },
    });
    const whole = await mode("true").invoke({ model: "gpt-4o", messages });
    expect(whole).toMatchObject({
      text: "Pa",
      endReason: "filter",
      contentFilter: { prompt: verdicts, answer: cut },
    });
    const reply = await mode("true").chat({ model: "gpt-4o", messages });
    expect(reply.contentFilter().prompt).toEqual(verdicts);
    expect((await Array.fromAsync(reply.parts)).at(-1)).toEqual({ type: "end", reason: "filter" });
    expect(reply.contentFilter().answer).toEqual({ hate: verdicts.hate, ...cut });
  });
});
