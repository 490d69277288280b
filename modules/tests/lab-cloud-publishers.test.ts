import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { assistant, system, user } from "../src/chat/message.ts";
import type { StreamPart } from "../src/chat/stream-part.ts";
import { type LabCloud, type LabState, startLabCloud } from "../src/lab-cloud/index.ts";
import { connectPublisher, PUBLISHER_PLACES, type PublisherPlace } from "./publisher-places.ts";
import { postJson, variable } from "./start-test-cloud.ts";

let cloud: LabCloud;

beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated" });
});
afterAll(() => cloud.close());
beforeEach(async () => {
  await fetch(variable(cloud, "LAB_FAULTS_URL"), { method: "DELETE" });
});

const order = async (fault: object) =>
  expect((await postJson(variable(cloud, "LAB_FAULTS_URL"), fault)).status).toBe(201);
const key = () => variable(cloud, "LAB_PUBLISHER_API_KEY");
const hello = [user("Hello!")];

/** How each publisher is asked at its own address. */
const CALLS: Readonly<
  Record<string, { readonly path: string; readonly headers: (key: string) => Record<string, string> }>
> = {
  anthropic: {
    path: "/v1/messages",
    headers: (given) => ({ "x-api-key": given, "anthropic-version": "2023-06-01" }),
  },
  gemini: {
    path: "/models/gemini-1.5-flash:generateContent",
    headers: (given) => ({ "x-goog-api-key": given }),
  },
  mistral: { path: "/chat/completions", headers: (given) => ({ authorization: `Bearer ${given}` }) },
  cohere: { path: "/v2/chat", headers: (given) => ({ authorization: `Bearer ${given}` }) },
  "github-models": {
    path: "/inference/chat/completions",
    headers: (given) => ({ authorization: `Bearer ${given}` }),
  },
  "hugging-face": { path: "/chat/completions", headers: (given) => ({ authorization: `Bearer ${given}` }) },
};

/** A body that the publisher takes. */
function goodBody({ kind, model }: PublisherPlace): Record<string, unknown> {
  if (kind === "gemini") return { contents: [{ role: "user", parts: [{ text: "Hello!" }] }] };
  return { model, messages: hello, ...(kind === "anthropic" && { max_tokens: 50 }) };
}

