import { z } from "zod";
import { invalidRequest } from "../../../azure-refusal.ts";
import { type AnswerFormat, readJsonSchema } from "../../../models/answer-format.ts";
import { beyondLab, checkShape, missing, notAmong, wrongType } from "../check-shape.ts";
import { type MessageItem, readItems, textItem } from "../conversations/message-item.ts";
import { type Metadata, readMetadata } from "../conversations/metadata.ts";
import { eitherOr } from "../conversations/state-refusal.ts";
import { parseJson } from "../parse-json.ts";

/** A request for a response that has been read and found usable. */
export interface ResponseCall {
  /** The deployment. */
  readonly model: string;
  /** What is new in this turn. */
  readonly input: readonly MessageItem[];
  /** For this turn only. */
  readonly instructions: string | undefined;
  readonly previousId: string | undefined;
  readonly conversationId: string | undefined;
  readonly stream: boolean;
  /** Whether it can be asked for again, and gone on from. */
  readonly store: boolean;
  readonly maxTokens: number | undefined;
  readonly format: AnswerFormat | undefined;
  /** Parameters that models which think first refuse, when they were given. */
  readonly samplingParameters: readonly string[];
  /** What the answer repeats of the request. */
  readonly settings: ResponseSettings;
}

/** Parameters that a response shows as they hold for it. */
export interface ResponseSettings {
  readonly instructions: string | null;
  readonly max_output_tokens: number | null;
  readonly max_tool_calls: number | null;
  readonly metadata: Metadata;
  readonly parallel_tool_calls: boolean;
  readonly prompt_cache_key: string | null;
  readonly reasoning: { readonly effort: string | null; readonly summary: string | null };
  readonly safety_identifier: string | null;
  readonly service_tier: string;
  readonly store: boolean;
  readonly temperature: number;
  readonly text: object;
  readonly tool_choice: string;
  readonly tools: readonly [];
  readonly top_logprobs: number;
  readonly top_p: number;
  readonly truncation: string;
  readonly user: string | null;
}

const textShape = z.strictObject({
  format: z.looseObject({ type: z.string() }).nullish(),
  verbosity: z.enum(["low", "medium", "high"]).nullish(),
});

const reasoningShape = z.strictObject({
  effort: z.enum(["none", "minimal", "low", "medium", "high", "xhigh", "max"]).nullish(),
  summary: z.enum(["auto", "concise", "detailed"]).nullish(),
  generate_summary: z.enum(["auto", "concise", "detailed"]).nullish(),
});

const INCLUDABLE = [
  "file_search_call.results",
  "web_search_call.results",
  "web_search_call.action.sources",
  "message.input_image.image_url",
  "computer_call_output.output.image_url",
  "code_interpreter_call.outputs",
  "reasoning.encrypted_content",
  "message.output_text.logprobs",
] as const;

/**
 * A real deployment wants 16 tokens at least for `max_output_tokens`. Many written answers are shorter than that, so that a
 * lower bound would never be seen to cut one.
 */
const LEAST_OUTPUT_TOKENS = 1;

const bodyShape = z.strictObject({
  model: z.string(),
  input: z.unknown().optional(),
  instructions: z.string().nullish(),
  previous_response_id: z.string().nullish(),
  conversation: z.unknown().optional(),
  stream: z.boolean().nullish(),
  stream_options: z.strictObject({ include_obfuscation: z.boolean().nullish() }).nullish(),
  store: z.boolean().nullish(),
  background: z.boolean().nullish(),
  metadata: z.unknown().optional(),
  max_output_tokens: z.int().min(LEAST_OUTPUT_TOKENS).nullish(),
  max_tool_calls: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  top_logprobs: z.int().min(0).max(20).nullish(),
  text: textShape.nullish(),
  reasoning: reasoningShape.nullish(),
  truncation: z.enum(["auto", "disabled"]).nullish(),
  include: z.array(z.enum(INCLUDABLE)).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  tools: z.array(z.unknown()).nullish(),
  tool_choice: z.unknown().optional(),
  service_tier: z.enum(["auto", "default", "fast", "flex", "priority"]).nullish(),
  user: z.string().nullish(),
  safety_identifier: z.string().nullish(),
  prompt_cache_key: z.string().nullish(),
  prompt_cache_retention: z.enum(["in_memory", "24h"]).nullish(),
  prompt_cache_options: z.looseObject({}).nullish(),
  prompt: z.looseObject({}).nullish(),
  context_management: z.array(z.unknown()).nullish(),
  moderation: z.looseObject({}).nullish(),
  image: z.looseObject({}).nullish(),
  access_programs: z.looseObject({}).nullish(),
});

type ResponseBody = z.infer<typeof bodyShape>;

/**
 * Reads the JSON of a request for a response.
 * @throws AzureRefusal (400) naming the field.
 */
