import { request as httpRequest } from "undici";
import type { Provenance } from "../chat/provenance.ts";
import { PROVENANCE_HEADER } from "../chat/provenance.ts";
import type { Usage } from "../chat/stream-part.ts";
import { ProviderError } from "../core/errors.ts";
import type { ChatEndpoint } from "./chat-over-http.ts";
import { isJson } from "./chat-wire.ts";
import { provenanceOf } from "./provenance-of.ts";
import { httpFailure, networkFailure } from "./provider-failure.ts";
import { redactorOf } from "./redactor.ts";

/** Texts to be turned into vectors. `model` is the provider's own name for it. */
export interface EmbedRequest {
  readonly model: string;
  readonly input: readonly string[];
  readonly dimensions?: number | undefined;
}

export interface EmbedReply {
  readonly provenance: Provenance;
  /** Model that says it made them. */
  readonly servedModel: string;
  /** One for each text, in their order. */
  readonly vectors: readonly (readonly number[])[];
  /** Undefined when the provider tells none. */
  readonly usage: Usage | undefined;
}

/**
 * Asks one endpoint for vectors in OpenAI's form.
 * @throws ProviderError when it refuses, cannot be reached or answers with something else; the signal's reason when aborted.
 */
export async function embedOverHttp(
  { provider, kind, tier, url, headers, labUrls, keyHint }: Omit<ChatEndpoint, "wire" | "streamedUsage">,
  { model, input, dimensions }: EmbedRequest,
  signal?: AbortSignal,
): Promise<EmbedReply> {
  const redact = redactorOf(url, headers);
  const failed = (error: unknown) => {
    signal?.throwIfAborted();
    throw networkFailure(provider, url, { error, redact });
  };
  signal?.throwIfAborted();
  const response = await httpRequest(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ model, input, ...(dimensions !== undefined && { dimensions }) }),
    ...(signal && { signal }),
  }).catch(failed);
  const body = await response.body.text().catch(failed);
  const { statusCode: status, headers: told } = response;
  if (status >= 300) throw httpFailure({ provider, status, headers: told, body, redact, keyHint });
  const read = readEmbeddings(body, input.length);
  if (!read) throw notVectors(provider, redact.text(body.slice(0, 1_000)));
  const header = told[PROVENANCE_HEADER];
  return {
    ...read,
    servedModel: redact.text(read.servedModel || model),
    provenance: provenanceOf({
      kind,
      tier,
      labUrls,
      baseUrl: url,
      header: Array.isArray(header) ? header[0] : header,
    }),
  };
}

function readEmbeddings(body: string, count: number): Omit<EmbedReply, "provenance"> | undefined {
  const value = parseJson(body);
  if (!isJson(value) || !Array.isArray(value.data)) return undefined;
  const vectors = new Array<readonly number[] | undefined>(count).fill(undefined);
  value.data.forEach((entry: unknown, place) => {
    if (!isJson(entry) || !isVector(entry.embedding)) return;
    vectors[typeof entry.index === "number" ? entry.index : place] = entry.embedding;
  });
  const whole = vectors.filter((vector) => vector !== undefined);
  if (whole.length !== count || vectors.length !== count) return undefined;
  const { usage, model } = value;
  const tokens = isJson(usage) && typeof usage.prompt_tokens === "number" ? usage.prompt_tokens : undefined;
  return {
    vectors: whole,
    servedModel: typeof model === "string" ? model : "",
    usage: tokens === undefined ? undefined : { promptTokens: tokens, completionTokens: 0 },
  };
}

const isVector = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === "number");

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notVectors(provider: string, body: string): ProviderError {
  const shown = JSON.stringify(body.slice(0, 80));
  return new ProviderError(`${provider} answered 200 with something that is no list of vectors: ${shown}`, {
    code: "MALFORMED_ANSWER",
    status: 200,
    retryable: true,
    hint: "Is this really the address of an embedding model?",
  });
}
