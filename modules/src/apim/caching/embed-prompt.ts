import type { Exchange } from "../pipeline/exchange.ts";
import { HeaderMap } from "../pipeline/header-map.ts";
import { MessageBody } from "../pipeline/message-body.ts";
import { decodeBody } from "../tokens/decode-body.ts";
import { isRecord, recordsOf } from "../tokens/is-record.ts";
import { readJson } from "../tokens/read-json.ts";

const TIMEOUT_MS = 30_000;
const IDENTITY_RESOURCE = "https://cognitiveservices.azure.com";
/** Sent where a backend's address is that of a deployment and names no version. */
const API_VERSION = "2024-10-21";

/** The vector of a prompt, of unit length, and who made it. */
export interface EmbeddedPrompt {
  readonly vector: Float32Array;
  readonly by: string;
}

/**
 * By the gateway's own embedder when it has one, else by the backend, with a token of the gateway's identity.
 * @throws PolicyError or Error when there is no vector to be had
 */
export async function embedPrompt(
  prompt: string,
  backendName: string,
  exchange: Exchange,
): Promise<EmbeddedPrompt> {
  const { embed } = exchange.services;
  if (!embed) return { vector: await askBackend(prompt, backendName, exchange), by: backendName };
  const [vector] = await embed([prompt]);
  if (!vector) throw new Error("The gateway's embedder gave no vector.");
  return { vector: toUnitLength(vector), by: "the gateway's own embedder" };
}

async function askBackend(prompt: string, backendName: string, exchange: Exchange): Promise<Float32Array> {
  const { services, signal } = exchange;
  const backend = services.backends.choose(backendName, exchange);
  const headers = HeaderMap.fromRaw(["Content-Type", "application/json"]);
  const url = new URL(backend.baseUrl);
  if (url.pathname.includes("/deployments/") && !url.searchParams.has("api-version")) {
    url.searchParams.set("api-version", API_VERSION);
  }
  const token = await services.managedIdentityToken(IDENTITY_RESOURCE, undefined, signal);
  headers.set("Authorization", [`Bearer ${token}`]);
  await backend.authorize(exchange, { url, headers });
  const response = await services.send(
    {
      method: "POST",
      url,
      headers,
      body: MessageBody.of(JSON.stringify({ input: [prompt] })),
      timeoutMs: TIMEOUT_MS,
      followRedirects: false,
      acceptAnyCertificate: backend.acceptAnyCertificate,
    },
    signal,
  );
  backend.settle(exchange, response);
  const text = decodeBody(await response.body.read(), response.headers, services.bodyLimitBytes);
  const vector = readVector(readJson(text));
  if (response.status === 200 && vector) return vector;
  throw new Error(`${backendName} answered ${response.status} without an embedding.`);
}

function readVector(answer: unknown): Float32Array | undefined {
  const [first] = isRecord(answer) ? recordsOf(answer.data) : [];
  const numbers: unknown = first?.embedding;
  if (!Array.isArray(numbers) || numbers.length === 0) return undefined;
  return numbers.every((number) => typeof number === "number")
    ? toUnitLength(Float32Array.from(numbers))
    : undefined;
}

function toUnitLength(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length > 0 ? vector.map((value) => value / length) : vector;
}