async function ask(place: PublisherPlace, body: string, given = key()) {
  const { path, headers } = CALLS[place.kind] ?? { path: "", headers: () => ({}) };
  const response = await fetch(cloud.http + place.path + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers(given) },
    body,
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe.each(PUBLISHER_PLACES.map((place) => ({ ...place, place })))("$kind", ({ kind, model, place }) => {
  const provider = () => connectPublisher(cloud, place);
  const partsOf = async (stream = true): Promise<readonly StreamPart[]> =>
    Array.fromAsync((await provider().chat({ model, messages: hello }, { stream })).parts);

  test("answers its own form and says that it is simulated", async () => {
    const { status, headers } = await ask(place, JSON.stringify(goodBody(place)));
    expect([status, headers.get("x-lab-provenance")]).toEqual([200, "simulated"]);
    expect([...headers.keys()].filter((name) => /^(?:x-ms-|apim-)/.test(name))).toEqual([]);
  });

  test.each([
    ["no JSON", "{"],
    ["a list", "[]"],
    ["nothing", "{}"],
    ["an unknown field", undefined],
    ["a text where messages belong", JSON.stringify({ messages: "x", contents: "x", model: "x" })],
  ])("refuses %s in one line, as its caller's fault", async (_, given) => {
    const body = given ?? JSON.stringify({ ...goodBody(place), planted_field: 1 });
    const answer = await ask(place, body);
    expect([400, 422]).toContain(answer.status);
    expect(answer.headers.get("content-type")).toContain("json");
    expect(answer.text).not.toMatch(/\n|node_modules|at \w+ \(/);
    if (given === undefined) expect(answer.text).toContain("planted_field");
  });

  test("takes the key that everybody knows on this machine, and no other service's", async () => {
    expect((await ask(place, JSON.stringify(goodBody(place)), "lab-key")).status).toBe(200);
    for (const other of ["AZURE_OPENAI_API_KEY", "LAB_OPENAI_API_KEY"]) {
      const { status, text } = await ask(place, JSON.stringify(goodBody(place)), variable(cloud, other));
      expect(status).toBe(kind === "gemini" ? 400 : 401);
      expect(text).not.toContain(variable(cloud, other));
    }
  });

  test("remembers a talk that is sent along", async () => {
    const messages = [
      system("Be brief."),
      user("My name is Ada."),
      assistant("Hello Ada!"),
      user("What is my name?"),
    ];
    const reply = await provider().chat({ model, messages }, { stream: false });
    const [first] = await Array.fromAsync(reply.parts);
    expect(first).toMatchObject({ type: "text", text: expect.stringContaining("Ada") });
    expect(reply.requestId === undefined).toBe(kind === "gemini");
  });

  test("breaks off where a fault says so, and the half stands", async () => {
    await order({ deployment: model, resource: kind, cutAfterTokens: 3 });
    const parts = await partsOf();
    expect(parts.filter(({ type }) => type === "text")).toHaveLength(3);
    expect(parts.at(-1)).toEqual({ type: "end", reason: "cut" });
  });

  test("may stream something that is no event", async () => {
    await order({ deployment: model, resource: kind, malformed: { afterTokens: 2 } });
    expect((await partsOf()).at(-1)).toMatchObject({
      type: "error",
      code: "MALFORMED_STREAM",
      retryable: true,
    });
  });

  test.each([true, false])("may say nothing (streamed: %s)", async (stream) => {
    await order({ deployment: model, resource: kind, empty: true });
    const parts = await partsOf(stream);
    expect(parts.filter(({ type }) => type === "text")).toEqual([]);
    expect(parts.at(-1)).toEqual({ type: "end", reason: "stop" });
  });

  test.each([500, 503])("broken with %i is worth another try", async (status) => {
    await order({ deployment: model, resource: kind, status });
    await expect(partsOf()).rejects.toMatchObject({ status, retryable: true });
  });

  test("notes the request under its own name", async () => {
    await partsOf();
    const state = (await (await fetch(`${cloud.http}/lab/state`)).json()) as LabState;
    expect(state.services.find(({ name }) => name === kind)?.requests).toBeGreaterThan(0);
    expect(state.requests.recent.some((record) => record.service === kind)).toBe(true);
  });
});

test("Gemini says in the body how long to wait, and in no header", async () => {
  const place = PUBLISHER_PLACES.find(({ kind }) => kind === "gemini");
  if (!place) throw new Error("no Gemini");
  await order({ deployment: place.model, resource: "gemini", status: 429 });
  const { status, headers, text } = await ask(place, JSON.stringify(goodBody(place)));
  expect([status, headers.get("retry-after-ms"), headers.get("retry-after")]).toEqual([429, null, null]);
  expect(text).toContain('"retryDelay":"1s"');
});

test("Anthropic's newest version refuses what it removed, and takes its key as Bearer too", async () => {
  const askClaude = (version: string, more: object) =>
    postJson(
      `${cloud.http}/anthropic/v1/messages`,
      { model: "claude-3-5-haiku-20241022", max_tokens: 5, messages: hello, ...more },
      { authorization: `Bearer ${key()}`, "anthropic-version": version },
    );
  expect((await askClaude("2023-06-01", { temperature: 0 })).status).toBe(200);
  expect((await askClaude("2026-10-21", {})).status).toBe(200);
  const refused = await askClaude("2026-10-21", { temperature: 0 });
  expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining("temperature")]);
  expect((await askClaude("1999-01-01", {})).status).toBe(400);
});

test("JSON after a schema, from those whose models write it", async () => {
  const schema = {
    type: "object",
    properties: { answer: { type: "string" } },
    required: ["answer"],
    additionalProperties: false,
  };
  for (const place of PUBLISHER_PLACES.filter(({ kind }) =>
    ["gemini", "cohere", "github-models"].includes(kind),
  )) {
    const request = { model: place.model, messages: hello, answerSchema: { name: "answer", schema } };
    const reply = await connectPublisher(cloud, place).chat(request, { stream: false });
    const [first] = await Array.fromAsync(reply.parts);
    expect(JSON.parse(first?.type === "text" ? first.text : "")).toHaveProperty("answer");
  }
});
