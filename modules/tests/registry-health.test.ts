import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createHealthChecks, openModelRegistry, type Ping } from "../src/catalog/index.ts";
import { user } from "../src/chat/message.ts";
import { paths } from "../src/config/paths.ts";
import { createProvider, isProviderKind } from "../src/providers/index.ts";
import { chatDouble } from "./chat-double.ts";
import { serve } from "./serve.ts";

/** The smallest real question to a model: one token of chat. */
const ping: Ping = async ({ providerKind, endpoint, servedName }, signal) => {
  if (!isProviderKind(providerKind)) throw new Error(`no provider ${providerKind}`);
  const provider = createProvider({ kind: providerKind, endpoint: `${endpoint}/v1`, deployment: servedName });
  const reply = await provider.chat(
    { model: servedName, messages: [user("ping")], maxTokens: 1 },
    { signal },
  );
  for await (const part of reply.parts) if (part.type === "error") throw new Error(part.message);
};

const agentRouter = readFileSync(
  join(paths.root, "modules", "tests", "registry-files", "agent-router.yaml"),
  "utf8",
);

test("checks find out by real requests who answers, who is out, who is busy and who is silent", async () => {
  const llama = await chatDouble();
  const qwen = await chatDouble({
    instead: (response) => response.writeHead(429, { "retry-after": "1" }).end("{}"),
  });
  const silent = await serve(() => {});
  const path = join(mkdtempSync(join(tmpdir(), "registry-")), "agent-router.yaml");
  writeFileSync(
    path,
    agentRouter
      .replace("http://llama:8080", llama.address)
      .replace("http://qwen-coder:8081", qwen.address)
      .replace("http://deepseek-r1:8082/", silent)
      .replace("health_check: 5", "health_check: 0.3"),
  );
  const { registry, file } = openModelRegistry(path);
  const rules = { ...file.current().health, unhealthyAfter: 1, startUpGraceMs: 0 };
  const health = createHealthChecks({ registry, ping, rules });
  const checks = await health.checkNow();
  expect(Object.fromEntries(checks.map(({ model, outcome }) => [model, outcome]))).toEqual({
    llama: "answered",
    "qwen-coder": "limited",
    "deepseek-r1": "failed",
  });
  expect(llama.heard).toEqual([[user("ping")]]);
  expect(registry.list().map(({ isAvailable }) => isAvailable)).toEqual([true, true, false]);
  expect(registry.get("deepseek-r1").availability).toMatchObject({ because: "No answer within 300 ms." });
});

test("a server that breaks and comes back is unavailable in between", async () => {
  let broken = false;
  const address = await serve((_, response) => {
    if (broken) return void response.writeHead(500, { "content-type": "application/json" }).end("{}");
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(
      'data: {"model":"m","choices":[{"index":0,"delta":{"content":"p"},"finish_reason":"length"}]}\n\ndata: [DONE]\n\n',
    );
  });
  const path = join(mkdtempSync(join(tmpdir(), "registry-")), "models.yaml");
  writeFileSync(path, `models: { m: { endpoint: "${address}", capabilities: [code] } }\n`);
  const { registry, file } = openModelRegistry(path);
  const health = createHealthChecks({ registry, ping, rules: file.current().health });
  const seen: boolean[] = [];
  for (const next of [false, true, false]) {
    broken = next;
    await health.checkNow();
    seen.push(registry.modelsForTask("code").length > 0);
  }
  expect(seen).toEqual([true, false, true]);
});
