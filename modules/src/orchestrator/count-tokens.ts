import type { ChatMessage } from "../chat/message.ts";

/** Characters that a token of English has on average; a first guess until tokens are counted or told. */
const CHARACTERS_PER_TOKEN = 4;
/** Tokens that the chat form adds to each message. */
const PER_MESSAGE = 4;

export const approximateTokens = (text: string): number => Math.ceil(text.length / CHARACTERS_PER_TOKEN);

export const promptTokensOf = (
  messages: readonly ChatMessage[],
  count: (text: string) => number = approximateTokens,
): number => messages.reduce((sum, { content }) => sum + PER_MESSAGE + count(content), 0);
