import type OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { refusalOf, send, surfaces } from "./model-clients.ts";
import { variable } from "./start-test-cloud.ts";

let cloud: LabCloud;
beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated", embeddings: "hashed-words" });
});
afterAll(() => cloud.close());
beforeEach(() => fetch(variable(cloud, "LAB_FAULTS_URL"), { method: "DELETE" }));

const capital = { model: "gpt-4o", input: "What is the capital of France?" } as const;

describe.each(surfaces)("responses on $name", (surface) => {
  const client = () => surface.client(cloud);
  const ask = (body: Omit<OpenAI.Responses.ResponseCreateParamsNonStreaming, "model">) =>
    client().responses.create({ model: "gpt-4o", ...body });

  test("know no deployment of another name", async () => {
    expect(await refusalOf(client().responses.create({ model: "no-such", input: "Hello!" }))).toMatchObject({
      status: 404,
      code: surface.base === "/v1" ? "model_not_found" : "DeploymentNotFound",
    });
    const refused = await refusalOf(
      client().responses.create({ model: "text-embedding-3-small", input: "x" }),
    );
    expect(refused).toMatchObject({ status: 400, code: "OperationNotSupported" });
  });

  test("are refused to who has no key", async () => {
    const stranger = surface.client(cloud, { apiKey: "wrong" });
    for (const call of [
      () => stranger.responses.create(capital),
      () => stranger.responses.retrieve("resp_x"),
      () => stranger.responses.delete("resp_x"),
      () => stranger.responses.inputItems.list("resp_x"),
      () => stranger.responses.cancel("resp_x"),
    ])
      expect((await refusalOf(call())).status).toBe(401);
  });

  test.each<[string, unknown, object]>([
    ["no JSON", "{", { message: expect.stringContaining("not valid JSON") }],
    ["a list", "[]", { message: "The body must be a JSON object, but got an array instead." }],
    ["no model", { input: "x" }, { param: "model", code: "missing_required_parameter" }],
    [
      "a model that is a number",
      { model: 7, input: "x" },
      { message: "Invalid type for 'model': expected a string, but got an integer instead." },
    ],
    ["no input", { model: "gpt-4o" }, { message: "Missing required parameter: 'input'." }],
    ["an empty list", { model: "gpt-4o", input: [] }, { param: "input" }],
    [
      "input of another kind",
      { model: "gpt-4o", input: { a: 1 } },
      {
        message:
          "Invalid type for 'input': expected one of a string or array of input items, but got an object instead.",
      },
    ],
    [
      "a chat request",
      { model: "gpt-4o", messages: [] },
      { message: expect.stringContaining("this parameter has moved to 'input'") },
    ],
    [
      "an unknown field",
      { model: "gpt-4o", input: "x", strem: true },
      { message: "Unknown parameter: 'strem'. Did you mean 'stream'?", code: "unknown_parameter" },
    ],
    [
      "an unknown field of an item",
      { model: "gpt-4o", input: [{ role: "user", content: "x", bogus: 1 }] },
      { message: "Unknown parameter: 'input[0].bogus'." },
    ],
    ["an item that is text", { model: "gpt-4o", input: ["x"] }, { param: "input[0]" }],
    [
      "an item without content",
      { model: "gpt-4o", input: [{ role: "user" }] },
      { param: "input[0].content" },
    ],
    [
      "a role that is none",
      { model: "gpt-4o", input: [{ role: "robot", content: "x" }] },
      {
        message:
          "Invalid value: 'robot'. Supported values are: 'user', 'assistant', 'system', and 'developer'.",
        param: "input[0].role",
      },
    ],
    [
      "a part of chat's kind",
      { model: "gpt-4o", input: [{ role: "user", content: [{ type: "text", text: "x" }] }] },
      { param: "input[0].content[0].type", code: "invalid_value" },
    ],
    [
      "a picture",
      { model: "gpt-4o", input: [{ role: "user", content: [{ type: "input_image", image_url: "x" }] }] },
      { param: "input[0].content[0]", code: "unsupported_parameter" },
    ],
    [
      "a function call",
      { model: "gpt-4o", input: [{ type: "function_call", name: "f", arguments: "{}", call_id: "1" }] },
      { message: expect.stringContaining("not emulated by the lab cloud"), param: "input[0].type" },
    ],
    ["tools", { model: "gpt-4o", input: "x", tools: [{ type: "function", name: "f" }] }, { param: "tools" }],
    ["work in the background", { model: "gpt-4o", input: "x", background: true }, { param: "background" }],
    ["a prompt template", { model: "gpt-4o", input: "x", prompt: { id: "pmpt_x" } }, { param: "prompt" }],
    [
      "logprobs",
      { model: "gpt-4o", input: "x", include: ["message.output_text.logprobs"] },
      { param: "include" },
    ],
    ["a wrong include", { model: "gpt-4o", input: "x", include: ["all"] }, { param: "include[0]" }],
    [
      "too few tokens",
      { model: "gpt-4o", input: "x", max_output_tokens: 0 },
      { code: "integer_below_min_value", param: "max_output_tokens" },
    ],
    [
      "more tokens than the model writes",
      { model: "gpt-4o", input: "x", max_output_tokens: 1_000_000 },
      {
        message: expect.stringMatching(/^max_output_tokens is too large: 1000000/),
        param: "max_output_tokens",
      },
    ],
    ["too warm", { model: "gpt-4o", input: "x", temperature: 3 }, { param: "temperature" }],
    [
      "a wrong truncation",
      { model: "gpt-4o", input: "x", truncation: "some" },
      { message: "Invalid value: 'some'. Supported values are: 'auto' and 'disabled'." },
    ],
    [
      "metadata that is text",
      { model: "gpt-4o", input: "x", metadata: "x" },
      { message: "Invalid type for 'metadata': expected a metadata object, but got a string instead." },
    ],
    [
      "too much metadata",
      {
        model: "gpt-4o",
        input: "x",
        metadata: Object.fromEntries(
          Array(17)
            .keys()
            .map((k) => [k, "v"]),
        ),
      },
      { code: "object_above_max_properties" },
    ],
    [
      "a wrong format",
      { model: "gpt-4o", input: "x", text: { format: { type: "xml" } } },
      { param: "text.format.type" },
    ],
    [
      "a format without bottom",
      `{"model":"gpt-4o","input":"x","text":{"format":{"type":"text","more":${"[".repeat(400_000)}${"]".repeat(400_000)}}}}`,
      { param: "text.format", message: expect.stringContaining("20 levels deep") },
    ],
    [
      "JSON without the word",
      { model: "gpt-4o", input: "x", text: { format: { type: "json_object" } } },
      { message: expect.stringContaining("must contain the word 'json'"), param: "input" },
    ],
    [
      "a schema that is none",
      { model: "gpt-4o", input: "x", text: { format: { type: "json_schema" } } },
      { param: expect.stringMatching(/^text\.format/) },
    ],
    [
      "two things to go on from",
      { model: "gpt-4o", input: "x", previous_response_id: "resp_x", conversation: "conv_x" },
      { code: "mutually_exclusive_parameters" },
    ],
    [
      "a conversation that is a number",
      { model: "gpt-4o", input: "x", conversation: 7 },
      { param: "conversation" },
    ],
    [
      "a response that is not there",
      { model: "gpt-4o", input: "x", previous_response_id: "resp_x" },
      { code: "previous_response_not_found" },
    ],
  ])("refuse %s in one line", async (_, body, expected) => {
    const { status, json } = await send(cloud, surface, "POST", "/responses", body);
    expect({ status, ...json.error }).toMatchObject({
      status: 400,
      type: "invalid_request_error",
      ...expected,
    });
    expect(json.error?.message).not.toContain("\n");
  });

  test("refuse a huge body and a list asked for wrongly", async () => {
    const huge = await send(cloud, surface, "POST", "/responses", {
      ...capital,
      input: "x".repeat(1_100_000),
    });
    expect(huge.status).toBe(413);
    const { id } = await ask({ input: "Hello!" });
    const list = (query: string) => send(cloud, surface, "GET", `/responses/${id}/input_items?${query}`);
    for (const query of [
      "limit=0",
      "limit=101",
      "limit=many",
      "order=up",
      "after=msg_none",
      "before=msg_x",
    ]) {
      const { status, json } = await list(query);
      expect({ query, status, param: json.error?.param }).toEqual({
        query,
        status: 400,
        param: query.split("=")[0],
      });
    }
    expect((await send(cloud, surface, "GET", `/responses/${id}?stream=true`)).json.error?.param).toBe(
      "stream",
    );
    expect((await send(cloud, surface, "POST", `/responses/${id}`, {})).status).toBe(405);
  });
});
