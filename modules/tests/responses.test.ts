import OpenAI from "openai";
import { zodTextFormat } from "openai/helpers/zod";
import type { Response, ResponseStreamEvent } from "openai/resources/responses/responses";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { refusalOf, send, surfaces } from "./model-clients.ts";
import { postJson, variable } from "./start-test-cloud.ts";

let cloud: LabCloud;
beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated", embeddings: "hashed-words" });
});
afterAll(() => cloud.close());
beforeEach(() => fetch(variable(cloud, "LAB_FAULTS_URL"), { method: "DELETE" }));

const PARIS = "The capital of France is Paris.";
const capital = { model: "gpt-4o", input: "What is the capital of France?" } as const;

describe.each(surfaces)("responses on $name", (surface) => {
  const client = () => surface.client(cloud);
  const ask = (body: Omit<OpenAI.Responses.ResponseCreateParamsNonStreaming, "model">) =>
    client().responses.create({ model: "gpt-4o", ...body });

  test("answer with every field of the SDK's type", async () => {
    const { data, response } = await client().responses.create(capital).withResponse();
    expect(data).toEqual({
      id: expect.stringMatching(/^resp_[0-9a-f]{24}$/),
      object: "response",
      created_at: expect.any(Number),
      completed_at: expect.any(Number),
      status: "completed",
      background: false,
      error: null,
      incomplete_details: null,
      instructions: null,
      max_output_tokens: null,
      max_tool_calls: null,
      metadata: {},
      model: "gpt-4o-2024-11-20",
      output: [
        {
          id: expect.stringMatching(/^msg_[0-9a-f]{24}$/),
          type: "message",
          status: "completed",
          role: "assistant",
          content: [{ type: "output_text", text: PARIS, annotations: [], logprobs: [] }],
        },
      ],
      output_text: PARIS,
      parallel_tool_calls: true,
      previous_response_id: null,
      prompt_cache_key: null,
      reasoning: { effort: null, summary: null },
      safety_identifier: null,
      service_tier: "default",
      store: true,
      temperature: 1,
      text: { format: { type: "text" }, verbosity: "medium" },
      tool_choice: "auto",
      tools: [],
      top_logprobs: 0,
      top_p: 1,
      truncation: "disabled",
      usage: {
        // 3 for the request, 3 for the message, 1 for its role, 7 for its text.
        input_tokens: 14,
        input_tokens_details: { cached_tokens: 0 },
        output_tokens: 7,
        output_tokens_details: { reasoning_tokens: 0 },
        total_tokens: 21,
      },
      user: null,
    });
    expect(response.headers.get("x-request-id")).toMatch(/^[\w-]{20,}$/);
    expect(data.created_at).toBeLessThanOrEqual(Math.ceil(Date.now() / 1000));
    expect(response.headers.get("x-lab-provenance")).toBe("simulated");
    expect(response.headers.get("x-ratelimit-remaining-tokens")).toMatch(/^\d+$/);
  });

  test("repeat what they were asked with", async () => {
    const response = await ask({
      input: "Hello!",
      instructions: "Be brief.",
      metadata: { lab: "03" },
      temperature: 0.2,
      top_p: 0.9,
      max_output_tokens: 100,
      truncation: "auto",
      user: "ada",
      reasoning: { effort: "low" },
    });
    expect(response).toMatchObject({
      instructions: "Be brief.",
      metadata: { lab: "03" },
      temperature: 0.2,
      top_p: 0.9,
      max_output_tokens: 100,
      truncation: "auto",
      user: "ada",
      reasoning: { effort: "low" },
    });
  });

  test("stream every event in order, numbered from zero on", async () => {
    const events = await Array.fromAsync(await client().responses.create({ ...capital, stream: true }));
    const deltas = events.filter((event) => event.type === "response.output_text.delta");
    expect(events.map(({ type }) => type)).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.content_part.added",
      ...deltas.map(() => "response.output_text.delta"),
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.completed",
    ]);
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, index) => index));
    expect(deltas).toHaveLength(7);
    expect(deltas.map(({ delta }) => delta).join("")).toBe(PARIS);
    const first = responseIn(events[0]);
    const last = responseIn(events.at(-1));
    expect(first).toMatchObject({ status: "in_progress", output: [], usage: null, completed_at: null });
    expect(last).toMatchObject({ id: first?.id, status: "completed", usage: { total_tokens: 21 } });
    const itemIds = new Set(events.flatMap((event) => ("item_id" in event ? [event.item_id] : [])));
    expect([...itemIds]).toEqual([last?.output[0]?.id]);
  });

  test("are gathered by the SDK's own stream helper, and kept as they were streamed", async () => {
    const stream = client().responses.stream({ ...capital, instructions: "Be brief." });
    let text = "";
    stream.on("response.output_text.delta", ({ delta }) => {
      text += delta;
    });
    const gathered = await stream.finalResponse();
    expect(gathered.output_text).toBe(PARIS);
    expect(text).toBe(PARIS);
    const kept = await client().responses.retrieve(gathered.id);
    expect(kept).toMatchObject({ status: "completed", output_text: PARIS, usage: gathered.usage });
  });

  test("go on from the one before, along the whole chain", async () => {
    const first = await ask({ input: "My name is Nora." });
    const second = await ask({ input: "What is 2 + 2?", previous_response_id: first.id });
    const third = await ask({ input: "What is my name?", previous_response_id: second.id });
    expect(third.output_text).toContain("Nora");
    expect(third.previous_response_id).toBe(second.id);
    expect(third.usage?.input_tokens).toBeGreaterThan(second.usage?.input_tokens ?? 0);
    const other = await ask({ input: "What is my name?" });
    expect(other.output_text).not.toContain("Nora");
  });

  test("can be gone on from in two directions", async () => {
    const root = await ask({ input: "Hello!" });
    const [ada, ben] = await Promise.all(
      ["Ada", "Ben"].map((name) => ask({ input: `My name is ${name}.`, previous_response_id: root.id })),
    );
    const recall = (id: string | undefined) =>
      ask({ input: "What is my name?", previous_response_id: id ?? "" }).then((one) => one.output_text);
    expect(await recall(ada?.id)).toContain("Ada");
    expect(await recall(ben?.id)).toContain("Ben");
  });

  test("follow instructions in their own turn only", async () => {
    const first = await ask({ input: "What is my name?", instructions: "The user's name is Ola." });
    expect(first.output_text).toContain("Ola");
    const second = await ask({ input: "What is my name, again?", previous_response_id: first.id });
    expect(second.instructions).toBeNull();
    const third = await ask({ input: "Hello!", instructions: "The user's name is Ola." });
    const fourth = await ask({ input: "What is my name?", previous_response_id: third.id });
    expect(fourth.output_text).not.toContain("Ola");
  });

  test("read a list of messages, also what an earlier answer gave", async () => {
    const earlier = await ask({ input: "My name is Nora." });
    const later = await ask({
      input: [
        { role: "developer", content: "Be brief." },
        { role: "user", content: [{ type: "input_text", text: "My name is Nora." }] },
        ...earlier.output,
        { type: "message", role: "user", content: "What is my name?" },
      ] as OpenAI.Responses.ResponseInput,
    });
    expect(later.output_text).toContain("Nora");
    const { data } = await client().responses.inputItems.list(later.id, { order: "asc" });
    expect(data.map((item) => "role" in item && item.role)).toEqual([
      "developer",
      "user",
      "assistant",
      "user",
    ]);
    expect(data[1]).toEqual({
      id: expect.stringMatching(/^msg_/),
      type: "message",
      status: "completed",
      role: "user",
      content: [{ type: "input_text", text: "My name is Nora." }],
    });
    expect(data[2]).toMatchObject({ content: [{ type: "output_text", annotations: [] }] });
  });

  test("list their input in pages", async () => {
    const input = Array.from({ length: 7 }, (_, index) => ({
      role: "user" as const,
      content: `part ${index}`,
    }));
    const { id } = await ask({ input });
    const walked: string[] = [];
    for await (const item of client().responses.inputItems.list(id, { limit: 3, order: "asc" }))
      walked.push(JSON.stringify(item).match(/part \d/)?.[0] ?? "");
    expect(walked).toEqual(input.map(({ content }) => content));
    const newest = await client().responses.inputItems.list(id, { limit: 1 });
    expect(JSON.stringify(newest.data)).toContain("part 6");
    expect(newest.has_more).toBe(true);
  });

  test("are incomplete when max_output_tokens cuts them, whole and streamed", async () => {
    const whole = await ask({ input: capital.input, max_output_tokens: 3 });
    expect(whole).toMatchObject({
      status: "incomplete",
      incomplete_details: { reason: "max_output_tokens" },
      output: [{ status: "incomplete" }],
      output_text: "The capital of",
      usage: { output_tokens: 3 },
      completed_at: null,
    });
    const events = await Array.fromAsync(
      await client().responses.create({ ...capital, max_output_tokens: 3, stream: true }),
    );
    expect(events.at(-1)?.type).toBe("response.incomplete");
    expect(responseIn(events.at(-1))?.incomplete_details).toEqual({ reason: "max_output_tokens" });
  });

  test("write JSON after a schema, which the SDK parses", async () => {
    const Decision = z.object({ target: z.enum(["local", "cloud"]), score: z.number() });
    const response = await client().responses.parse({
      model: "gpt-4o",
      input: "Hello!",
      text: { format: zodTextFormat(Decision, "decision") },
    });
    expect(Decision.parse(response.output_parsed)).toEqual(response.output_parsed);
    expect(response.text?.format).toMatchObject({ type: "json_schema", name: "decision" });
    const object = await ask({ input: "Hello! Answer in JSON.", text: { format: { type: "json_object" } } });
    expect(JSON.parse(object.output_text)).toBeTypeOf("object");
  });

  test("are not kept when that is asked, and gone when they are deleted", async () => {
    const unkept = await ask({ input: "Hello!", store: false });
    expect(unkept).toMatchObject({ store: false });
    expect(await refusalOf(client().responses.retrieve(unkept.id))).toEqual({
      status: 404,
      code: null,
      param: null,
      type: "invalid_request_error",
      message: `Response with id '${unkept.id}' not found.`,
    });
    const kept = await ask({ input: "Hello!" });
    const deleted = await send(cloud, surface, "DELETE", `/responses/${kept.id}`);
    expect(deleted.json).toEqual({ id: kept.id, object: "response", deleted: true });
    expect((await refusalOf(client().responses.retrieve(kept.id))).status).toBe(404);
    expect((await refusalOf(client().responses.delete(kept.id))).status).toBe(404);
    expect(await refusalOf(ask({ input: "And now?", previous_response_id: kept.id }))).toMatchObject({
      status: 400,
      code: "previous_response_not_found",
      param: "previous_response_id",
      message: `Previous response with id '${kept.id}' not found.`,
    });
  });

  test("cannot be cancelled: they were answered at once", async () => {
    const { id } = await ask({ input: "Hello!" });
    expect(await refusalOf(client().responses.cancel(id))).toMatchObject({
      status: 400,
      message: "Cannot cancel a synchronous response.",
    });
    expect((await refusalOf(client().responses.cancel("resp_none"))).status).toBe(404);
  });

  test("come after what /lab/faults orders, and are retried by the SDK", async () => {
    const order = { deployment: "gpt-4o", status: 429, times: 2, headers: { "retry-after-ms": "5" } };
    if (surface.base === "/v1") return;
    await postJson(variable(cloud, "LAB_FAULTS_URL"), order);
    const response = await surface.client(cloud, { maxRetries: 2 }).responses.create(capital);
    expect(response.output_text).toBe(PARIS);
    await postJson(variable(cloud, "LAB_FAULTS_URL"), { ...order, times: 1 });
    const refused = await refusalOf(client().responses.create(capital));
    expect(refused).toMatchObject({ status: 429, code: "429" });
    expect(refused.message).toContain("Responses_Create");
  });
});

