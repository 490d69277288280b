import { openLocalModel } from "../../modules/src/models/index.ts";
import { createOpenAiCompatible } from "../../modules/src/providers/openai-compatible.ts";
import type { ChatModel } from "../../modules/src/routers/ask-chat-model.ts";

/** A chat model to measure routers with. */
export interface MeasuredModel {
  readonly chat: ChatModel;
  readonly model: string;
  close(): Promise<void>;
}

/**
 * The workshop's local model in this process, without a server.
 * @throws ModelError when its file is missing or damaged.
 */
export async function openLocalChat(): Promise<MeasuredModel> {
  const local = await openLocalModel();
  return {
    chat: { chat: async (request, { signal } = {}) => ({ parts: local.chat(request, signal) }) },
    model: local.name,
    close: () => local.close(),
  };
}

/** A model behind a server in OpenAI's form. */
export function serverChat(baseUrl: string, model: string, apiKey: string | undefined): MeasuredModel {
  const chat = createOpenAiCompatible({ name: "server", baseUrl, apiKey, tier: "local" });
  return { chat, model, close: async () => {} };
}
