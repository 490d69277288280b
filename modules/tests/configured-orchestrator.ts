import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { user } from "../src/chat/message.ts";
import type { RequestContext } from "../src/chat/request-context.ts";
import { loadSettings, paths } from "../src/config/index.ts";
import { type ConfiguredOrchestrator, openOrchestrator } from "../src/orchestrator/index.ts";
import { chatDouble } from "./chat-double.ts";
import { temporaryFolder } from "./start-test-cloud.ts";

let requests = 0;
export const context = (more: Partial<RequestContext> = {}): RequestContext => ({
  requestId: `request-${++requests}`,
  tenant: "acme",
  client: "app",
  ...more,
});

export const auto = (text: string) => ({ model: "auto", messages: [user(text)] });

export async function fileOf(text: string): Promise<string> {
  const file = join(await temporaryFolder(), "orchestrator.yaml");
  await writeFile(file, text);
  return file;
}

export async function open(
  file: string,
  env: Readonly<Record<string, string>>,
): Promise<ConfiguredOrchestrator> {
  const { settings } = loadSettings({ environment: env, envFile: false });
  const orchestrator = await openOrchestrator(file, settings);
  onTestFinished(() => orchestrator.close());
  return orchestrator;
}

export const sample = (name: string) => join(paths.data, "orchestrator", `${name}.yaml`);

/** The workshop's agent router over three servers on real ports. */
export async function agentRouter(change = (text: string) => text) {
  const llama = await chatDouble({ words: ["llama"] });
  const qwen = await chatDouble({ words: ["qwen"] });
  const deepseek = await chatDouble({ words: ["deepseek"] });
  const text = (await readFile(sample("agent-router"), "utf8"))
    .replace("http://127.0.0.1:8090", llama.address)
    .replace("http://127.0.0.1:8091", qwen.address)
    .replace("http://127.0.0.1:8092", deepseek.address);
  const file = await fileOf(change(text));
  return { file, llama, qwen, deepseek, orchestrator: await open(file, {}) };
}
