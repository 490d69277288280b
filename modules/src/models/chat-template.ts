import type { ChatMessage } from "../chat/message.ts";
import type { PromptPrefix } from "./manifest.ts";

export interface ChatTemplateOptions<Token> {
  /** Tokens of plain text; text that looks like a special token stays text, so a prompt cannot end its own turn. */
  tokenize(text: string): readonly Token[];
  /** `<|im_start|>` */
  readonly turnStart: Token;
  /** `<|im_end|>` */
  readonly turnEnd: Token;
}

/**
 * The ChatML form that SmolLM2 and many others are trained on: each message is
 * `<|im_start|>ROLE\nCONTENT<|im_end|>\n`, then `<|im_start|>assistant\n` asks for the answer.
 */
export function createChatTemplate<Token>({ tokenize, turnStart, turnEnd }: ChatTemplateOptions<Token>) {
  return {
    message: ({ role, content }: ChatMessage): Token[] => [
      turnStart,
      ...tokenize(`${role}\n${content}`),
      turnEnd,
      ...tokenize("\n"),
    ],
    answerHead: (): Token[] => [turnStart, ...tokenize("assistant\n")],
  };
}

/**
 * The messages the model really reads. A conversation that brings its own system message is left as it is. One that
 * begins with a user's turn gets the prefix: a system line and example turns. Any other gets only the system line.
 */
export function withPrefix(
  messages: readonly ChatMessage[],
  prefix: PromptPrefix | undefined,
): readonly ChatMessage[] {
  if (!prefix || messages.some((message) => message.role === "system")) return messages;
  if (messages[0]?.role !== "user") return [{ role: "system", content: prefix.system }, ...messages];
  return [...prefixMessages(prefix), ...messages];
}

/** The system line and the examples as messages. */
export const prefixMessages = ({ system, examples }: PromptPrefix): readonly ChatMessage[] => [
  { role: "system", content: system },
  ...examples.flatMap(({ user, assistant }): ChatMessage[] => [
    { role: "user", content: user },
    { role: "assistant", content: assistant },
  ]),
];
