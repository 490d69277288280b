import { describe, expect, test } from "vitest";
import { document, loadProblems, openGateway, runPolicy } from "../../../tests/apim-harness.ts";

const body = { model: "gpt-4.1", messages: [{ role: "user", content: "hi" }] };
const usage = { prompt_tokens: 10, completion_tokens: 15, total_tokens: 25 };
const answer = { body: { choices: [{ message: { content: "hello" } }], usage } };
const values = { "Total Tokens": 25, "Prompt Tokens": 10, "Completion Tokens": 15 };

const policy = (inside: string, attributes = "", name = "llm-emit-token-metric") =>
  document({ inbound: `<${name} ${attributes}>${inside}</${name}>` });
const apiId = '<dimension name="API ID" />';

test.each(["llm-emit-token-metric", "azure-openai-emit-token-metric"])(
  "M1: %s emits three values with its dimensions",
  async (name) => {
    const { metrics } = await runPolicy({
      policies: policy(
        `<dimension name="Team" value="red" /><dimension name="Client IP" value="@(context.Request.IpAddress)" />`,
        'namespace="openai"',
        name,
      ),
      upstream: () => answer,
      request: { body },
    });
    expect(metrics).toEqual([
      { namespace: "openai", dimensions: { Team: "red", "Client IP": "203.0.113.7" }, values },
    ]);
  },
);

test.each([
  { name: "API ID", value: "api" },
  { name: "Operation ID", value: "any" },
  { name: "Product ID", value: "team" },
  { name: "User ID", value: "" },
  { name: "Subscription ID", value: "sub-alice" },
  { name: "Location", value: "local" },
  { name: "Gateway ID", value: "managed" },
  { name: "Backend ID", value: "origin" },
])("M1: $name has a value of its own", async ({ name, value }) => {
  const { metrics } = await runPolicy({
    policies: document({
      inbound: `<set-backend-service backend-id="origin" />
        <llm-emit-token-metric><dimension name="${name}" /></llm-emit-token-metric>`,
    }),
    upstream: () => answer,
    request: { body, product: { id: "team", name: "Team" } },
  });
  expect(metrics).toEqual([{ namespace: "API Management", dimensions: { [name]: value }, values }]);
});

describe("M1: what is counted", () => {
  const events = (...parts: readonly unknown[]) => ({
    body: parts.map((part) => `data: ${JSON.stringify(part)}\n\n`),
  });
  const hello = { choices: [{ delta: { content: "hello" } }] };

  test.each([
    {
      form: "the Responses API",
      upstream: { body: { output: [], usage: { input_tokens: 2, output_tokens: 3, total_tokens: 5 } } },
      counted: [5, 2, 3],
    },
    {
      form: "embeddings",
      upstream: { body: { data: [], usage: { prompt_tokens: 4, total_tokens: 4 } } },
      counted: [4, 4, 0],
    },
    { form: "a stream with usage", upstream: events(hello, { choices: [], usage }), counted: [25, 10, 15] },
    { form: "a stream without: an estimate", upstream: events(hello), counted: [9, 8, 1] },
    {
      form: "an answer without usage: an estimate",
      upstream: { body: { choices: [{ message: { content: "hello" } }] } },
      counted: [9, 8, 1],
    },
  ])("$form", async ({ upstream, counted }) => {
    const { metrics } = await runPolicy({
      policies: policy(apiId),
      upstream: () => upstream,
      request: { body },
    });
    const [total, prompt, completion] = counted;
    expect(metrics.map(({ values: emitted }) => emitted)).toEqual([
      { "Total Tokens": total, "Prompt Tokens": prompt, "Completion Tokens": completion },
    ]);
  });

  test.each([
    { form: "an error", policies: policy(apiId), upstream: { status: 500, body: { error: {} } } },
    { form: "no model's answer", policies: policy(apiId), upstream: { body: { temperature: 21 } } },
    {
      form: "an answer of the gateway's own",
      policies: document({
        inbound: `<llm-emit-token-metric>${apiId}</llm-emit-token-metric><return-response />`,
      }),
      upstream: answer,
    },
  ])("$form emits nothing", async ({ policies, upstream }) => {
    const { metrics } = await runPolicy({ policies, upstream: () => upstream, request: { body } });
    expect(metrics).toEqual([]);
  });
});

test("M1: metrics come in the order of their policies, one for each", async () => {
  const gateway = await openGateway({
    policies: document({
      inbound: `<llm-emit-token-metric namespace="first">${apiId}</llm-emit-token-metric>
        <llm-emit-token-metric namespace="second">${apiId}</llm-emit-token-metric>`,
    }),
    upstream: () => answer,
  });
  await gateway.send({ body });
  await gateway.send({ body });
  expect(gateway.metrics.map(({ namespace }) => namespace)).toEqual(["first", "second", "first", "second"]);
});

test.each([
  { policies: policy(""), problem: "needs <dimension>" },
  {
    policies: policy('<dimension name="Team" />'),
    problem: 'The dimension "Team" needs a value. Without one it must be one of: API ID, Operation ID',
  },
  {
    policies: policy(
      Array.from({ length: 11 }, (_, index) => `<dimension name="d${index}" value="x" />`).join(""),
    ),
    problem: "has 11 dimensions; at most 10 are allowed",
  },
  { policies: policy(apiId, 'namespace="@(1)"'), problem: "no expression is allowed here" },
])("X: refused at load: $problem", async ({ policies, problem }) => {
  expect((await loadProblems({ policies })).join("\n")).toContain(problem);
});
