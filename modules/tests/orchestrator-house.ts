import type { ServerResponse } from "node:http";
import { user } from "../src/chat/message.ts";
import type { ChatPart } from "../src/orchestrator/chat-part.ts";
import { createOrchestrator, type OrchestratorOptions } from "../src/orchestrator/create-orchestrator.ts";
import type { OrchestratedChat } from "../src/orchestrator/orchestrated-chat.ts";
import type { OrchestratorEvent } from "../src/orchestrator/orchestrator-event.ts";
import type { ServingDeployment } from "../src/orchestrator/serving.ts";
import { createOpenAiCompatible } from "../src/providers/openai-compatible.ts";
import { type ChatDoubleOptions, chatDouble } from "./chat-double.ts";

export const line = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
export const words = (...all: string[]) =>
  all.map((content) => line({ choices: [{ delta: { content } }] })).join("");

export const refuse = (status: number, headers: Record<string, string> = {}) => ({
  instead: (response: ServerResponse) =>
    response.writeHead(status, headers).end(JSON.stringify({ error: { code: `E${status}`, message: "no" } })),
});

/** Says some words, then breaks the connection. */
export const breaks = (...said: string[]) => ({
  instead: (response: ServerResponse) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(words(...said), () => response.destroy());
  },
});

export const ask = (text: string, more: Partial<OrchestratedChat> = {}): OrchestratedChat => ({
  model: "auto",
  messages: [user(text)],
  ...more,
});

export const SIMPLE = "Hello";
export const COMPLEX = "Compare REST and GraphQL and explain the trade-offs.";

/** Three servers on real ports: `small` on this machine, `big` and `spare` in the cloud at 10 and 30 US dollars a million tokens. */
export async function house(
  given: Readonly<Partial<Record<"small" | "big" | "spare", ChatDoubleOptions>>> = {},
  options: Partial<OrchestratorOptions> = {},
) {
  const events: OrchestratorEvent[] = [];
  const tiers = { small: "local", big: "azure", spare: "cloud" } as const;
  const prices = { small: undefined, big: { input: 10, output: 10 }, spare: { input: 30, output: 30 } };
  const doubles = {
    small: await chatDouble({ words: ["from ", "small"], ...given.small }),
    big: await chatDouble({ words: ["from ", "big"], ...given.big }),
    spare: await chatDouble({ words: ["from ", "spare"], ...given.spare }),
  };
  const deployments = (["small", "big", "spare"] as const).map(
    (name): ServingDeployment => ({
      name,
      model: `${name}-model`,
      served: `${name}-1`,
      provider: createOpenAiCompatible({ name, baseUrl: `${doubles[name].address}/v1`, tier: tiers[name] }),
      tier: tiers[name],
      maxTokens: 1000,
      usdPerMillion: prices[name],
    }),
  );
  const orchestrator = createOrchestrator({
    deployments,
    strategy: "rule",
    resilience: { retry: { maxAttempts: 1 } },
    onEvent: (event) => events.push(event),
    ...options,
  });
  return { orchestrator, events, doubles };
}

export const kinds = (parts: readonly ChatPart[]) => parts.map(({ type }) => type).join(" ");
