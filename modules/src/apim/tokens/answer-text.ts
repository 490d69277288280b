import { isRecord, type JsonRecord, recordsOf } from "./is-record.ts";

/** What a model wrote in an answer, tool calls with it: for estimates only. Undefined for what is no model's answer. */
export function answerText(answer: unknown): string | undefined {
  if (!isRecord(answer)) return undefined;
  if (Array.isArray(answer.choices)) return recordsOf(answer.choices).map(choiceText).join("");
  if (Array.isArray(answer.output)) return recordsOf(answer.output).map(itemText).join("");
  if (Array.isArray(answer.content)) return recordsOf(answer.content).map(itemText).join("");
  return undefined;
}

/** What the events of a stream add up to. Undefined when none of them is a model's. */
export function streamText(events: readonly unknown[]): string | undefined {
  const pieces = events.flatMap((event) => eventText(event) ?? []);
  return pieces.length > 0 ? pieces.join("") : undefined;
}

function eventText(event: unknown): string | undefined {
  if (!isRecord(event)) return undefined;
  if (Array.isArray(event.choices)) return recordsOf(event.choices).map(choiceText).join("");
  if (typeof event.type !== "string") return undefined;
  // Responses API: `response.output_text.delta`, `response.function_call_arguments.delta`.
  if (typeof event.delta === "string") return event.type.endsWith(".delta") ? event.delta : undefined;
  // Anthropic: `content_block_delta`.
  if (isRecord(event.delta)) return textIn(event.delta.text) + textIn(event.delta.partial_json);
  return undefined;
}

function choiceText(choice: JsonRecord): string {
  const said = isRecord(choice.message) ? choice.message : choice.delta;
  if (!isRecord(said)) return textIn(choice.text);
  const calls = Array.isArray(said.tool_calls) ? recordsOf(said.tool_calls).map(callText).join("") : "";
  return textIn(said.content) + textIn(said.reasoning_content) + calls;
}

function callText({ function: called }: JsonRecord): string {
  return isRecord(called) ? textIn(called.name) + textIn(called.arguments) : "";
}

function itemText(item: JsonRecord): string {
  if (Array.isArray(item.content)) return recordsOf(item.content).map(itemText).join("");
  return (
    textIn(item.text) + textIn(item.arguments) + (isRecord(item.input) ? JSON.stringify(item.input) : "")
  );
}

function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}
