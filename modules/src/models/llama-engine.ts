import type { LlamaContextSequence, LlamaModel, Token } from "node-llama-cpp";
import { explainError, ModelError } from "../core/errors.ts";
import type { Logger } from "../core/logger.ts";
import { createTokenCache } from "./token-cache.ts";

export type { Token } from "node-llama-cpp";

interface Sampling {
  readonly temperature: number;
  readonly seed: number;
  /** Ask for the probability of the chosen token, or of every token. The latter halves the speed. */
  readonly probabilities: "none" | "chosen" | "all";
}

export interface GeneratedToken {
  readonly token: Token;
  /** 0 to 1; when asked for. */
  readonly probability?: number;
  /** Probabilities of all tokens, best first; when asked for. */
  readonly all?: ReadonlyMap<Token, number>;
}

/** llama.cpp with one model and one context, for one caller at a time. */
export interface LlamaEngine {
  /** Tokens of prompt and answer together. */
  readonly contextTokens: number;
  readonly turnStart: Token;
  readonly turnEnd: Token;
  /** Special tokens in the text are taken as plain text. */
  tokenize(text: string): Token[];
  detokenize(tokens: readonly Token[]): string;
  /** Evaluates prompt chunks so that a later prompt that begins with them need not. */
  prepare(chunks: readonly (readonly Token[])[], signal?: AbortSignal): Promise<void>;
  /**
   * Yields tokens until the model ends its turn. Chunks in common with what was evaluated before are not evaluated again.
   * Rejects with the signal's reason when aborted while the prompt is evaluated.
   */
  generate(
    chunks: readonly (readonly Token[])[],
    sampling: Sampling,
    signal: AbortSignal,
  ): AsyncGenerator<GeneratedToken, void>;
  close(): Promise<void>;
}

export interface LlamaEngineOptions {
  readonly path: string;
  readonly contextTokens: number;
  readonly logger: Logger;
}

/** Two threads spin and collapse when the laptop is busy; one is steady. */
const THREADS = 1;

/**
 * Loads the prebuilt llama.cpp (no compiler, no download, no GPU) and the model.
 * @throws ModelError when either cannot be loaded.
 */
export async function createLlamaEngine(options: LlamaEngineOptions): Promise<LlamaEngine> {
  try {
    return await load(options);
  } catch (cause) {
    throw new ModelError(`The model ${options.path} cannot be loaded: ${explainError(cause)}.`, {
      code: "MODEL_LOAD_FAILED",
      hint: "Close other programs if memory is short; on a system without a prebuilt llama.cpp use Foundry Local or Ollama.",
      cause,
    });
  }
}

async function load({ path, contextTokens, logger }: LlamaEngineOptions): Promise<LlamaEngine> {
  const { getLlama, LlamaLogLevel } = await import("node-llama-cpp");
  const llama = await getLlama({
    gpu: false,
    build: "never",
    skipDownload: true,
    progressLogs: false,
    maxThreads: THREADS,
    logLevel: LlamaLogLevel.error,
    logger: (level, message) => logger.warn(message.trim(), { source: "llama.cpp", level }),
  });
  try {
    const model = await llama.loadModel({ modelPath: path, gpuLayers: 0 });
    const context = await model.createContext({
      contextSize: contextTokens,
      sequences: 1,
      threads: { ideal: THREADS, min: THREADS },
    });
    return engineOver(model, context.getSequence(), async () => {
      await context.dispose();
      await model.dispose();
      await llama.dispose();
    });
  } catch (error) {
    await llama.dispose();
    throw error;
  }
}

function engineOver(
  model: LlamaModel,
  sequence: LlamaContextSequence,
  close: () => Promise<void>,
): LlamaEngine {
  const cache = createTokenCache(sequence);
  return {
    contextTokens: sequence.contextSize,
    turnStart: specialToken(model, "<|im_start|>"),
    turnEnd: specialToken(model, "<|im_end|>"),
    tokenize: (text) => model.tokenize(text, false),
    detokenize: (tokens) => model.detokenize(tokens),
    prepare: async (chunks, signal) => await cache.evaluate(chunks, signal),
    async *generate(chunks, sampling, signal) {
      const last = chunks.at(-1);
      if (!last) return;
      await cache.evaluate(chunks.slice(0, -1), signal);
      yield* sample(sequence, last, sampling);
    },
    close,
  };
}

async function* sample(
  sequence: LlamaContextSequence,
  prompt: readonly Token[],
  { temperature, seed, probabilities }: Sampling,
): AsyncGenerator<GeneratedToken, void> {
  const tokens = [...prompt];
  const options = { temperature, seed };
  if (probabilities === "none") {
    for await (const token of sequence.evaluate(tokens, options)) yield { token };
  } else if (probabilities === "chosen") {
    const chosen = sequence.evaluateWithMetadata(tokens, { confidence: true }, options);
    for await (const { token, confidence } of chosen) yield { token, probability: confidence };
  } else {
    const both = { confidence: true, probabilities: true } as const;
    for await (const item of sequence.evaluateWithMetadata(tokens, both, options))
      yield { token: item.token, probability: item.confidence, all: item.probabilities };
  }
}

function specialToken(model: LlamaModel, text: string): Token {
  const tokens = model.tokenize(text, true);
  const [token] = tokens;
  if (token === undefined || tokens.length !== 1)
    throw new Error(`its chat form is not ChatML (no token ${text})`);
  return token;
}