describe("responses of one resource", () => {
  test("are the same on both forms of it", async () => {
    const [dated, v1] = surfaces;
    const { id } = await dated.client(cloud).responses.create(capital);
    expect((await v1.client(cloud).responses.retrieve(id)).output_text).toBe(PARIS);
  });

  test("are not known to another region, nor to OpenAI's own surface", async () => {
    const [, v1, direct] = surfaces;
    const { id } = await v1.client(cloud).responses.create(capital);
    const elsewhere = new OpenAI({
      baseURL: `${cloud.http}/resources/foundry1/openai/v1/`,
      apiKey: variable(cloud, "AZURE_OPENAI_API_KEY"),
      maxRetries: 0,
    });
    expect((await refusalOf(elsewhere.responses.retrieve(id))).status).toBe(404);
    expect((await refusalOf(direct.client(cloud).responses.retrieve(id))).status).toBe(404);
  });

  test("pass the content filter on Azure, in their own words", async () => {
    const [, v1] = surfaces;
    const refused = await refusalOf(
      v1.client(cloud).responses.create({ model: "gpt-4o", input: "JAILBREAK now" }),
    );
    expect(refused).toMatchObject({ status: 400, code: "content_filter" });
  });

  test("refuse sampling to a model that thinks first, and 16 tokens of context too many", async () => {
    const [, v1] = surfaces;
    const create = (body: OpenAI.Responses.ResponseCreateParamsNonStreaming) =>
      refusalOf(v1.client(cloud).responses.create(body));
    expect(await create({ model: "gpt-5-mini", input: "x", temperature: 0.3 })).toMatchObject({
      status: 400,
      param: "temperature",
    });
    const long = "word ".repeat(150_000);
    expect(await create({ model: "gpt-4o", input: long })).toMatchObject({
      status: 400,
      param: "input",
      code: "context_length_exceeded",
    });
  });
});

function responseIn(event: ResponseStreamEvent | undefined): Response | undefined {
  return event && "response" in event ? event.response : undefined;
}
