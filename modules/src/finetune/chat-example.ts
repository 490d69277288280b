import { isRecord } from "../core/is-record.ts";

/** One message of an example. Tuning reads text only. */
export interface ExampleMessage {
  readonly role: "system" | "developer" | "user" | "assistant";
  readonly content: string;
}

/** One line of a file for supervised fine-tuning of a chat model. Its last message is the answer to learn. */
export interface ChatExample {
  readonly messages: readonly ExampleMessage[];
}

/** What a line is not, for a message that begins with its number: `is no JSON`. */
export type ExampleReading = { readonly example: ChatExample } | { readonly problem: string };

/** Reads one line of the chat format. */
export function readExample(line: string): ExampleReading {
  const value = parse(line);
  if (value === undefined) return { problem: "is no JSON" };
  if (!isRecord(value)) return { problem: "is no JSON object" };
  const extra = Object.keys(value).find((key) => key !== "messages");
  if (!("messages" in value)) return { problem: 'has no "messages"' };
  if (extra !== undefined) return { problem: `has the key "${shown(extra)}" beside "messages"` };
  const { messages } = value;
  if (!Array.isArray(messages)) return { problem: '"messages" is no list' };
  return readMessages(messages);
}

const ROLES = ["system", "developer", "user", "assistant"] as const;

function readMessages(values: readonly unknown[]): ExampleReading {
  const messages: ExampleMessage[] = [];
  for (const [index, value] of values.entries()) {
    const place = `messages[${index}]`;
    if (!isRecord(value)) return { problem: `${place} is no object` };
    const role = ROLES.find((known) => known === value.role);
    if (!role) return { problem: `${place}.role is none of ${ROLES.join(", ")}` };
    if (typeof value.content !== "string") return { problem: `${place}.content is no text` };
    messages.push({ role, content: value.content });
  }
  if (!messages.some(({ role }) => role === "user")) return { problem: "has no message of the user" };
  if (messages.at(-1)?.role !== "assistant")
    return { problem: "does not end with a message of the assistant" };
  if (answerOf({ messages }) === "") return { problem: "ends with an empty answer" };
  return { example: { messages } };
}

/** What the user says in an example, in one text. */
export const questionOf = ({ messages }: ChatExample): string =>
  messages
    .filter(({ role }) => role === "user")
    .map(({ content }) => content)
    .join("\n");

/** The answer to learn, without blanks around it. */
export const answerOf = ({ messages }: ChatExample): string => messages.at(-1)?.content.trim() ?? "";

/** The text of a file for fine-tuning: one example a line. */
export const toJsonLines = (examples: readonly ChatExample[]): string =>
  examples.map((example) => `${JSON.stringify(example)}\n`).join("");

const shown = (text: string) => text.replace(/\s+/g, " ").slice(0, 40);

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
