import { assistant, system, user } from "../src/chat/message.ts";
import type { ChatRequest } from "../src/chat/request.ts";
import type { StreamPart } from "../src/chat/stream-part.ts";
import { createAnthropic } from "../src/providers/anthropic.ts";
import { createCohere } from "../src/providers/cohere.ts";
import { createGemini } from "../src/providers/gemini.ts";
import { createGitHubModels } from "../src/providers/github-models.ts";
import { createHuggingFace } from "../src/providers/hugging-face.ts";
import { createMistral } from "../src/providers/mistral.ts";
import type { Provider } from "../src/providers/provider.ts";
import { type WireRequest, wireDouble } from "./wire-double.ts";

export const KEY = "planted-publisher-key";

export const MAKERS = {
  anthropic: (endpoint: string) => createAnthropic({ endpoint, apiKey: KEY }),
  gemini: (endpoint: string) => createGemini({ endpoint, apiKey: KEY }),
  mistral: (endpoint: string) => createMistral({ endpoint, apiKey: KEY }),
  cohere: (endpoint: string) => createCohere({ endpoint, apiKey: KEY }),
  gitHub: (endpoint: string) => createGitHubModels({ endpoint, token: KEY, organization: "contoso" }),
  huggingFace: (endpoint: string) => createHuggingFace({ endpoint, token: KEY, billTo: "contoso" }),
} as const;

interface Said {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Asked {
  readonly provider: Provider;
  readonly seen: readonly WireRequest[];
}

/** A provider over a server that says one thing. */
export async function over(
  kind: keyof typeof MAKERS,
  { status = 200, headers = {}, body }: Said = { body: "{}" },
): Promise<Asked> {
  const { address, seen } = await wireDouble((_, response) => {
    response.writeHead(status, headers);
    response.end(body);
  });
  return { provider: MAKERS[kind](address), seen };
}

export const talk: ChatRequest = {
  model: "m-1",
  messages: [system("Be brief."), user("One?"), assistant("1"), user("Two?")],
  maxTokens: 9,
  temperature: 0.5,
  stop: ["END"],
};
export const schema = { type: "object", properties: { answer: { type: "string" } } };
export const question: ChatRequest = { model: "m-1", messages: [user("Two?")] };

export async function sent(
  kind: keyof typeof MAKERS,
  request: ChatRequest,
  stream = false,
): Promise<WireRequest> {
  const { provider, seen } = await over(kind);
  await provider.chat(request, { stream }).catch(() => undefined);
  const [first] = seen;
  if (!first) throw new Error("nothing was sent");
  return first;
}

export const events = (...values: readonly object[]): Said => ({
  headers: { "content-type": "text/event-stream" },
  body: values.map((value) => `event: any\ndata: ${JSON.stringify(value)}\n\n`).join(""),
});

export async function streamed(kind: keyof typeof MAKERS, said: Said): Promise<readonly StreamPart[]> {
  const { provider } = await over(kind, said);
  return Array.fromAsync((await provider.chat(question)).parts);
}

export async function whole(kind: keyof typeof MAKERS, body: object): Promise<readonly StreamPart[]> {
  const { provider } = await over(kind, { body: JSON.stringify(body) });
  return Array.fromAsync((await provider.chat(question, { stream: false })).parts);
}

export async function refusal(kind: keyof typeof MAKERS, status: number, body: unknown): Promise<unknown> {
  const { provider } = await over(kind, { status, body: JSON.stringify(body) });
  return provider.chat(question).catch((error: unknown) => error);
}

export const text = (content: string): StreamPart => ({ type: "text", text: content });
export const usage = (promptTokens: number, completionTokens: number): StreamPart => ({
  type: "usage",
  usage: { promptTokens, completionTokens },
});
export const end = (reason: "stop" | "length" | "filter" | "cut"): StreamPart => ({ type: "end", reason });
