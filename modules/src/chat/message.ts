export type Role = "system" | "user" | "assistant";

/** One turn of a conversation, as every provider here understands it. */
export interface ChatMessage {
  readonly role: Role;
  readonly content: string;
}

export const user = (content: string): ChatMessage => ({ role: "user", content });
export const assistant = (content: string): ChatMessage => ({ role: "assistant", content });
export const system = (content: string): ChatMessage => ({ role: "system", content });
