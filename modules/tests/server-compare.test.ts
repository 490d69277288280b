import { expect, test } from "vitest";
import { ask, question, startTestServer } from "./start-test-server.ts";
import { sayParis } from "./wire-double.ts";

const COMPARE = "/v1/compare";

test("a comparison has each model's answer, its cost and who gave it, and each stands in the log", async () => {
  const server = await startTestServer();
  const { status, body } = await ask(server, COMPARE, {
    models: ["small", "large"],
    messages: question("hello"),
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    object: "comparison",
    answers: [
      {
        model: "small",
        outcome: "answered",
        completion: { choices: [{ message: { content: "Paris." } }], "x-routing-metadata": { cost_usd: 0 } },
      },
      { model: "large", outcome: "answered", completion: { "x-routing-metadata": { model_id: "large" } } },
    ],
  });
  expect(body.cost_usd).toBeCloseTo((11 * 1 + 2 * 2) / 1e6, 12);
  const log = server.orchestrator.decisions();
  expect(log.map(({ asked }) => asked).sort()).toEqual(["large", "small"]);
  expect(new Set(log.map(({ requestId }) => requestId)).size).toBe(2);
});

test("one that fails, or that there is not, leaves the others as they are, and nobody steps in", async () => {
  const server = await startTestServer({
    instead(request, response) {
      if (JSON.stringify(request.body).includes("break")) return void response.writeHead(500).end("{}");
      sayParis(request, response);
    },
    orchestrator: { chains: { small: ["large"] } },
  });
  const mixed = await ask(server, COMPARE, { models: ["larg", "large"], messages: question("hello") });
  expect(mixed).toMatchObject({
    status: 200,
    body: {
      answers: [
        {
          model: "larg",
          outcome: "failed",
          status: 404,
          error: { code: "model_not_found", hint: "Did you mean large?" },
        },
        { model: "large", outcome: "answered" },
      ],
    },
  });
  const asked = server.upstream.seen.length;
  const failed = await ask(server, COMPARE, { models: ["small", "large"], messages: question("break") });
  expect(failed.body).toMatchObject({
    answers: [
      { outcome: "failed", status: 503 },
      { outcome: "failed", status: 503 },
    ],
    cost_usd: 0,
  });
  expect(server.upstream.seen.length - asked).toBe(2);
});

test.each([
  ["one model", { models: ["small"] }, "models"],
  ["the same twice", { models: ["small", "small"] }, "models"],
  ["a stream", { models: ["small", "large"], stream: true }, "stream"],
])("%s is refused with the field", async (_, more, param) => {
  const server = await startTestServer();
  expect(await ask(server, COMPARE, { ...more, messages: question("hello") })).toMatchObject({
    status: 400,
    body: { error: { param } },
  });
});
