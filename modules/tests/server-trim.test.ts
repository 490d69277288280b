import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createOpenAiCompatible } from "../src/providers/index.ts";
import { ask, question, startTestServer } from "./start-test-server.ts";
import { wireDouble } from "./wire-double.ts";

const CHAT = "/v1/chat/completions";

/** A model of this machine with room for 1,000 tokens, 100 of them its answer. */
async function serve(trim?: boolean) {
  const upstream = await wireDouble();
  const provider = createOpenAiCompatible({
    name: "tiny",
    baseUrl: `${upstream.address}/v1`,
    tier: "local",
    kind: "foundry-local",
  });
  const tiny = {
    name: "tiny",
    model: "tiny",
    served: "tiny-1",
    provider,
    tier: "local",
    maxTokens: 100,
    contextTokens: 1000,
  } as const;
  const server = await startTestServer({
    orchestrator: {
      deployments: [tiny],
      routes: { local: ["tiny"], cloud: ["tiny"] },
      ...(trim !== undefined && { trim }),
    },
  });
  return { ...server, seen: upstream.seen };
}

const sent = z.object({ messages: z.array(z.object({ role: z.string(), content: z.string() })) });
const told = z.object({
  trimmed: z.object({ tokens_before: z.number(), tokens: z.number(), steps: z.array(z.string()) }).optional(),
});

const turn = (text: string) => [
  { role: "user", content: text },
  { role: "assistant", content: text },
];
const LONG = "The quick brown fox jumps over the lazy dog and says so. ".repeat(40);
const long = [
  { role: "system", content: "Be brief." },
  ...turn(LONG),
  ...turn("Hello."),
  ...question("And now?"),
];

describe("a prompt that nobody can take", () => {
  test("is refused, unless the caller lets it be shortened: then the oldest turns are gone, and the answer says so", async () => {
    const server = await serve();
    const refused = await ask(server, CHAT, { messages: [...turn(LONG.repeat(4)), ...question("And now?")] });
    expect(refused).toMatchObject({ status: 400, body: { error: { code: "context_length_exceeded" } } });
    const { status, body } = await ask(server, CHAT, { messages: long, routing: { trim: true } });
    expect(status).toBe(200);
    const { trimmed } = told.parse(body["x-routing-metadata"]);
    expect(trimmed?.tokens_before).toBeGreaterThan(810);
    expect(trimmed?.tokens).toBeLessThanOrEqual(810);
    expect(trimmed?.steps.join()).toContain("of the oldest messages, 2 are gone");
    const { messages } = sent.parse(server.seen.at(-1)?.body);
    expect(messages[0]).toEqual({ role: "system", content: "Be brief." });
    expect(messages.at(-1)).toEqual({ role: "user", content: "And now?" });
    expect(messages.length).toBeLessThan(long.length);
  });

  test("is shortened where the configuration says so, but not for who does not want it", async () => {
    const server = await serve(true);
    const messages = question(LONG.repeat(4));
    const { body } = await ask(server, CHAT, { messages });
    expect(told.parse(body["x-routing-metadata"]).trimmed?.steps).toContain(
      "the middle of the longest message is gone",
    );
    expect(sent.parse(server.seen.at(-1)?.body).messages[0]?.content).toContain("[...]");
    const whole = await ask(server, CHAT, { messages, routing: { trim: false } });
    expect(whole).toMatchObject({ status: 400, body: { error: { code: "context_length_exceeded" } } });
  });

  test("of other letters than English fits as well when it is shortened", async () => {
    const server = await serve(true);
    const { body } = await ask(server, CHAT, {
      messages: question(`${"Größenwahnsinn 愛 ß ".repeat(900)}Why?`),
    });
    expect(told.parse(body["x-routing-metadata"]).trimmed?.tokens).toBeLessThanOrEqual(810);
  });
});

test("a prompt that fits goes out as it is, and to so many tokens where the caller names a number", async () => {
  const server = await serve(true);
  const short = turn("Hello.  \n\n\n\nAnd?").concat(question("Well?"));
  const { body } = await ask(server, CHAT, { messages: short });
  expect(body["x-routing-metadata"]).not.toHaveProperty("trimmed");
  expect(sent.parse(server.seen.at(-1)?.body).messages).toEqual(short);
  const { body: few } = await ask(server, CHAT, { messages: long, routing: { trim: 40 } });
  expect(told.parse(few["x-routing-metadata"]).trimmed?.tokens).toBeLessThanOrEqual(40);
  const many = Array.from({ length: 10 }, () => ({ role: "system", content: "Be brief." }));
  const messages = [...many, ...question("Hi")];
  expect(await ask(server, CHAT, { messages, routing: { trim: 16 } })).toMatchObject({
    status: 400,
    body: { error: { code: "prompt_too_long", param: "messages" } },
  });
});
