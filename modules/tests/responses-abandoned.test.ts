import { describe, expect, test } from "vitest";
import type { Clock } from "../src/core/index.ts";
import { refusalOf, surfaces } from "./model-clients.ts";
import { startTestCloud } from "./start-test-cloud.ts";

const capital = { model: "gpt-4o", input: "What is the capital of France?" } as const;

describe("a response whose client leaves in the middle", () => {
  test("is not kept, and its conversation has nothing of it", async () => {
    const gate = createGate();
    const gated = await startTestCloud({ embeddings: "hashed-words", timeScale: 1, clock: gate.clock });
    const client = surfaces[1].client(gated);
    const { id: conversation } = await client.conversations.create({});
    gate.holdAfter(3);
    const stream = await client.responses.create({ ...capital, conversation, stream: true });
    let id = "";
    for await (const event of stream) {
      if ("response" in event) id = event.response.id;
      if (event.type === "response.output_text.delta") break;
    }
    await gate.left;
    expect((await refusalOf(client.responses.retrieve(id))).status).toBe(404);
    expect((await client.conversations.items.list(conversation)).data).toEqual([]);
    gate.holdAfter(Number.POSITIVE_INFINITY);
    const next = await client.responses.create({ ...capital, conversation });
    const { data } = await client.conversations.items.list(conversation);
    expect(data.map((item) => item.id)).toContain(next.output[0]?.id);
    expect(data).toHaveLength(2);
  });
});

/** A clock whose sleeps pass at once, until one is held for good: it ends only when its client has left. */
function createGate() {
  const left = Promise.withResolvers<void>();
  let free = Number.POSITIVE_INFINITY;
  const clock: Clock = {
    now: () => Date.now(),
    elapsed: () => 0,
    sleep(_, signal) {
      free -= 1;
      if (free >= 0) return Promise.resolve();
      return new Promise((_, reject) => {
        signal?.addEventListener("abort", () => {
          reject(signal.reason);
          left.resolve();
        });
      });
    },
  };
  return {
    clock,
    left: left.promise,
    holdAfter(sleeps: number) {
      free = sleeps;
    },
  };
}
