import { z } from "zod";
import { type AzureRefusal, invalidRequest } from "../../azure-refusal.ts";
import { type AnswerFormat, readAnswerFormat } from "../../models/answer-format.ts";
import type { PromptMessage } from "../../models/simulated-model.ts";
import { describeIssue } from "./describe-issue.ts";
import { parseJson } from "./parse-json.ts";
import type { Served } from "./surface.ts";

/** A chat request that has been read and found usable. */
export interface ChatCall {
  /** `model` of the body: on the v1 routes the deployment. */
  readonly model: string | undefined;
  readonly messages: readonly PromptMessage[];
  readonly stream: boolean;
  readonly includeUsage: boolean;
  /** `stream_options` was given, whatever it says. */
  readonly hasStreamOptions: boolean;
  readonly maxTokens: number | undefined;
  readonly stop: readonly string[];
  readonly format: AnswerFormat | undefined;
  /** How many of the likeliest tokens to tell at each place; absent when no log-probabilities are asked for. */
  readonly topLogprobs: number | undefined;
  /** Parameters that models which think first refuse, when they were given. */
  readonly samplingParameters: readonly string[];
}

const part = z.looseObject({ type: z.string(), text: z.string().optional() });
const content = z.union([z.string(), z.array(part)]);
const message = z.looseObject({
  role: z.enum(["system", "developer", "user", "assistant", "tool", "function"]),
  content: content.nullish(),
});
const between = (least: number, most: number) => z.number().min(least).max(most).nullish();
const tokens = z.int().min(1).nullish();
const stop = z
  .union([z.string(), z.array(z.string())])
  .refine((texts) => typeof texts === "string" || texts.length <= 4, "at most 4 texts may end an answer")
  .refine((texts) => !(typeof texts === "string" ? [texts] : texts).includes(""), "a text must not be empty")
  .nullish();

const bodySchema = z.strictObject({
  model: z.string().nullish(),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: tokens,
  max_completion_tokens: tokens,
  temperature: between(0, 2),
  top_p: between(0, 1),
  presence_penalty: between(-2, 2),
  frequency_penalty: between(-2, 2),
  seed: z.int().nullish(),
  stop,
  user: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  store: z.boolean().nullish(),
  service_tier: z.string().nullish(),
  safety_identifier: z.string().nullish(),
  prompt_cache_key: z.string().nullish(),
  prompt_cache_retention: z.string().nullish(),
  prompt_cache_options: z.looseObject({}).nullish(),
  logit_bias: z.record(z.string(), z.number()).nullish(),
  reasoning_effort: z.string().nullish(),
  verbosity: z.string().nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  n: z.int().nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.int().min(0).max(20).nullish(),
  response_format: z.looseObject({ type: z.string() }).nullish(),
  tools: z.array(z.unknown()).nullish(),
  tool_choice: z.unknown().optional(),
  functions: z.array(z.unknown()).nullish(),
  function_call: z.unknown().optional(),
  modalities: z.array(z.string()).nullish(),
  audio: z.unknown().optional(),
  prediction: z.unknown().optional(),
  moderation: z.looseObject({}).nullish(),
  data_sources: z.array(z.unknown()).nullish(),
  web_search_options: z.unknown().optional(),
});

type ChatBody = z.infer<typeof bodySchema>;

/**
 * Reads the JSON of a chat request.
 * @throws AzureRefusal (400) naming the field.
 */
export function readChatCall(text: string): ChatCall {
  const json = parseJson(text);
  const parsed = bodySchema.safeParse(json);
  if (!parsed.success) throw describeIssue(parsed.error, json);
  const body = parsed.data;
  const refusal = notEmulatedIn(body);
  if (refusal) throw refusal;
  return {
    model: body.model ?? undefined,
    messages: body.messages.map(readMessage),
    stream: body.stream ?? false,
    includeUsage: body.stream_options?.include_usage ?? false,
    hasStreamOptions: Boolean(body.stream_options),
    maxTokens: body.max_completion_tokens ?? body.max_tokens ?? undefined,
    stop: typeof body.stop === "string" ? [body.stop] : (body.stop ?? []),
    format: readFormat(body),
    topLogprobs: body.logprobs ? (body.top_logprobs ?? 0) : undefined,
    samplingParameters: SAMPLING.filter(
      (name) => typeof body[name] === "number" && body[name] !== NEUTRAL[name],
    ),
  };
}

const SAMPLING = ["max_tokens", "temperature", "top_p", "presence_penalty", "frequency_penalty"] as const;
/** What changes nothing is taken. */
const NEUTRAL: Readonly<Record<string, number>> = {
  temperature: 1,
  top_p: 1,
  presence_penalty: 0,
  frequency_penalty: 0,
};

/** @throws AzureRefusal (400): without the word in its messages a real model may write blanks without end. */
function readFormat({ response_format: wanted, messages }: ChatBody): AnswerFormat | undefined {
  const format = wanted ? readAnswerFormat(wanted) : undefined;
  if (
    format?.type !== "json_object" ||
    /json/i.test(JSON.stringify(messages.map(({ content }) => content)))
  ) {
    return format;
  }
  throw invalidRequest(
    "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
    "messages",
    null,
  );
}

function readMessage({ role, content }: z.infer<typeof message>, index: number): PromptMessage {
  const place = `messages[${index}].content`;
  if (content === undefined || content === null) {
    if (role === "assistant") return { role, text: "" };
    throw invalidRequest(`Missing required parameter: '${place}'.`, place, "missing_required_parameter");
  }
  if (typeof content === "string") return { role, text: content };
  const texts = content.map(({ type, text }, partIndex) => {
    if (type === "text" && text !== undefined) return text;
    throw unsupported(`${place}[${partIndex}]`, "it reads parts of type text only");
  });
  return { role, text: texts.join("") };
}

/** What a real deployment would do and the lab cloud does not: refused by name instead of quietly left out. */
function notEmulatedIn(body: ChatBody): AzureRefusal | undefined {
  if (body.n !== undefined && body.n !== null && body.n !== 1) return unsupported("n", "it gives one choice");
  if (typeof body.top_logprobs === "number" && !body.logprobs) {
    return invalidRequest(
      "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.",
      "top_logprobs",
      null,
    );
  }
  if (body.tools?.length) return unsupported("tools", "it calls none");
  if (body.functions?.length) return unsupported("functions", "it calls none");
  if (body.moderation) return unsupported("moderation", "it moderates nothing");
  if (body.data_sources?.length) return unsupported("data_sources", "it reads none");
  if (body.audio) return unsupported("audio", "it answers in text");
  return undefined;
}

/** @throws AzureRefusal (400) when log-probabilities are asked of a deployment that has none */
export function checkLogprobs({ topLogprobs }: ChatCall, { tuned }: Served): void {
  if (topLogprobs === undefined || tuned) return;
  throw unsupported("logprobs", "its answers are written, not generated");
}

const unsupported = (param: string, reason: string) =>
  invalidRequest(
    `Unsupported parameter: '${param}' is not emulated by the lab cloud; ${reason}.`,
    param,
    "unsupported_parameter",
  );
