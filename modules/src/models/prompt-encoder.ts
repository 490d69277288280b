import type { ChatMessage } from "../chat/message.ts";
import { ProviderError } from "../core/errors.ts";
import { createChatTemplate, withPrefix } from "./chat-template.ts";
import type { LlamaEngine, Token } from "./llama-engine.ts";
import type { PromptPrefix } from "./manifest.ts";

/** A prompt as the engine takes it: whole messages, long ones in pieces, so that an abort is seen between them. */
export interface EncodedPrompt {
  readonly chunks: readonly (readonly Token[])[];
  readonly tokens: number;
}

const CHUNK_TOKENS = 64;

/** Text is tokenised in slices of so many characters, so that a huge prompt is refused after its first few. */
const SLICE_CHARACTERS = 8_192;

/** Tokens that the chat form adds to each message, at least. */
const FORM_TOKENS = 4;

/** At least this many tokens are left for the answer. */
const ROOM_FOR_ANSWER = 16;

/** Turns messages into token chunks, with the prefix where it belongs. */
export function createPromptEncoder(engine: LlamaEngine, prefix: PromptPrefix | undefined) {
  const template = createChatTemplate(engine);
  const limit = engine.contextTokens - ROOM_FOR_ANSWER;

  const encodeMessages = (messages: readonly ChatMessage[]) => messages.map(template.message);

  return {
    /** @throws ProviderError 400 when the prompt does not fit into the context. */
    encode(messages: readonly ChatMessage[]): EncodedPrompt {
      const complete = withPrefix(messages, prefix);
      const characters = complete.reduce((sum, { content }) => sum + content.length, 0);
      if (characters > SLICE_CHARACTERS) refuseHuge(complete, limit, engine);
      const encoded = encodeMessages(complete);
      encoded.at(-1)?.push(...template.answerHead());
      const tokens = encoded.reduce((sum, message) => sum + message.length, 0);
      if (tokens > limit) throw tooLong(`${tokens}`, limit);
      return { chunks: encoded.flatMap(inPieces), tokens };
    },
    /** What can be evaluated before any request comes. */
    encodeStart(messages: readonly ChatMessage[]): readonly (readonly Token[])[] {
      return encodeMessages(messages).flatMap(inPieces);
    },
  };
}

function inPieces(tokens: readonly Token[]): Token[][] {
  const pieces: Token[][] = [];
  for (let start = 0; start < tokens.length; start += CHUNK_TOKENS)
    pieces.push(tokens.slice(start, start + CHUNK_TOKENS));
  return pieces;
}

/** Counts slice by slice and stops early. Each cut may add a token: what is too much without those cannot fit. */
function refuseHuge(messages: readonly ChatMessage[], limit: number, engine: LlamaEngine): void {
  let atLeast = 0;
  for (const { content } of messages) {
    atLeast += FORM_TOKENS;
    for (let start = 0; start < content.length; start += SLICE_CHARACTERS) {
      atLeast += engine.tokenize(content.slice(start, start + SLICE_CHARACTERS)).length - 1;
      if (atLeast > limit) throw tooLong(`more than ${atLeast}`, limit);
    }
  }
}

const tooLong = (tokens: string, limit: number) =>
  new ProviderError(`The prompt has ${tokens} tokens; the local model takes at most ${limit}.`, {
    code: "CONTEXT_LENGTH_EXCEEDED",
    status: 400,
    retryable: false,
    hint: "Send a shorter prompt, or ask a cloud model.",
  });
