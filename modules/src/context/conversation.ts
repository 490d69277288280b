import { assistant, type ChatMessage, user } from "../chat/message.ts";
import { newId } from "../core/ids.ts";

export interface ConversationOptions {
  readonly id?: string;
  /** Turns (a question with its answer) that are kept; older ones are forgotten. Default 10. */
  readonly maxTurns?: number;
}

/** The turns of one session. Every model sees all of them, whichever model answered before. */
export interface Conversation {
  readonly id: string;
  /** What is sent along, oldest first. */
  readonly messages: readonly ChatMessage[];
  add(question: string, answer: string): void;
  clear(): void;
}

export function createConversation(options: ConversationOptions = {}): Conversation {
  const { id = newId("session-"), maxTurns = 10 } = options;
  let messages: readonly ChatMessage[] = [];
  return {
    id,
    get messages() {
      return messages;
    },
    add(question, answer) {
      const all = [...messages, user(question), assistant(answer)];
      messages = all.slice(Math.max(0, all.length - 2 * maxTurns));
    },
    clear() {
      messages = [];
    },
  };
}
