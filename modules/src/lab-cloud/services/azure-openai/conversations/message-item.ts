import { z } from "zod";
import { newId } from "../../../../core/index.ts";
import { invalidRequest } from "../../../azure-refusal.ts";
import type { PromptMessage } from "../../../models/simulated-model.ts";
import { beyondLab, checkShape, missing, notAmong, wrongType } from "../check-shape.ts";

export type ContentPart =
  | { readonly type: "input_text"; readonly text: string }
  | {
      readonly type: "output_text";
      readonly text: string;
      readonly annotations: readonly unknown[];
      readonly logprobs: readonly unknown[];
    }
  | { readonly type: "refusal"; readonly refusal: string };

/** A message as responses and conversations keep and show it: the only kind of item there is without tools. */
export interface MessageItem {
  readonly id: string;
  readonly type: "message";
  readonly status: "completed" | "incomplete";
  readonly role: "user" | "assistant" | "system" | "developer";
  readonly content: readonly ContentPart[];
}

export const outputText = (text: string): ContentPart => ({
  type: "output_text",
  text,
  annotations: [],
  logprobs: [],
});

/** What a model reads of an item. */
export const promptOf = ({ role, content }: MessageItem): PromptMessage => ({
  role,
  text: content.map((part) => (part.type === "refusal" ? part.refusal : part.text)).join(""),
});

/** Kinds of items that come with tools, thinking and files. */
const BEYOND = new Set([
  "additional_tools",
  "apply_patch_call",
  "apply_patch_call_output",
  "code_interpreter_call",
  "compaction",
  "compaction_trigger",
  "computer_call",
  "computer_call_output",
  "configuration_update",
  "custom_tool_call",
  "custom_tool_call_output",
  "file_search_call",
  "function_call",
  "function_call_output",
  "image_generation_call",
  "item_reference",
  "local_shell_call",
  "local_shell_call_output",
  "mcp_approval_request",
  "mcp_approval_response",
  "mcp_call",
  "mcp_list_tools",
  "program",
  "program_output",
  "reasoning",
  "shell_call",
  "shell_call_output",
  "tool_search_call",
  "tool_search_output",
  "web_search_call",
]);

const messageShape = z.strictObject({
  type: z.literal("message").optional(),
  role: z.enum(["user", "assistant", "system", "developer"]),
  content: z.unknown(),
  // What our own answers bring back when they are sent in again; the item gets an id of its own.
  id: z.string().nullish(),
  status: z.enum(["in_progress", "completed", "incomplete"]).nullish(),
  phase: z.enum(["commentary", "final_answer"]).nullish(),
});

type Role = MessageItem["role"];

/**
 * Reads items as clients send them: a role and a text or parts of text.
 * @throws AzureRefusal (400) naming the place.
 */
export const readItems = (values: readonly unknown[], place: string): readonly MessageItem[] =>
  values.map((value, index) => readItem(value, `${place}[${index}]`));

/** A message whose content is one text. */
export const textItem = (role: Role, text: string): MessageItem =>
  messageItem(role, [role === "assistant" ? outputText(text) : { type: "input_text", text }]);

const messageItem = (role: Role, content: readonly ContentPart[]): MessageItem => ({
  id: newId("msg_"),
  type: "message",
  status: "completed",
  role,
  content,
});

function readItem(value: unknown, place: string): MessageItem {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrongType(place, "an input item", value);
  }
  checkKind("type" in value ? value.type : "message", `${place}.type`);
  const { role, content } = checkShape(messageShape, value, place);
  if (content === undefined) throw missing(`${place}.content`);
  if (typeof content === "string") return textItem(role, content);
  if (!Array.isArray(content)) {
    throw wrongType(`${place}.content`, "one of a string or array of content parts", content);
  }
  return messageItem(role, readParts(content, `${place}.content`));
}

function checkKind(type: unknown, param: string): void {
  if (type === "message") return;
  if (typeof type !== "string") throw wrongType(param, "a string", type);
  if (BEYOND.has(type)) throw beyondLab(param, `it keeps messages only, and '${type}' is none`);
  throw notAmong(param, type, ["message"]);
}

const textPartShape = z.strictObject({
  type: z.enum(["input_text", "output_text"]),
  text: z.string(),
  annotations: z.array(z.unknown()).nullish(),
  logprobs: z.array(z.unknown()).nullish(),
  prompt_cache_breakpoint: z.unknown().optional(),
});
const refusalShape = z.strictObject({ type: z.literal("refusal"), refusal: z.string() });

const PART_TYPES = ["input_text", "output_text", "refusal"] as const;
const BEYOND_PARTS = new Set(["input_image", "input_file", "input_audio", "computer_screenshot"]);

function readParts(values: readonly unknown[], place: string): readonly ContentPart[] {
  if (values.length === 0) {
    const problem = "empty array. Expected an array with minimum length 1, but got an empty array instead.";
    throw invalidRequest(`Invalid '${place}': ${problem}`, place, "empty_array");
  }
  return values.map((value, index) => readPart(value, `${place}[${index}]`));
}

function readPart(value: unknown, place: string): ContentPart {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrongType(place, "an object", value);
  }
  const type = "type" in value ? value.type : undefined;
  if (typeof type !== "string") throw wrongType(`${place}.type`, "a string", type);
  if (BEYOND_PARTS.has(type)) throw beyondLab(place, "it reads text only");
  if (type === "refusal") return checkShape(refusalShape, value, place);
  if (!PART_TYPES.some((known) => known === type)) throw notAmong(`${place}.type`, type, PART_TYPES);
  const part = checkShape(textPartShape, value, place);
  return part.type === "output_text" ? outputText(part.text) : { type: "input_text", text: part.text };
}
