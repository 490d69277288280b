import { request } from "undici";
import { ProviderError } from "../core/errors.ts";
import type { ChatEndpoint } from "./chat-over-http.ts";
import { httpFailure, networkFailure } from "./provider-failure.ts";

/** The ids of `GET {url}` in OpenAI's list form. */
export async function listModels(
  { provider, url, headers }: Pick<ChatEndpoint, "provider" | "url" | "headers">,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const response = await request(url, { headers, ...(signal && { signal }) }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw networkFailure(provider, new URL(url).origin, error);
  });
  const body = await response.body.text();
  if (response.statusCode >= 400) {
    throw httpFailure({ provider, status: response.statusCode, headers: response.headers, body });
  }
  const list = readList(body);
  if (!list) throw notAList(provider, body);
  return list.flatMap((entry) => (typeof entry?.id === "string" ? [entry.id] : []));
}

function readList(body: string): ({ id?: unknown } | null)[] | undefined {
  try {
    const parsed = JSON.parse(body) as { data?: unknown } | null;
    return Array.isArray(parsed?.data) ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function notAList(provider: string, body: string): ProviderError {
  const shown = JSON.stringify(body.slice(0, 80));
  return new ProviderError(`${provider} answered 200 with something that is no list of models: ${shown}`, {
    code: "MALFORMED_ANSWER",
    status: 200,
    retryable: true,
    hint: "Is this really the address of a model server?",
  });
}
