import { request } from "undici";
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
  const { data } = JSON.parse(body) as { data?: { id?: unknown }[] };
  return (data ?? []).flatMap(({ id }) => (typeof id === "string" ? [id] : []));
}
