import { explainError } from "../../core/errors.ts";
import { embedPrompt } from "../caching/embed-prompt.ts";
import { planSemanticStoring, semanticCacheOf } from "../caching/semantic-plan.ts";
import { answerFrom } from "../caching/stored-answer.ts";
import { nearestName } from "../documents/nearest-name.ts";
import type { PolicyElement } from "../documents/policy-element.ts";
import { answerFromCache } from "../pipeline/cached-answer.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { PolicyCompiler, PolicyDefinition } from "../pipeline/policy.ts";
import type { PolicyValue } from "../pipeline/policy-value.ts";
import { type ModelRequest, readModelRequest } from "../tokens/model-request.ts";

const STORES = ["llm-semantic-cache-store", "azure-openai-semantic-cache-store"];

/** Answers from the cache when a prompt of like meaning was answered before. */
export const llmSemanticCacheLookup: PolicyDefinition = {
  name: "llm-semantic-cache-lookup",
  aliases: ["azure-openai-semantic-cache-lookup"],
  sections: ["inbound"],
  support: "emulated",
  notes:
    "The score is the distance 1 - cosine similarity, so that a lower score-threshold asks for more likeness, as the newest " +
    "documentation says. Prompts share answers within an API, operation, path and model; not documented by Azure. Streams are " +
    "neither answered nor kept. When the embedding fails, the backend is asked. The vectors come from the gateway's own embedder " +
    "when it has one, else from the backend.",
  attributes: {
    "score-threshold": { required: true, kind: "number", min: 0, max: 1 },
    "embeddings-backend-id": { required: true },
    "embeddings-backend-auth": { required: true, expression: false, values: ["system-assigned"] },
    "ignore-system-messages": { kind: "boolean" },
    "max-message-count": { kind: "integer", min: 0 },
  },
  children: { "vary-by": { many: true, text: true } },
  compile: (element, compiler) => {
    const settings = readSettings(element, compiler);
    return {
      policy: element.name,
      position: element.position,
      run: (exchange) => lookUp(settings, exchange),
    };
  },
};

type Settings = ReturnType<typeof readSettings>;

function readSettings(element: PolicyElement, compiler: PolicyCompiler) {
  const backend = compiler.required(element, "embeddings-backend-id");
  if (backend.literal !== undefined && !compiler.backendNames.has(backend.literal)) {
    const hint = nearestName(backend.literal, [...compiler.backendNames], "backends");
    compiler.problem(`There is no backend "${backend.literal}". ${hint}`, backend.position);
  }
  return {
    backend,
    threshold: compiler.required(element, "score-threshold"),
    ignoresSystem: compiler.attribute(element, "ignore-system-messages"),
    mostMessages: compiler.attribute(element, "max-message-count"),
    varyBy: element.children.flatMap(({ text }) => (text ? [compiler.value(text)] : [])),
  };
}

async function lookUp(settings: Settings, exchange: Exchange): Promise<"answered" | undefined> {
  const request = await readModelRequest(exchange);
  const prompt = await promptOf(settings, request, exchange);
  if (request === undefined || typeof prompt !== "string") {
    const why = typeof prompt === "string" ? "the request is no JSON object" : prompt.why;
    exchange.trace.note(() => `not cached: ${why}`);
    return undefined;
  }
  const vector = await embed(prompt, await settings.backend.text(exchange), exchange);
  if (!vector) return undefined;
  const partition = await partitionOf(settings.varyBy, request, exchange);
  planSemanticStoring(exchange, { partition, vector, prompt });
  return answerIfNear(await settings.threshold.number(exchange), partition, vector, exchange);
}

/** The text to compare, or why there is none. */
async function promptOf(
  { ignoresSystem, mostMessages }: Settings,
  request: ModelRequest | undefined,
  exchange: Exchange,
): Promise<string | { readonly why: string }> {
  if (!request) return { why: "the request is no JSON object" };
  if (request.streams) return { why: "the answer shall stream" };
  const skipsSystem = (await ignoresSystem?.boolean(exchange)) ?? false;
  const messages = request.messages.filter(
    ({ role }) => !(skipsSystem && (role === "system" || role === "developer")),
  );
  const most = await mostMessages?.number(exchange);
  if (most !== undefined && messages.length > most) {
    return { why: `${messages.length} messages are more than max-message-count ${most}` };
  }
  const prompt = messages
    .map(({ text }) => text)
    .filter((text) => text !== "")
    .join("\n");
  return prompt === "" ? { why: "the request has no prompt" } : prompt;
}

/** A cache that does not work must not stop a request. */
async function embed(prompt: string, backend: string, exchange: Exchange): Promise<Float32Array | undefined> {
  try {
    const { vector, by } = await embedPrompt(prompt, backend, exchange);
    exchange.trace.note(() => `embedded by ${by}: ${vector.length} numbers`);
    return vector;
  } catch (error) {
    exchange.signal.throwIfAborted();
    exchange.trace.note(() => `not cached: no embedding: ${explainError(error)}`);
    return undefined;
  }
}

async function partitionOf(
  varyBy: readonly PolicyValue[],
  { model }: ModelRequest,
  exchange: Exchange,
): Promise<string> {
  const values: string[] = [];
  for (const value of varyBy) values.push((await value.text(exchange)).trim());
  const { api, operation, request } = exchange;
  return JSON.stringify([api.id, operation.id, request.url.pathname, model, values.join("")]);
}

function answerIfNear(
  threshold: number,
  partition: string,
  vector: Float32Array,
  exchange: Exchange,
): "answered" | undefined {
  const { services, trace } = exchange;
  const match = semanticCacheOf(services).nearest(partition, vector, services.clock.now());
  const isHit = match !== undefined && match.distance <= threshold;
  trace.note(() =>
    match
      ? `${isHit ? "hit" : "miss"}: the nearest prompt is at distance ${match.distance.toFixed(3)}, allowed is ${threshold}`
      : "miss: nothing is kept yet",
  );
  if (!isHit) return undefined;
  answerFromCache(exchange, answerFrom(match.answer), STORES);
  return "answered";
}
