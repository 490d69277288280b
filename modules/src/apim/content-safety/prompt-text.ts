/** All text that a request gives a model: messages, prompt, input, instructions. Empty when there is none. */
export function promptText(body: string): string {
  const request = fieldsOf(parsed(body));
  const parts = [request.system, request.instructions, request.messages, request.prompt, request.input];
  return parts.flatMap((part) => textsIn(part)).join("\n");
}

/** All text of a model's answer in one piece: chat completions, completions, responses. */
export function completionText(body: string): string {
  const answer = fieldsOf(parsed(body));
  const choices = listOf(answer.choices).map(fieldsOf);
  return [...choices.flatMap(({ message, text }) => [message, text]), answer.output]
    .flatMap((part) => textsIn(part))
    .join("\n");
}

/** The text that one event of a streamed answer adds. */
export function eventText(event: string): string {
  return event
    .split("\n")
    .filter((line) => line.startsWith("data:"))
    .map((line) => deltaText(line.slice("data:".length)))
    .join("");
}

function deltaText(data: string): string {
  const event = fieldsOf(parsed(data));
  if (event.type === "response.output_text.delta" && typeof event.delta === "string") return event.delta;
  const choices = listOf(event.choices).map(fieldsOf);
  return choices.flatMap(({ delta, text }) => [delta, text].flatMap((part) => textsIn(part))).join("");
}

/** No message of a model lies deeper: a list of messages, their parts, and what a tool gave inside one. */
const DEEPEST = 8;

/** Texts inside a message, a list of messages, or a list of a message's parts. */
function textsIn(value: unknown, depth = 0): readonly string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (typeof value !== "object" || value === null || depth === DEEPEST) return [];
  const { content, text } = fieldsOf(value);
  const inside: readonly unknown[] = Array.isArray(value) ? value : [content, text];
  return inside.flatMap((each) => textsIn(each, depth + 1));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
