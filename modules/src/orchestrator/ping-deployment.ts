import { user } from "../chat/message.ts";
import { ProviderError } from "../core/errors.ts";
import type { ServingDeployment } from "./serving.ts";

/**
 * The smallest real request: one token of chat, or one word turned into a vector. It is not booked.
 * @throws what the provider throws; ProviderError when the answer breaks off.
 */
export async function pingDeployment(
  { provider, served, kind, name }: ServingDeployment,
  signal: AbortSignal,
): Promise<void> {
  if (kind === "embedding") {
    await provider.embed?.({ model: served, input: ["ping"] }, { signal });
    return;
  }
  const reply = await provider.chat({ model: served, messages: [user("ping")], maxTokens: 1 }, { signal });
  for await (const part of reply.parts)
    if (part.type === "error") throw new ProviderError(`${name} broke off: ${part.message}`, part);
}
