import { randomInt } from "node:crypto";
import type { ChatMessage } from "../chat/message.ts";
import type { ChatRequest } from "../chat/request.ts";
import type { StreamPart, TokenChoice, TokenLogprob } from "../chat/stream-part.ts";
import { paths } from "../config/paths.ts";
import { ModelError } from "../core/errors.ts";
import { type Logger, silentLogger } from "../core/logger.ts";
import { prefixMessages } from "./chat-template.ts";
import { checkRequest, DEFAULT_MAX_TOKENS, HARD_MAX_TOKENS } from "./check-request.ts";
import { createLlamaEngine, type GeneratedToken, type LlamaEngine, type Token } from "./llama-engine.ts";
import { defaultModelName, findEntry, type ModelEntry, type PromptPrefix, readManifest } from "./manifest.ts";
import { ensureVerified, type ModelPlace } from "./model-state.ts";
import { createPartBuffer, type PartBuffer } from "./part-buffer.ts";
import { createPromptEncoder, type EncodedPrompt } from "./prompt-encoder.ts";
import { type AssembledText, createTextAssembler } from "./text-assembler.ts";
import { createTurnQueue } from "./turn-queue.ts";

/** A language model in this process, on the CPU. */
export interface LocalModel {
  readonly name: string;
  readonly provenance: "local";
  /** Tokens of prompt and answer together. */
  readonly contextTokens: number;
  /** What it reads before a question that brings no system message. */
  readonly prefix: PromptPrefix | undefined;
  /**
   * Answers token by token: `text` parts, one `usage` (prefix and chat form counted), one `end`. Runs one request at a
   * time; the others wait in a bounded queue. Temperature 0 (default) gives the same answer each time; log-probabilities
   * are those the token was chosen from. Answers end after 128 tokens, or `maxTokens`, never after more than 512.
   * When the signal is aborted or the reader leaves, waiting or working, the model is free at once and the stream ends
   * with `cancelled`.
   * @throws ProviderError at the first part: 400 when the request is not valid or the prompt does not fit, 429 when the
   * queue is full. ModelError after `close()`.
   */
  chat(request: ChatRequest, signal?: AbortSignal): AsyncIterable<StreamPart>;
  /** Tokens of a text alone. @throws ModelError after `close()`. */
  countTokens(text: string): number;
  /**
   * Tokens of a conversation as the model reads it.
   * @throws ProviderError 400 when it does not fit. ModelError after `close()`.
   */
  countPromptTokens(messages: readonly ChatMessage[]): number;
  /** Ends what runs and frees the memory. */
  close(): Promise<void>;
}

export interface OpenLocalModelOptions extends ModelPlace {
  readonly name?: string;
  /** Requests that may wait while one is answered; default 16. */
  readonly maxWaiting?: number;
  readonly logger?: Logger;
}

/**
 * Loads a model and warms it up (its prefix stays evaluated in memory).
 * @throws ModelError when the file is missing or damaged, or cannot be loaded.
 */
export async function openLocalModel(options: OpenLocalModelOptions = {}): Promise<LocalModel> {
  const { name = defaultModelName, folder = paths.models, logger = silentLogger } = options;
  const entry = findEntry(name, options.manifest ?? readManifest());
  if (entry.kind !== "chat")
    throw new ModelError(`${name} is an ${entry.kind} model: it cannot answer.`, { code: "MODEL_NO_CHAT" });
  const { state, path, problem, hint } = await ensureVerified(entry, folder);
  if (state !== "present")
    throw new ModelError(problem ?? `${path} is ${state}.`, { code: `MODEL_${state.toUpperCase()}`, hint });
  const engine = await createLlamaEngine({ path, contextTokens: entry.contextTokens, logger });
  try {
    return await modelOver(engine, entry, options.maxWaiting ?? 16);
  } catch (error) {
    await engine.close();
    throw error;
  }
}

