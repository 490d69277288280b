import OpenAI from "openai";
import type { ConversationItem } from "openai/resources/conversations/items";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { refusalOf, send, surfaces } from "./model-clients.ts";
import { variable } from "./start-test-cloud.ts";

let cloud: LabCloud;
beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated", embeddings: "hashed-words" });
});
afterAll(() => cloud.close());

/** `user: My name is Ola.` */
function told(item: ConversationItem): string {
  if (item.type !== "message") return item.type;
  const texts = item.content.map((part) => ("text" in part ? part.text : part.type));
  return `${item.role}: ${texts.join("")}`;
}

describe.each(surfaces)("conversations on $name", (surface) => {
  const client = () => surface.client(cloud);
  const message = (content: string) => ({ type: "message" as const, role: "user" as const, content });
  const oldestFirst = async (id: string) =>
    (await Array.fromAsync(client().conversations.items.list(id, { order: "asc", limit: 100 }))).map(told);
  const say = (conversation: string | { id: string }, input: string) =>
    client().responses.create({ model: "gpt-4o", conversation, input });

  test("are created with and without items, read, changed and deleted", async () => {
    const empty = await client().conversations.create();
    expect(empty).toEqual({
      id: expect.stringMatching(/^conv_[0-9a-f]{24}$/),
      object: "conversation",
      created_at: expect.any(Number),
      metadata: {},
    });
    expect(await oldestFirst(empty.id)).toEqual([]);

    const items = [message("My name is Ola."), { role: "assistant" as const, content: "Hello, Ola!" }];
    const made = await client().conversations.create({ metadata: { lab: "3" }, items });
    expect(made.metadata).toEqual({ lab: "3" });
    expect(await oldestFirst(made.id)).toEqual(["user: My name is Ola.", "assistant: Hello, Ola!"]);

    const changed = await client().conversations.update(made.id, { metadata: { lab: "4", seat: "7" } });
    expect(changed).toEqual({ ...made, metadata: { lab: "4", seat: "7" } });
    expect(await client().conversations.retrieve(made.id)).toEqual(changed);
    const unchanged = await send(cloud, surface, "POST", `/conversations/${made.id}`, {});
    expect(unchanged.json.error).toMatchObject({ message: "Missing required parameter: 'metadata'." });
    const cleared = await client().conversations.update(made.id, { metadata: null });
    expect(cleared.metadata).toEqual({});
    expect(await oldestFirst(made.id)).toHaveLength(2);

    expect(await client().conversations.delete(made.id)).toEqual({
      id: made.id,
      object: "conversation.deleted",
      deleted: true,
    });
    for (const call of [
      () => client().conversations.retrieve(made.id),
      () => client().conversations.delete(made.id),
      () => client().conversations.update(made.id, { metadata: {} }),
      () => client().conversations.items.list(made.id),
      () => client().conversations.items.create(made.id, { items: [message("x")] }),
      () => client().conversations.items.retrieve("msg_x", { conversation_id: made.id }),
      () => client().conversations.items.delete("msg_x", { conversation_id: made.id }),
      () => say(made.id, "And now?"),
    ])
      expect(await refusalOf(call())).toEqual({
        status: 404,
        code: null,
        param: null,
        type: "invalid_request_error",
        message: `Conversation with id '${made.id}' not found.`,
      });
  });

  test("give each item an id, by which it is read and deleted", async () => {
    const { id } = await client().conversations.create();
    const added = await client().conversations.items.create(id, {
      items: [message("one"), { role: "assistant", content: "two" }, { role: "system", content: "three" }],
    });
    expect(added).toMatchObject({
      object: "list",
      first_id: added.data[0]?.id,
      last_id: added.data[2]?.id,
      has_more: false,
    });
    const [first, second] = added.data;
    expect(second).toEqual({
      id: expect.stringMatching(/^msg_[0-9a-f]{24}$/),
      type: "message",
      status: "completed",
      role: "assistant",
      content: [{ type: "output_text", text: "two", annotations: [], logprobs: [] }],
    });
    const place = { conversation_id: id };
    expect(await client().conversations.items.retrieve(first?.id ?? "", place)).toEqual(first);
    const left = await client().conversations.items.delete(first?.id ?? "", place);
    expect(left).toMatchObject({ id, object: "conversation" });
    expect(await oldestFirst(id)).toEqual(["assistant: two", "system: three"]);
    expect(await refusalOf(client().conversations.items.retrieve(first?.id ?? "", place))).toMatchObject({
      status: 404,
      message: `Item with id '${first?.id}' not found.`,
    });
  });

  test("are listed newest first, in pages the SDK walks through", async () => {
    const { id } = await client().conversations.create();
    const texts = Array.from({ length: 47 }, (_, index) => `message ${index}`);
    for (let start = 0; start < texts.length; start += 20)
      await client().conversations.items.create(id, { items: texts.slice(start, start + 20).map(message) });
    const first = await client().conversations.items.list(id);
    expect(first.data).toHaveLength(20);
    expect(first.data.slice(0, 1).map(told)).toEqual(["user: message 46"]);
    const walked = await Array.fromAsync(client().conversations.items.list(id, { limit: 7 }));
    expect(walked.map(told)).toEqual(texts.toReversed().map((text) => `user: ${text}`));
    expect(await oldestFirst(id)).toEqual(texts.map((text) => `user: ${text}`));
  });

  test("hold what is asked and answered, whole and streamed", async () => {
    const { id } = await client().conversations.create({ items: [message("My name is Ola.")] });
    const first = await say(id, "What is my name?");
    expect(first.output_text).toContain("Ola");
    expect(first.conversation).toEqual({ id });
    const stream = await client().responses.create({
      model: "gpt-4o",
      conversation: { id },
      input: "What is 2 + 2?",
      stream: true,
    });
    const last = (await Array.fromAsync(stream)).at(-1);
    expect(last?.type).toBe("response.completed");
    expect(await oldestFirst(id)).toEqual([
      "user: My name is Ola.",
      "user: What is my name?",
      `assistant: ${first.output_text}`,
      "user: What is 2 + 2?",
      "assistant: 2 + 2 = 4.",
    ]);
    const [answer] = first.output;
    expect(await client().conversations.items.retrieve(answer?.id ?? "", { conversation_id: id })).toEqual(
      answer,
    );
  });

  test("carry a context that was gathered elsewhere to the cloud", async () => {
    const { id } = await client().conversations.create();
    await client().conversations.items.create(id, {
      items: [message("My name is Nora."), { role: "assistant", content: "Nice to meet you, Nora!" }],
    });
    expect((await say(id, "What is my name?")).output_text).toContain("Nora");
  });

  test("take a turn without new input, and one whose response is not kept", async () => {
    const { id } = await client().conversations.create({
      items: [message("What is the capital of France?")],
    });
    const answer = await client().responses.create({ model: "gpt-4o", conversation: id });
    expect(answer.output_text).toBe("The capital of France is Paris.");
    const unkept = await client().responses.create({
      model: "gpt-4o",
      conversation: id,
      input: "Hello!",
      store: false,
    });
    expect(await oldestFirst(id)).toHaveLength(4);
    expect((await refusalOf(client().responses.retrieve(unkept.id))).status).toBe(404);
  });

  test("can be left for a chain of responses", async () => {
    const { id } = await client().conversations.create({ items: [message("My name is Ola.")] });
    const inside = await say(id, "Hello!");
    await say(id, "My name is Nora.");
    const outside = await client().responses.create({
      model: "gpt-4o",
      previous_response_id: inside.id,
      input: "What is my name?",
    });
    expect(outside.output_text).toContain("Ola");
    expect(await oldestFirst(id)).toHaveLength(5);
  });

  test("keep nothing of a turn that was refused", async () => {
    const { id } = await client().conversations.create();
    await refusalOf(client().responses.create({ model: "no-such", conversation: id, input: "Hello!" }));
    await refusalOf(say(id, "word ".repeat(150_000)));
    expect(await oldestFirst(id)).toEqual([]);
  });

  test("keep every turn when a hundred come at once, question and answer side by side", async () => {
    const { id } = await client().conversations.create();
    const sums = Array.from({ length: 100 }, (_, index) => ({
      asked: `What is ${index} + 1?`,
      answered: `${index} + 1 = ${index + 1}.`,
      stream: index % 2 === 0,
    }));
    await Promise.all(
      sums.map(async ({ asked, stream }) => {
        const answer = await client().responses.create({
          model: "gpt-4o",
          conversation: id,
          input: asked,
          stream,
        });
        if ("controller" in answer) await Array.fromAsync(answer);
      }),
    );
    const kept = await oldestFirst(id);
    expect(kept).toHaveLength(200);
    const turns = sums.map((_, index) => kept.slice(2 * index, 2 * index + 2).join(" | "));
    expect(turns.sort()).toEqual(
      sums.map(({ asked, answered }) => `user: ${asked} | assistant: ${answered}`).sort(),
    );
  });

  test("refuse who has no key, before saying what is there", async () => {
    const { id } = await client().conversations.create({ items: [message("secret")] });
    const stranger = surface.client(cloud, { apiKey: "wrong" }).conversations;
    const place = { conversation_id: id };
    for (const call of [
      () => stranger.create({}),
      () => stranger.retrieve(id),
      () => stranger.update(id, { metadata: {} }),
      () => stranger.delete(id),
      () => stranger.items.list(id),
      () => stranger.items.create(id, { items: [message("x")] }),
      () => stranger.items.retrieve("msg_x", place),
      () => stranger.items.delete("msg_x", place),
    ])
      expect((await refusalOf(call())).status).toBe(401);
    expect(await oldestFirst(id)).toEqual(["user: secret"]);
  });

  const bad: readonly [string, unknown, object][] = [
    ["no JSON", "{", { message: expect.stringContaining("not valid JSON") }],
    ["a list", "[]", { message: "The body must be a JSON object, but got an array instead." }],
    [
      "an unknown field",
      { items: [message("x")], item: [] },
      { message: "Unknown parameter: 'item'. Did you mean 'items'?" },
    ],
    [
      "items that are text",
      { items: "x" },
      { message: "Invalid type for 'items': expected an array, but got a string instead." },
    ],
    [
      "an item without a role",
      { items: [{ content: "x" }] },
      { message: "Missing required parameter: 'items[0].role'." },
    ],
    ["an item that is null", { items: [null] }, { param: "items[0]", code: "invalid_type" }],
    [
      "more than twenty items",
      { items: Array(21).fill({ role: "user", content: "x" }) },
      {
        message:
          "Invalid 'items': array too long. Expected an array with maximum length 20, but got an array with length 21 instead.",
      },
    ],
    [
      "an image",
      { items: [{ role: "user", content: [{ type: "input_image" }] }] },
      { code: "unsupported_parameter" },
    ],
  ];

  test.each(bad)("refuse %s in one line, when created and when added to", async (_, body, expected) => {
    const { id } = await client().conversations.create();
    for (const path of ["/conversations", `/conversations/${id}/items`]) {
      const { status, json } = await send(cloud, surface, "POST", path, body);
      expect({ path, status, ...json.error }).toMatchObject({
        path,
        status: 400,
        type: "invalid_request_error",
        ...expected,
      });
    }
    expect(await oldestFirst(id)).toEqual([]);
  });

  test.each([
    ["a number", { lab: 3 }, "metadata.lab"],
    ["a long text", { lab: "x".repeat(513) }, "metadata.lab"],
    ["a long name", { ["x".repeat(65)]: "y" }, "metadata"],
    ["a list", ["x"], "metadata"],
  ])("refuse metadata with %s", async (_, metadata, param) => {
    const { id } = await client().conversations.create();
    for (const path of ["/conversations", `/conversations/${id}`]) {
      const { status, json } = await send(cloud, surface, "POST", path, { metadata });
      expect({ path, status, param: json.error?.param }).toEqual({ path, status: 400, param });
    }
  });

  test("refuse no items, a huge body, and a list asked for wrongly", async () => {
    const { id } = await client().conversations.create();
    const items = `/conversations/${id}/items`;
    expect((await send(cloud, surface, "POST", items, { items: [] })).json.error?.param).toBe("items");
    expect((await send(cloud, surface, "POST", items, {})).json.error?.param).toBe("items");
    const huge = { items: [{ role: "user", content: "x".repeat(1_100_000) }] };
    expect((await send(cloud, surface, "POST", items, huge)).status).toBe(413);
    for (const query of ["limit=0", "limit=1.5", "order=newest", "after=msg_none"]) {
      const { status, json } = await send(cloud, surface, "GET", `${items}?${query}`);
      expect({ query, status, param: json.error?.param }).toEqual({
        query,
        status: 400,
        param: query.split("=")[0],
      });
    }
    expect(await oldestFirst(id)).toEqual([]);
  });
});

