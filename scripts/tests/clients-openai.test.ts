import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, normalize } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { hasChromium, useBrowser } from "../../modules/tests/chromium.ts";
import { type LabOrchestrator, startLabOrchestrator } from "../clients/lab-orchestrator.ts";
import { preparePythonTools } from "../clients/python-tools.ts";
import { runCommand } from "../setup/command.mjs";

const TIME_LIMIT_MS = 600_000;
const PACKAGE = join(paths.root, "node_modules/openai");
const MESSAGES = [{ role: "user", content: "What is the capital of France?" }];

const STATE = "x509-transport-state";
const PAGE = `<!doctype html><title>Chat</title><script type="importmap">
{"imports":{"#${STATE}":"/internal/auth/${STATE}-browser.mjs","/internal/auth/${STATE}.mjs":"/internal/auth/${STATE}-browser.mjs"}}</script>`;

/** A chat page of another origin, which holds openai's client for browsers. */
async function startPage(): Promise<{ readonly origin: string; readonly server: Server }> {
  const server = createServer(({ url = "/" }, outgoing) => {
    const file = join(PACKAGE, normalize(url));
    if (!url.endsWith(".mjs") || !existsSync(file))
      return outgoing.writeHead(200, { "content-type": "text/html" }).end(PAGE);
    return outgoing.writeHead(200, { "content-type": "text/javascript" }).end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

describe("OpenAI's clients, with a key", { timeout: TIME_LIMIT_MS }, () => {
  let server: LabOrchestrator;
  let page: Awaited<ReturnType<typeof startPage>>;
  let stranger: Awaited<ReturnType<typeof startPage>>;
  beforeAll(async () => {
    [page, stranger] = await Promise.all([startPage(), startPage()]);
    server = await startLabOrchestrator({ withKey: true, corsOrigins: [page.origin] });
  }, TIME_LIMIT_MS);
  afterAll(async () => {
    await server?.close();
    for (const one of [page, stranger]) one?.server.close();
  });

  test("Python's openai lists, asks, streams, embeds, and raises its own errors", async (context) => {
    const tools = await preparePythonTools();
    if ("missing" in tools) return context.skip(`skipped: ${tools.missing}`);
    const { code, output } = await runCommand(tools.python, ["-c", PYTHON], {
      env: { ...tools.env, OPENAI_BASE_URL: `${server.url}/v1`, OPENAI_API_KEY: server.key },
    });
    expect(code, output).toBe(0);
    expect(JSON.parse(output)).toEqual({
      models: expect.arrayContaining(["auto", "gpt-4o"]),
      whole: expect.stringContaining("Paris"),
      streamed: expect.stringContaining("Paris"),
      pieces: expect.toSatisfy((count) => count > 2),
      usage: expect.any(Number),
      routed: expect.any(String),
      response: expect.stringContaining("Paris"),
      dimensions: expect.toSatisfy((count) => count > 10),
      unknown: { status: 404, code: "model_not_found" },
      keyless: 401,
    });
  });

  test.skipIf(process.platform === "win32")(
    "curl reads a stream line by line, and why it is refused",
    async () => {
      const ask = async (key: string) => {
        const script = `curl -sN "$URL/v1/chat/completions" -H "authorization: Bearer $KEY" -H "content-type: application/json" -d "$BODY"`;
        const body = JSON.stringify({ model: "auto", messages: MESSAGES, stream: true });
        const env = { ...process.env, URL: server.url, KEY: key, BODY: body };
        return (await promisify(execFile)("sh", ["-c", script], { env })).stdout;
      };
      const lines = (await ask(server.key)).split("\n").filter((line) => line !== "");
      expect(lines.every((line) => line.startsWith("data: "))).toBe(true);
      expect(lines.at(-1)).toBe("data: [DONE]");
      const pieces = lines.slice(0, -1).map((line) => JSON.parse(line.slice("data: ".length)));
      expect(pieces.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toContain("Paris");
      expect(JSON.parse(await ask("wrong"))).toMatchObject({
        error: { code: "invalid_api_key", hint: expect.any(String) },
      });
    },
  );

  describe.skipIf(!hasChromium)("in a browser (skipped: chromium missing, where it is not there)", () => {
    const browser = useBrowser(TIME_LIMIT_MS);

    const chatFrom = async (origin: string) => {
      const tab = await browser().newPage();
      tab.setDefaultTimeout(120_000);
      await tab.goto(origin);
      try {
        return await tab.evaluate(
          `(${CHAT_PAGE})(${JSON.stringify({ url: server.url, key: server.key, messages: MESSAGES })})`,
        );
      } finally {
        await tab.close();
      }
    };

    test("a chat page of an allowed origin lists models and shows words as they come", async () => {
      expect(await chatFrom(page.origin)).toEqual({
        models: expect.arrayContaining(["auto", "gpt-4o"]),
        text: expect.stringContaining("Paris"),
        pieces: expect.toSatisfy((count) => count > 2),
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
    });

    test("a page of another origin reads nothing", async () => {
      expect(await chatFrom(stranger.origin)).toEqual({ refused: "Connection error." });
    });
  });
});

const PYTHON = `
import json
from openai import AuthenticationError, NotFoundError, OpenAI

client = OpenAI(max_retries=0)
question = [{"role": "user", "content": "What is the capital of France?"}]
whole = client.chat.completions.create(model="auto", messages=question)
chunks = list(client.chat.completions.create(
    model="auto", messages=question, stream=True, stream_options={"include_usage": True},
    extra_body={"routing": {"cache": False}}))
pieces = [choice.delta.content for chunk in chunks for choice in chunk.choices if choice.delta.content]
vectors = client.embeddings.create(model="text-embedding-3-small", input=["one", "two"]).data
try:
    client.chat.completions.create(model="gpt-99", messages=question)
except NotFoundError as error:
    unknown = {"status": error.status_code, "code": error.code}
try:
    OpenAI(api_key="wrong", max_retries=0).models.list()
except AuthenticationError as error:
    keyless = error.status_code
print(json.dumps({
    "models": [model.id for model in client.models.list()],
    "whole": whole.choices[0].message.content,
    "streamed": "".join(pieces),
    "pieces": len(pieces),
    "usage": chunks[-1].usage.total_tokens,
    "routed": whole.model_extra["x-routing-metadata"]["model_id"],
    "response": client.responses.create(model="auto", input="What is the capital of France?").output_text,
    "dimensions": len(vectors[1].embedding),
    "unknown": unknown,
    "keyless": keyless,
}))
`;

/** Runs in the page: what a chat page does with openai's client. */
const CHAT_PAGE = `async ({ url, key, messages }) => {
  const { default: OpenAI } = await import("/index.mjs");
  const client = new OpenAI({ baseURL: url + "/v1", apiKey: key, dangerouslyAllowBrowser: true, maxRetries: 0 });
  try {
    const models = [];
    for await (const model of client.models.list()) models.push(model.id);
    const { data, response } = await client.chat.completions.create({ model: "auto", messages, stream: true, routing: { cache: false } }).withResponse();
    const pieces = [];
    for await (const chunk of data) if (chunk.choices[0]?.delta.content) pieces.push(chunk.choices[0].delta.content);
    return { models, text: pieces.join(""), pieces: pieces.length, requestId: response.headers.get("x-request-id") };
  } catch (error) {
    return { refused: error.message };
  }
}`;
