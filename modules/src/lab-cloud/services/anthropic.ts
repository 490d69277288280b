import { z } from "zod";
import { newId } from "../../core/index.ts";
import type { LabContext } from "../lab-app.ts";
import { readJsonSchema } from "../models/answer-format.ts";
import type { PromptMessage } from "../models/simulated-model.ts";
import { bearerOf } from "./azure-openai/caller.ts";
import type { PublisherAnswer, PublisherForm, PublisherQuestion } from "./publishers/publisher-form.ts";
import { beyondLab, refused } from "./publishers/publisher-refusal.ts";
import { event, readShape } from "./publishers/read-shape.ts";

const textPart = z.looseObject({ type: z.string(), text: z.string().optional() });
const content = z.union([z.string(), z.array(textPart).min(1)]);
const bodySchema = z.strictObject({
  model: z.string(),
  max_tokens: z.int().min(1),
  messages: z.array(z.strictObject({ role: z.enum(["user", "assistant", "system"]), content })).min(1),
  system: z.union([z.string(), z.array(textPart)]).optional(),
  temperature: z.number().min(0).max(1).optional(),
  top_p: z.number().min(0).max(1).optional(),
  top_k: z.int().min(0).optional(),
  stop_sequences: z
    .array(z.string().regex(/\S/, "each stop sequence must contain non-whitespace"))
    .optional(),
  stream: z.boolean().optional(),
  metadata: z.looseObject({ user_id: z.string().nullish() }).optional(),
  service_tier: z.enum(["auto", "standard_only"]).optional(),
  output_config: z
    .looseObject({ format: z.looseObject({ type: z.literal("json_schema"), schema: z.unknown() }).nullish() })
    .optional(),
  thinking: z.looseObject({ type: z.string() }).optional(),
  tools: z.array(z.unknown()).optional(),
  tool_choice: z.unknown().optional(),
});

const NEWEST = "2026-10-21";
const VERSIONS: readonly string[] = ["2023-06-01", NEWEST];
const gone = z.undefined({ error: "was removed in version 2026-10-21" }).optional();
const newestSchema = bodySchema.extend({ temperature: gone, top_p: gone, top_k: gone });

/** Anthropic's Messages API, in both of its versions. */
export const anthropicForm: PublisherForm = {
  name: "anthropic",
  title: "Anthropic",
  namesOf: ({ name, version, publisher }) =>
    publisher === "Anthropic" ? [`${name}-${version}`, `${name}-latest`, name] : [],
  keyOf: (c) => c.req.header("x-api-key") ?? bearerOf(c),
  chatPaths: ["/v1/messages"],
  listPaths: ["/v1/models"],
  readQuestion,
  whole: (answer) => ({
    ...messageOf(answer),
    content: [{ type: "text", text: answer.answer.text }],
    ...endOf(answer),
    usage: { ...inputOf(answer), output_tokens: answer.answer.completionTokens },
  }),
  events: (answer) => ({
    opening: [
      named({
        type: "message_start",
        message: {
          ...messageOf(answer),
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: { ...inputOf(answer), output_tokens: 1 },
        },
      }),
      named({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } }),
      named({ type: "ping" }),
    ],
    piece: (text) => named({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } }),
    closing: [
      named({ type: "content_block_stop", index: 0 }),
      named({
        type: "message_delta",
        delta: endOf(answer),
        usage: { output_tokens: answer.answer.completionTokens },
      }),
      named({ type: "message_stop" }),
    ],
  }),
  list: (deployments) => ({
    data: deployments.map(({ name, model }) => ({
      type: "model",
      id: name,
      display_name: model.name,
      created_at: "1970-01-01T00:00:00Z",
    })),
    has_more: false,
    first_id: deployments[0]?.name ?? null,
    last_id: deployments.at(-1)?.name ?? null,
  }),
  refuse: ({ status, message, headers }) => ({
    body: {
      type: "error",
      error: { type: TYPES[status] ?? "api_error", message: status === 404 ? `model: ${message}` : message },
      request_id: headers["request-id"],
    },
  }),
  headers: (served) => ({
    "request-id": newId("req_"),
    ...(served && {
      "anthropic-ratelimit-requests-limit": String(served.quota.read().limitRequests),
      "anthropic-ratelimit-requests-remaining": String(served.quota.read().remainingRequests),
      "anthropic-ratelimit-tokens-limit": String(served.quota.read().limitTokens),
      "anthropic-ratelimit-tokens-remaining": String(served.quota.read().remainingTokens),
    }),
  }),
};

const TYPES: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  500: "api_error",
  504: "timeout_error",
  529: "overloaded_error",
};

function readQuestion(json: unknown, c: LabContext): PublisherQuestion {
  const version = c.req.header("anthropic-version");
  if (version === undefined) throw refused(400, "anthropic-version: header is required");
  if (!VERSIONS.includes(version))
    throw refused(400, `anthropic-version: ${version.slice(0, 20)} is no version`);
  const body = readShape(version === NEWEST ? newestSchema : bodySchema, json);
  if (body.tools?.length) throw beyondLab("tools", "it calls none");
  if (body.thinking && body.thinking.type !== "disabled") throw beyondLab("thinking", "it thinks nothing");
  const { model, max_tokens: maxTokens, stop_sequences: stop = [], stream = false, messages } = body;
  const system: readonly PromptMessage[] =
    body.system === undefined ? [] : [{ role: "system", text: textIn(body.system, "system") }];
  const asked = messages.map(({ role, content }, index) => ({
    role,
    text: textIn(content, `messages.${index}.content`),
  }));
  const schema = body.output_config?.format?.schema;
  const format =
    schema === undefined ? undefined : readJsonSchema({ name: "answer", schema }, "output_config.format");
  return { model, maxTokens, stop, stream, messages: [...system, ...asked], format };
}

function textIn(content: z.infer<typeof bodySchema>["messages"][number]["content"], place: string): string {
  if (typeof content === "string") return content;
  const texts = content.map(({ type, text }) => {
    if (type !== "text" || text === undefined) throw beyondLab(place, "it reads parts of type text only");
    return text;
  });
  return texts.join("");
}

const messageOf = ({ id, model }: PublisherAnswer) => ({
  id: `msg_${id}`,
  type: "message",
  role: "assistant",
  model: `${model.name}-${model.version}`,
});

const inputOf = ({ promptTokens }: PublisherAnswer) => ({
  input_tokens: promptTokens,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
});

const endOf = ({ answer }: PublisherAnswer) => ({
  stop_reason: answer.finishReason === "length" ? "max_tokens" : "end_turn",
  stop_sequence: null,
});

const named = (value: { readonly type: string; readonly [more: string]: unknown }) =>
  event(value, value.type);
