import { assistant, type ChatMessage, user } from "../chat/message.ts";
import { newId } from "../core/ids.ts";

export interface ConversationOptions {
  readonly id?: string;
  /** Oldest turns beyond this many messages are not sent along. Default 20. */
  readonly maxMessages?: number;
}

/** The turns of one session. Every model sees all of them, whichever model answered before. */
export interface Conversation {
  readonly id: string;
  /** Turns that are sent along, oldest first. */
  readonly messages: readonly ChatMessage[];
  add(question: string, answer: string): void;
  clear(): void;
}

export function createConversation(options: ConversationOptions = {}): Conversation {
  const { id = newId("session-"), maxMessages = 20 } = options;
  let messages: readonly ChatMessage[] = [];
  return {
    id,
    get messages() {
      return messages;
    },
    add(question, answer) {
      messages = [...messages, user(question), assistant(answer)].slice(-maxMessages);
    },
    clear() {
      messages = [];
    },
  };
}