async function modelOver(engine: LlamaEngine, entry: ModelEntry, maxWaiting: number): Promise<LocalModel> {
  const encoder = createPromptEncoder(engine, entry.prefix);
  const turns = createTurnQueue({ maxWaiting });
  const closing = new AbortController();
  let closed: Promise<void> | undefined;

  if (entry.prefix) await engine.prepare(encoder.encodeStart(prefixMessages(entry.prefix)));

  const checkOpen = () => {
    if (closed) throw closedError(entry.name);
  };

  async function* chat(request: ChatRequest, caller?: AbortSignal): AsyncGenerator<StreamPart, void> {
    checkRequest(request);
    checkOpen();
    const prompt = encoder.encode(request.messages);
    const reader = new AbortController();
    const signals = [reader.signal, closing.signal, ...(caller ? [caller] : [])];
    const parts = createPartBuffer<StreamPart>();
    // The model does not wait for its reader: one that stops reading must not hold up the queue.
    const work = answer(prompt, request, AbortSignal.any(signals), parts).then(
      () => parts.end(),
      (error: unknown) => parts.end(error),
    );
    try {
      yield* parts.read();
    } finally {
      reader.abort();
      await work;
    }
  }

  async function answer(
    prompt: EncodedPrompt,
    request: ChatRequest,
    signal: AbortSignal,
    parts: PartBuffer<StreamPart>,
  ): Promise<void> {
    const leave = await turns.enter(signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    if (!leave) return parts.push({ type: "end", reason: "cancelled" });
    try {
      await generateParts(engine, prompt, request, signal, parts);
    } finally {
      leave();
    }
  }

  return {
    name: entry.name,
    provenance: "local",
    contextTokens: engine.contextTokens,
    prefix: entry.prefix,
    chat,
    countTokens(text) {
      checkOpen();
      return engine.tokenize(text).length;
    },
    countPromptTokens(messages) {
      checkOpen();
      return encoder.encode(messages).tokens;
    },
    close() {
      closing.abort();
      closed ??= turns.idle().then(() => engine.close());
      return closed;
    },
  };
}

/** One answer from prompt to end, with the engine to itself. */
async function generateParts(
  engine: LlamaEngine,
  prompt: EncodedPrompt,
  request: ChatRequest,
  signal: AbortSignal,
  parts: PartBuffer<StreamPart>,
): Promise<void> {
  const room = engine.contextTokens - 1 - prompt.tokens;
  const maxTokens = Math.min(request.maxTokens ?? DEFAULT_MAX_TOKENS, HARD_MAX_TOKENS, room);
  const assembler = createTextAssembler({ detokenize: engine.detokenize, stop: request.stop ?? [] });
  const show = ({ text, choices }: AssembledText) => {
    if (text || choices.length > 0)
      parts.push({ type: "text", text, ...(choices.length > 0 && { logprobs: choices }) });
  };
  let completionTokens = 0;
  let stopped = false;
  try {
    for await (const generated of engine.generate(prompt.chunks, samplingOf(request), signal)) {
      if (signal.aborted) break;
      completionTokens++;
      const assembled = assembler.push(generated.token, choiceOf(engine, generated, request.topLogprobs));
      show(assembled);
      stopped = assembled.stopped;
      if (stopped || completionTokens >= maxTokens) break;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  if (!stopped) show(assembler.finish());
  const cut = !stopped && completionTokens >= maxTokens;
  parts.push({ type: "usage", usage: { promptTokens: prompt.tokens, completionTokens } });
  parts.push({ type: "end", reason: signal.aborted ? "cancelled" : cut ? "length" : "stop" });
}

function samplingOf({ temperature = 0, seed, topLogprobs }: ChatRequest) {
  const probabilities = topLogprobs === undefined ? "none" : topLogprobs === 0 ? "chosen" : "all";
  return { temperature, seed: (seed ?? randomInt(2 ** 32)) >>> 0, probabilities } as const;
}

function choiceOf(
  engine: LlamaEngine,
  { token, probability = 0, all }: GeneratedToken,
  topLogprobs: number | undefined,
): TokenChoice | undefined {
  if (topLogprobs === undefined) return undefined;
  const entryOf = (other: Token, chance: number) => ({
    token: engine.detokenize([other]),
    logprob: toLogprob(chance),
  });
  const top: TokenLogprob[] = [];
  for (const [other, chance] of all ?? []) {
    if (top.length >= topLogprobs) break;
    top.push(entryOf(other, chance));
  }
  return { ...entryOf(token, probability), top };
}

/** JSON has no -Infinity; OpenAI writes -9999 for a token that cannot come. */
const toLogprob = (probability: number) => (probability > 0 ? Math.log(probability) : -9999);

const closedError = (name: string) =>
  new ModelError(`The model ${name} is closed.`, {
    code: "MODEL_CLOSED",
    hint: "Open it again with openLocalModel().",
  });
