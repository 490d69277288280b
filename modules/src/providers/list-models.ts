import { request } from "undici";
import { ProviderError } from "../core/errors.ts";
import type { ChatEndpoint } from "./chat-over-http.ts";
import { isJson, textOf } from "./chat-wire.ts";
import { httpFailure, networkFailure } from "./provider-failure.ts";
import { redactorOf } from "./redactor.ts";

/** Where models are listed. */
export interface ModelListing
  extends Pick<ChatEndpoint, "provider" | "url" | "headers" | "keyHint" | "wire"> {
  /** The names in the JSON of a list; `undefined` for what is none. Default: OpenAI's `{ data: [{ id }] }`. */
  readonly readNames?: (list: unknown) => readonly string[] | undefined;
}

/** The names of `GET {url}`. */
export async function listModels(
  { provider, url, headers, keyHint, wire, readNames = readOpenAiList }: ModelListing,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const redact = redactorOf(url, headers);
  const failed = (error: unknown) => {
    signal?.throwIfAborted();
    throw networkFailure(provider, url, { error, redact });
  };
  const response = await request(url, { headers, ...(signal && { signal }) }).catch(failed);
  const body = await response.body.text().catch(failed);
  if (response.statusCode >= 300) {
    const { statusCode: status } = response;
    const { readRefusal } = wire ?? {};
    throw httpFailure({ provider, status, headers: response.headers, body, redact, keyHint, readRefusal });
  }
  const names = readNames(parseJson(body));
  if (!names) throw notAList(provider, redact.text(body.slice(0, 1_000)));
  return names;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const readOpenAiList = (list: unknown) => (isJson(list) ? namesIn(list.data, "id") : undefined);

/** The field of each entry that names it; `undefined` when this is no list. */
export function namesIn(entries: unknown, field: string): readonly string[] | undefined {
  if (!Array.isArray(entries)) return undefined;
  return entries.flatMap((entry: unknown) => (isJson(entry) ? (textOf(entry[field]) ?? []) : []));
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