export function readResponseCall(text: string): ResponseCall {
  const json = parseJson(text);
  refuseChatBody(json);
  const body = checkShape(bodyShape, json);
  refuseBeyondLab(body);
  const previousId = body.previous_response_id ?? undefined;
  const conversationId = readConversationId(body.conversation);
  if (previousId !== undefined && conversationId !== undefined) throw eitherOr();
  const input = readInput(body.input, previousId ?? conversationId);
  return {
    model: body.model,
    input,
    instructions: body.instructions ?? undefined,
    previousId,
    conversationId,
    stream: body.stream ?? false,
    store: body.store ?? true,
    maxTokens: body.max_output_tokens ?? undefined,
    format: readFormat(body, input),
    samplingParameters: (["temperature", "top_p"] as const).filter((name) => (body[name] ?? 1) !== 1),
    settings: settingsOf(body),
  };
}

/** Who comes from chat completions meets this first. */
function refuseChatBody(json: unknown): void {
  if (typeof json !== "object" || json === null || !("messages" in json) || "input" in json) return;
  throw invalidRequest(
    "Unsupported parameter: 'messages'. In the Responses API, this parameter has moved to 'input'. Try again with the new parameter.",
    null,
    "unsupported_parameter",
  );
}

function refuseBeyondLab(body: ResponseBody): void {
  if (body.background) throw beyondLab("background", "it answers while you wait");
  if (body.tools?.length) throw beyondLab("tools", "it calls none");
  if (body.tool_choice === "required") throw beyondLab("tool_choice", "it calls no tools");
  if (!TOOL_CHOICES.includes(body.tool_choice ?? "auto")) throw beyondLab("tool_choice", "it calls no tools");
  if (body.top_logprobs) throw beyondLab("top_logprobs", "its answers are written, not generated");
  if (body.include?.includes("message.output_text.logprobs")) {
    throw beyondLab("include", "its answers are written, not generated, and have no logprobs");
  }
  if (body.prompt) throw beyondLab("prompt", "it keeps no prompt templates");
  if (body.context_management?.length) throw beyondLab("context_management", "it compacts nothing");
  if (body.moderation) throw beyondLab("moderation", "it moderates nothing");
  if (body.image) throw beyondLab("image", "it answers in text");
}

const TOOL_CHOICES: readonly unknown[] = ["auto", "none"];

function readConversationId(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  const id = typeof value === "object" && "id" in value ? value.id : undefined;
  if (typeof id === "string") return id;
  throw wrongType("conversation", "one of a string or an object with an 'id'", value);
}

/** The new items of a turn. A turn without any goes on from what is there. */
function readInput(value: unknown, base: string | undefined): readonly MessageItem[] {
  if (typeof value === "string") return [textItem("user", value)];
  if (value !== undefined && value !== null && !Array.isArray(value)) {
    throw wrongType("input", "one of a string or array of input items", value);
  }
  const items = readItems(value ?? [], "input");
  if (items.length > 0 || base !== undefined) return items;
  throw missing("input");
}

function readFormat(
  { text, instructions }: ResponseBody,
  input: readonly MessageItem[],
): AnswerFormat | undefined {
  const wanted = text?.format;
  if (!wanted) return undefined;
  if (isDeeperThan(MAX_DEPTH, wanted)) throw tooDeep();
  if (wanted.type === "text") return undefined;
  if (wanted.type === "json_schema") return readJsonSchema(wanted, "text.format");
  if (wanted.type !== "json_object") throw notAmong("text.format.type", wanted.type, FORMATS);
  if (!/json/i.test(JSON.stringify([instructions, input]))) throw noWordJson();
  return { type: "json_object" };
}

/** A format is sent back with the answer, and writing JSON goes down level by level. */
const MAX_DEPTH = 20;

const isDeeperThan = (depth: number, value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  (depth === 0 || Object.values(value).some((inner) => isDeeperThan(depth - 1, inner)));

const tooDeep = () =>
  invalidRequest(
    `Invalid 'text.format': it is nested more than ${MAX_DEPTH} levels deep.`,
    "text.format",
    "invalid_json_schema",
  );

const FORMATS = ["json_object", "json_schema", "text"];

/** Without the word a real model may write blanks without end. */
const noWordJson = () =>
  invalidRequest(
    "Response input messages must contain the word 'json' in some form to use 'text.format' of type 'json_object'.",
    "input",
    null,
  );

function settingsOf(body: ResponseBody): ResponseSettings {
  const { format, verbosity } = body.text ?? {};
  return {
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    max_tool_calls: body.max_tool_calls ?? null,
    metadata: readMetadata(body.metadata),
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    prompt_cache_key: body.prompt_cache_key ?? null,
    reasoning: { effort: body.reasoning?.effort ?? null, summary: body.reasoning?.summary ?? null },
    safety_identifier: body.safety_identifier ?? null,
    service_tier: "default",
    store: body.store ?? true,
    temperature: body.temperature ?? 1,
    text: { format: format ?? { type: "text" }, verbosity: verbosity ?? "medium" },
    tool_choice: body.tool_choice === "none" ? "none" : "auto",
    tools: [],
    top_logprobs: 0,
    top_p: body.top_p ?? 1,
    truncation: body.truncation ?? "disabled",
    user: body.user ?? null,
  };
}
