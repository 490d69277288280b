export type Role = "system" | "user" | "assistant";

/** One turn of a conversation, as every provider here understands it. */
export interface ChatMessage {
  readonly role: Role;
  readonly content: string;
  /**
   * The same turn in OpenAI's form, when that says more than role and text: images, calls of tools and their results. Providers
   * of that form send it as it is; the others send role and content.
   */
  readonly wire?: Readonly<Record<string, unknown>>;
}

export const user = (content: string): ChatMessage => ({ role: "user", content });
export const assistant = (content: string): ChatMessage => ({ role: "assistant", content });
export const system = (content: string): ChatMessage => ({ role: "system", content });
