import { z } from "zod";
import { newId } from "../../core/index.ts";
import { readAnswerFormat } from "../models/answer-format.ts";
import { bearerOf } from "./azure-openai/caller.ts";
import type { PublisherAnswer, PublisherForm, PublisherQuestion } from "./publishers/publisher-form.ts";
import { beyondLab } from "./publishers/publisher-refusal.ts";
import { event, readShape } from "./publishers/read-shape.ts";

const content = z.union([
  z.string(),
  z.array(z.looseObject({ type: z.string(), text: z.string().optional() })).min(1),
]);
const bodySchema = z.strictObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.enum(["user", "assistant", "system"]), content })).min(1),
  stream: z.boolean().optional(),
  max_tokens: z.int().min(0).nullish(),
  temperature: z.number().min(0).max(1.5).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  random_seed: z.int().min(0).nullish(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
  safe_prompt: z.boolean().optional(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  n: z.int().min(1).nullish(),
  metadata: z.looseObject({}).nullish(),
  response_format: z.looseObject({ type: z.string() }).nullish(),
  tools: z.array(z.unknown()).nullish(),
  tool_choice: z.unknown().optional(),
  parallel_tool_calls: z.boolean().optional(),
});

/** Mistral's chat completions. */
export const mistralForm: PublisherForm = {
  name: "mistral",
  title: "Mistral AI",
  namesOf: ({ name, version, publisher }) =>
    publisher === "Mistral AI" ? [`${name}-latest`, `${name}-${version}`] : [],
  keyOf: bearerOf,
  chatPaths: ["/v1/chat/completions"],
  listPaths: ["/v1/models"],
  readQuestion,
  whole: (answer) => ({
    ...headOf(answer, "chat.completion"),
    choices: [
      {
        index: 0,
        finish_reason: answer.answer.finishReason,
        message: { role: "assistant", content: answer.answer.text, tool_calls: null },
      },
    ],
    usage: usageOf(answer),
  }),
  events: (answer) => {
    const chunk = (delta: object) =>
      event({
        ...headOf(answer, "chat.completion.chunk"),
        choices: [{ index: 0, delta, finish_reason: null }],
      });
    return {
      opening: [chunk({ role: "assistant", content: "" })],
      piece: (content) => chunk({ content }),
      closing: [
        event({
          ...headOf(answer, "chat.completion.chunk"),
          choices: [{ index: 0, delta: { content: "" }, finish_reason: answer.answer.finishReason }],
          usage: usageOf(answer),
        }),
        "data: [DONE]\n\n",
      ],
    };
  },
  list: (deployments) => ({
    object: "list",
    data: deployments.map(({ name, model }) => ({
      id: name,
      object: "model",
      created: 0,
      owned_by: "mistralai",
      type: "base",
      capabilities: { completion_chat: true, completion_fim: false, function_calling: false, vision: false },
      max_context_length: model.contextTokens,
    })),
  }),
  refuse: ({ status, message, param }) => {
    if (status === 401) return { body: { detail: "Unauthorized" } };
    if (status === 404)
      return { status: 400, body: errorOf(`Invalid model: ${message}`, "invalid_model", "1500") };
    if (status !== 400 || param === null) return { body: errorOf(message, TYPES[status] ?? "server_error") };
    const detail = [{ type: "value_error", loc: ["body", ...param.split(".")], msg: message }];
    return { status: 422, body: errorOf({ detail }, "invalid_request_error") };
  },
  headers: () => ({ "mistral-correlation-id": newId("lab-") }),
};

const TYPES: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  403: "authentication_error",
  413: "invalid_request_error",
  429: "rate_limit_error",
};

const errorOf = (message: string | object, type: string, code: string | null = null) => ({
  object: "error",
  message,
  type,
  param: null,
  code,
});

function readQuestion(json: unknown): PublisherQuestion {
  const body = readShape(bodySchema, json);
  if (body.tools?.length) throw beyondLab("tools", "it calls none");
  if (body.n !== undefined && body.n !== null && body.n !== 1) throw beyondLab("n", "it gives one choice");
  const { model, stream = false, max_tokens: maxTokens, stop, response_format: wanted } = body;
  return {
    model,
    stream,
    maxTokens: maxTokens ?? undefined,
    stop: [stop ?? []].flat(),
    messages: body.messages.map(({ role, content }, index) => ({
      role,
      text: textIn(content, `messages.${index}.content`),
    })),
    format: wanted ? readAnswerFormat(wanted) : undefined,
  };
}

function textIn(given: z.infer<typeof content>, place: string): string {
  if (typeof given === "string") return given;
  const texts = given.map(({ type, text }) => {
    if (type !== "text" || text === undefined) throw beyondLab(place, "it reads parts of type text only");
    return text;
  });
  return texts.join("");
}

const headOf = ({ id, created, name }: PublisherAnswer, object: string) => ({
  id,
  object,
  created,
  model: name,
});

const usageOf = ({ promptTokens, answer: { completionTokens } }: PublisherAnswer) => ({
  prompt_tokens: promptTokens,
  completion_tokens: completionTokens,
  total_tokens: promptTokens + completionTokens,
});