test("a conversation of one region is not known to another", async () => {
  const [, v1] = surfaces;
  const { id } = await v1.client(cloud).conversations.create();
  const elsewhere = new OpenAI({
    baseURL: `${cloud.http}/resources/foundry2/openai/v1/`,
    apiKey: variable(cloud, "AZURE_OPENAI_API_KEY"),
    maxRetries: 0,
  });
  expect((await refusalOf(elsewhere.conversations.retrieve(id))).status).toBe(404);
});

test("a full conversation says so, and takes a turn again when there is room", async () => {
  const [, v1] = surfaces;
  const client = v1.client(cloud);
  const { id } = await client.conversations.create();
  const items = Array.from({ length: 20 }, () => ({ role: "user" as const, content: "x" }));
  for (let count = 0; count < 10_000; count += 20) await client.conversations.items.create(id, { items });
  const full = { status: 400, code: "conversation_full" };
  expect(await refusalOf(client.conversations.items.create(id, { items }))).toMatchObject(full);
  const turn = () => client.responses.create({ model: "gpt-4.1", conversation: id, input: "Hello!" });
  expect(await refusalOf(turn())).toMatchObject(full);
  const { data } = await client.conversations.items.list(id, { limit: 2 });
  for (const { id: item } of data)
    await client.conversations.items.delete(item ?? "", { conversation_id: id });
  expect((await turn()).status).toBe("completed");
});
