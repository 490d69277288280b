import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { createAnswerCache } from "../src/cache/index.ts";
import { createPassageIndex, createRag, readHandbook } from "../src/retrieval/index.ts";
import { ask, startTestServer } from "./start-test-server.ts";

const clientOf = ({ url }: { readonly url: string }) =>
  new OpenAI({ baseURL: `${url}/v1`, apiKey: "none", maxRetries: 0 });

describe("responses", () => {
  test("are whole, and go on from an earlier one", async () => {
    const server = await startTestServer();
    const client = clientOf(server);
    const first = await client.responses.create({
      model: "large",
      input: "hello",
      instructions: "Be brief.",
    });
    expect(first).toMatchObject({
      object: "response",
      status: "completed",
      model: "double-1",
      output_text: "Paris.",
      usage: { input_tokens: 11, output_tokens: 2, total_tokens: 13 },
    });
    await client.responses.create({ model: "large", input: "and then?", previous_response_id: first.id });
    expect(server.upstream.seen.at(-1)?.body?.messages).toEqual([
      { role: "user", content: "hello" },
      { role: "assistant", content: "Paris." },
      { role: "user", content: "and then?" },
    ]);
    expect(await client.responses.retrieve(first.id)).toMatchObject({ id: first.id, output_text: "Paris." });
    await client.responses.delete(first.id);
    await expect(client.responses.retrieve(first.id)).rejects.toThrow(OpenAI.NotFoundError);
  });

  test("stream as events that the SDK puts together", async () => {
    const server = await startTestServer();
    const events = await Array.fromAsync(
      await clientOf(server).responses.create({ model: "auto", input: "hello", stream: true }),
    );
    expect(events.map(({ type }) => type)).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.delta",
      "response.output_text.delta",
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.completed",
    ]);
    expect(events.map((event) => ("sequence_number" in event ? event.sequence_number : -1))).toEqual([
      ...events.keys(),
    ]);
    const whole = await clientOf(server).responses.stream({ model: "auto", input: "hello" }).finalResponse();
    expect(whole.output_text).toBe("Paris.");
  });

  test("name the model also when the stream comes from the cache", async () => {
    const server = await startTestServer({ orchestrator: { cache: createAnswerCache() } });
    const body = { model: "large", input: "hello", stream: true as const };
    const stream = async () => Array.fromAsync(await clientOf(server).responses.create(body));
    await stream();
    const events = await stream();
    expect(events[0]).toMatchObject({ type: "response.created", response: { model: "double-1" } });
    const said = events.map((event) => (event.type === "response.output_text.delta" ? event.delta : ""));
    expect(said.join("")).toBe("Paris.");
    expect(server.upstream.seen).toHaveLength(1);
  });

  test("say what they do not offer", async () => {
    const server = await startTestServer();
    const refused = await ask(server, "/v1/responses", { input: "hi", tools: [{ type: "web_search" }] });
    expect(refused).toMatchObject({ status: 400, body: { error: { param: "tools[0].type" } } });
    expect(await ask(server, "/v1/responses", { input: "hi", previous_response_id: "resp_x" })).toMatchObject(
      {
        status: 404,
        body: { error: { param: "previous_response_id" } },
      },
    );
  });
});

describe("questions about the workshop", () => {
  test("are answered from passages, and by no model when nothing fits", async () => {
    const rag = createRag({ index: await createPassageIndex({ passages: readHandbook() }) });
    const server = await startTestServer({ server: { rag } });
    const { body } = await ask(server, "/v1/rag/query", {
      query: "What does a circuit breaker of a deployment do?",
    });
    expect(body).toMatchObject({
      found: true,
      answer: "Paris.",
      "x-routing-metadata": { model_id: expect.any(String) },
    });
    expect(body.sources).not.toHaveLength(0);
    const asked = server.upstream.seen.length;
    const nothing = await ask(server, "/v1/rag/query", { query: "zzzz qqqq xxyyzz" });
    expect(nothing.body).toMatchObject({ found: false, answer: null });
    expect(server.upstream.seen).toHaveLength(asked);
  });

  test("go on from earlier questions of a session, and of nobody else's", async () => {
    const rag = createRag({ index: await createPassageIndex({ passages: readHandbook() }) });
    const server = await startTestServer({ server: { rag } });
    const query = "What does a circuit breaker of a deployment do?";
    const first = await ask(server, "/v1/rag/query", { query });
    const session_id = String(first.body.session_id);
    const more = { query: "zzzz?", session_id };
    const second = await ask(server, "/v1/rag/query", more);
    expect(second.body).toMatchObject({ found: true, session_id, answer: "Paris." });
    expect(server.upstream.seen.at(-1)?.body?.messages).toMatchObject([
      { role: "system" },
      { role: "user", content: query },
      { role: "assistant", content: "Paris." },
      { role: "user", content: "zzzz?" },
    ]);
    const asked = server.upstream.seen.length;
    const stranger = await ask(server, "/v1/rag/query", { ...more, session_id: "another" });
    expect(stranger.body).toMatchObject({ found: false, session_id: "another" });
    expect(server.upstream.seen).toHaveLength(asked);
  });

  test("are not offered without documents", async () => {
    expect((await ask(await startTestServer(), "/v1/rag/query", { query: "x" })).status).toBe(404);
  });
});
