import { expect, test } from "vitest";
import { chatDouble } from "./chat-double.ts";
import { auto, context, fileOf, open } from "./configured-orchestrator.ts";
import { labelServer } from "./label-server.ts";

/** One model decides, another answers. */
async function asking(more: string) {
  const sorter = await labelServer();
  const answerer = await chatDouble({ words: ["Hello"] });
  const file = await fileOf(`
strategy: phi
models:
  sorter: { provider: foundry_local, capabilities: [conversation] }
  answerer: { provider: openai_compatible, endpoint: "${answerer.address}/v1", tier: cloud, capabilities: [conversation] }
routes: { local: [answerer], cloud: [answerer] }
${more}`);
  const settings = { LOCAL_MODEL_ENDPOINT: sorter.address, LOCAL_MODEL_NAME: "sorter-1" };
  const asked = () => ({ sorter: sorter.seen.length, answerer: answerer.heard.length });
  return { orchestrator: await open(file, settings), asked };
}

test("with a cache no model is asked where a question goes that was asked before", async () => {
  const { orchestrator, asked } = await asking("cache: { ttl_seconds: 60, max_entries: 10 }");
  const first = await orchestrator.complete(auto("Hello"), context());
  const second = await orchestrator.complete(auto("Hello"), context());
  expect([first.routing.cache, second.routing.cache]).toEqual(["miss", "hit"]);
  expect(asked()).toEqual({ sorter: 1, answerer: 1 });
  await orchestrator.complete({ ...auto("Hello"), hints: { cache: false } }, context());
  expect(asked()).toEqual({ sorter: 1, answerer: 2 });
  await orchestrator.complete(auto("Hello"), context({ tenant: "other" }));
  expect(asked()).toEqual({ sorter: 2, answerer: 3 });
});

test("without a cache every question is decided on", async () => {
  const { orchestrator, asked } = await asking("");
  for (let turn = 0; turn < 2; turn++) await orchestrator.complete(auto("Hello"), context());
  expect(asked()).toEqual({ sorter: 2, answerer: 2 });
});
