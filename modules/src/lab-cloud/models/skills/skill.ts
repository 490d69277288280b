import type { PromptMessage } from "../simulated-model.ts";

/** A conversation as a skill sees it. */
export interface Asked {
  readonly messages: readonly PromptMessage[];
  /** The last message of the user. */
  readonly prompt: string;
  /** All messages of system and developer. */
  readonly instructions: string;
}

/** Something a simulated model can really do. */
export interface Skill {
  /** The answer, or `undefined` when something else is asked. */
  answer(asked: Asked): string | undefined | Promise<string | undefined>;
}

export function readAsked(messages: readonly PromptMessage[]): Asked {
  return {
    messages,
    prompt: messages.findLast(({ role }) => role === "user")?.text ?? "",
    instructions: messages
      .filter(({ role }) => role === "system" || role === "developer")
      .map(({ text }) => text)
      .join("\n"),
  };
}
