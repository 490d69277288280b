import { request } from "undici";
import { ProviderError } from "../core/errors.ts";
import type { ChatEndpoint } from "./chat-over-http.ts";
import { httpFailure, networkFailure } from "./provider-failure.ts";
import { redactorOf } from "./redactor.ts";

/** The ids of `GET {url}` in OpenAI's list form. */
export async function listModels(
  { provider, url, headers, keyHint }: Pick<ChatEndpoint, "provider" | "url" | "headers" | "keyHint">,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const redact = redactorOf(url, headers);
  const failed = (error: unknown) => {
    signal?.throwIfAborted();
    throw networkFailure(provider, url, { error, redact });
  };
  const response = await request(url, { headers, ...(signal && { signal }) }).catch(failed);
  const body = await response.body.text().catch(failed);
  if (response.statusCode >= 300) {
    const { statusCode: status } = response;
    throw httpFailure({ provider, status, headers: response.headers, body, redact, keyHint });
  }
  const list = readList(body);
  if (!list) throw notAList(provider, redact.text(body.slice(0, 1_000)));
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
