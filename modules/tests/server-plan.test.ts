import { expect, test } from "vitest";
import { serveTwoModels } from "./serve-two-models.ts";
import { ask, question, startTestServer } from "./start-test-server.ts";

const PLAN = "/router/plan";
const CHAT = "/v1/chat/completions";

const serve = (decisions: string) =>
  serveTwoModels({
    small: "capabilities: [conversation]",
    large: "capabilities: [conversation]",
    more: `routes: { local: [small, large], cloud: [large, small] }\n${decisions}`,
  });

test("a plan without questions is refused, with the line that keeps them", async () => {
  const server = await serve("");
  for (const asked of [0, 1]) {
    if (asked > 0) await ask(server, CHAT, { messages: question("hello") });
    expect(await ask(server, PLAN, { threshold: 0.9 })).toMatchObject({
      status: 409,
      body: {
        error: {
          code: "questions_not_kept",
          message: expect.stringContaining("decisions.query_characters is 0"),
          hint: expect.stringMatching(/query_characters: \d+/),
        },
      },
    });
  }
});

test("with them it says what would change; before the first there is nothing to say", async () => {
  const server = await serve("decisions: { kept: 10, query_characters: 100 }");
  expect(await ask(server, PLAN, {})).toMatchObject({ status: 200, body: { replayed: 0 } });
  await ask(server, CHAT, { messages: question("hello") });
  expect(await ask(server, PLAN, { outage: ["small"] })).toMatchObject({
    status: 200,
    body: { replayed: 1, changed: [{ before: { deployment: "small" }, after: { deployment: "large" } }] },
  });
});

test("a route whose chain names a model of the cloud is meant for it: its answer is no fallback", async () => {
  const server = await startTestServer({
    orchestrator: { routes: { local: ["large", "small"], cloud: ["large"] } },
  });
  const both = await ask(server, CHAT, { messages: question("hello") });
  // There is one on this machine, and a question for this machine is meant for it.
  expect(both.body).toMatchObject({
    "x-routing-metadata": { intent: "local", tier: "cloud", fallback_used: true },
  });
  const only = await startTestServer({
    orchestrator: { routes: { local: ["large"], cloud: ["large"] } },
  });
  const { body } = await ask(only, CHAT, { messages: question("hello") });
  expect(body).toMatchObject({
    "x-routing-metadata": { intent: "local", tier: "cloud", fallback_used: false },
  });
});
