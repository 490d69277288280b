import { user } from "../chat/message.ts";
import type { Usage } from "../chat/stream-part.ts";
import { ProviderError } from "../core/errors.ts";
import type { ChatReply } from "../providers/provider.ts";
import type { ServingDeployment } from "./serving.ts";

/** Who answered a ping, and the tokens that it told. */
export interface PingReply extends Pick<ChatReply, "servedModel" | "provenance"> {
  readonly usage: Usage | undefined;
}

/**
 * The smallest real request: one token of chat, or one word turned into a vector.
 * @throws what the provider throws; ProviderError when the answer breaks off, or where no vectors are made.
 */
export async function pingDeployment(
  { provider, served, kind, name }: ServingDeployment,
  signal: AbortSignal,
): Promise<PingReply> {
  if (kind === "embedding") {
    const reply = await provider.embed?.({ model: served, input: ["ping"] }, { signal });
    if (!reply)
      throw new ProviderError(`${name} makes no vectors.`, { code: "NO_EMBEDDINGS", retryable: false });
    return { servedModel: reply.servedModel, provenance: reply.provenance, usage: reply.usage };
  }
  const reply = await provider.chat({ model: served, messages: [user("ping")], maxTokens: 1 }, { signal });
  let usage: Usage | undefined;
  for await (const part of reply.parts) {
    if (part.type === "error")
      throw new ProviderError(`${name} broke off: ${part.message}`, { ...part, status: 200 });
    if (part.type === "usage") usage = part.usage;
  }
  return { servedModel: reply.servedModel, provenance: reply.provenance, usage };
}
