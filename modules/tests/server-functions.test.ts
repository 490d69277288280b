import type { ServerResponse } from "node:http";
import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { ask, startTestServer } from "./start-test-server.ts";
import { sayParis, type WireRequest } from "./wire-double.ts";

const clientOf = ({ url }: { readonly url: string }) =>
  new OpenAI({ baseURL: `${url}/v1`, apiKey: "none", maxRetries: 0 });

const tools: OpenAI.Responses.FunctionTool[] = [
  {
    type: "function",
    name: "weather",
    description: "Weather of a city",
    parameters: { type: "object", properties: { city: { type: "string" } } },
    strict: false,
  },
];

const called = [
  { id: "call_a", name: "weather", arguments: '{"city":"Paris"}' },
  { id: "call_b", name: "weather", arguments: '{"city":"Rome"}' },
];

/** Says a word and asks for both calls, unless results have come. */
const callFirst = (said: string) => (request: WireRequest, response: ServerResponse) => {
  const messages = request.body?.messages;
  if (Array.isArray(messages) && messages.some(({ role }) => role === "tool"))
    return sayParis(request, response);
  const wired = called.map(({ id, name, arguments: given }, index) => ({
    index,
    id,
    type: "function",
    function: { name, arguments: given },
  }));
  const usage = { prompt_tokens: 11, completion_tokens: 9 };
  if (!request.body?.stream) {
    const message = { role: "assistant", content: said || null, tool_calls: wired };
    return void response.end(
      JSON.stringify({
        model: "double-1",
        choices: [{ index: 0, finish_reason: "tool_calls", message }],
        usage,
      }),
    );
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  const event = (value: object) =>
    response.write(`data: ${JSON.stringify({ model: "double-1", ...value })}\n\n`);
  const delta = (value: object) => event({ choices: [{ index: 0, delta: value }] });
  if (said) delta({ content: said });
  for (const { function: asked, ...head } of wired) {
    delta({ tool_calls: [{ ...head, function: { name: asked.name, arguments: "" } }] });
    for (const piece of [asked.arguments.slice(0, 5), asked.arguments.slice(5)])
      delta({ tool_calls: [{ index: head.index, function: { arguments: piece } }] });
  }
  event({ choices: [{ index: 0, delta: {}, finish_reason: "tool_calls" }] });
  response.end("data: [DONE]\n\n");
};

const output = (said: string) => [
  ...(said ? [{ type: "message", content: [{ type: "output_text", text: said }] }] : []),
  ...called.map(({ id, ...call }) => ({ type: "function_call", call_id: id, status: "completed", ...call })),
];

describe("functions over responses", () => {
  test.each(["", "Let me look."])(
    "are called, whole and streamed alike, after the words %j",
    async (said) => {
      const server = await startTestServer({ instead: callFirst(said) });
      const client = clientOf(server);
      const asked = { model: "large", input: "How is the weather?", tools, tool_choice: "required" as const };
      const whole = await client.responses.create(asked);
      expect(whole.output).toMatchObject(output(said));
      expect(whole.output_text).toBe(said);
      const stream = client.responses.stream(asked);
      const events = await Array.fromAsync(stream);
      const final = await stream.finalResponse();
      expect(final.output).toMatchObject(output(said));
      expect(final.tools).toMatchObject(tools);
      expect(events.filter(({ type }) => type === "response.function_call_arguments.done")).toMatchObject(
        called.map(({ arguments: given }) => ({ arguments: given })),
      );
      expect(events.map(({ sequence_number }) => sequence_number)).toEqual([...events.keys()]);
      expect(server.upstream.seen[0]?.body).toMatchObject({
        tools: [{ type: "function", function: { name: "weather", strict: false } }],
        tool_choice: "required",
      });
    },
  );

  test("take the results, after an earlier response or in one input", async () => {
    const server = await startTestServer({ instead: callFirst("") });
    const client = clientOf(server);
    const first = await client.responses.create({ model: "large", input: "How is the weather?", tools });
    const results = called.map(({ id }) => ({
      type: "function_call_output" as const,
      call_id: id,
      output: "sunny",
    }));
    const after = await client.responses.create({
      model: "large",
      previous_response_id: first.id,
      input: results,
      tools,
    });
    expect(after.output_text).toBe("Paris.");
    const sent = server.upstream.seen.at(-1)?.body?.messages;
    expect(sent).toMatchObject([
      { role: "user", content: "How is the weather?" },
      {
        role: "assistant",
        tool_calls: called.map(({ id, name }) => ({ id, type: "function", function: { name } })),
      },
      ...called.map(({ id }) => ({ role: "tool", tool_call_id: id, content: "sunny" })),
    ]);
    await client.responses.create({
      model: "large",
      store: false,
      input: [{ role: "user", content: "How is the weather?" }, ...first.output, ...results] as never,
      tools,
    });
    expect(server.upstream.seen.at(-1)?.body?.messages).toEqual(sent);
  });

  test("may be left out; one may be named; a form of the answer is passed on", async () => {
    const server = await startTestServer();
    await clientOf(server).responses.create({
      model: "large",
      input: "hello",
      tools,
      tool_choice: { type: "function", name: "weather" },
      parallel_tool_calls: false,
      text: { format: { type: "json_schema", name: "city", schema: { type: "object" }, strict: true } },
    });
    expect(server.upstream.seen[0]?.body).toMatchObject({
      tool_choice: { type: "function", function: { name: "weather" } },
      parallel_tool_calls: false,
      response_format: { type: "json_schema", json_schema: { name: "city", strict: true } },
    });
  });

  test.each([
    [{ tools: [{ type: "web_search" }] }, "tools[0].type"],
    [{ tools: [{ type: "function", name: "no name" }] }, "tools[0].name"],
    [{ tool_choice: "any" }, "tool_choice"],
    [{ input: [{ type: "function_call_output", output: "x" }] }, "input"],
    [{ input: [{ type: "image", url: "x" }] }, "input"],
  ])("are refused with the field: %j", async (wrong, param) => {
    const server = await startTestServer();
    const refused = await ask(server, "/v1/responses", { input: "hi", ...wrong });
    expect(refused.status).toBe(400);
    expect((refused.body.error as { param: string }).param).toMatch(
      new RegExp(`^${param.replace(/[[\].]/g, "\\$&")}`),
    );
    expect(server.upstream.seen).toHaveLength(0);
  });
});
