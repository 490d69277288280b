import { randomUUID } from "node:crypto";
import { z } from "zod";
import { readJsonSchema } from "../models/answer-format.ts";
import { bearerOf } from "./azure-openai/caller.ts";
import type { PublisherAnswer, PublisherForm, PublisherQuestion } from "./publishers/publisher-form.ts";
import { beyondLab, refused } from "./publishers/publisher-refusal.ts";
import { EXTRA, event, readShape, type WordIssue } from "./publishers/read-shape.ts";

const content = z.union([
  z.string(),
  z.array(z.looseObject({ type: z.string(), text: z.string().optional() })).min(1),
]);
const bodySchema = z.strictObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.enum(["user", "assistant", "system"]), content })).min(1),
  stream: z.boolean().optional(),
  max_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(1).nullish(),
  p: z.number().min(0.01).max(0.99).nullish(),
  k: z.int().min(0).max(500).nullish(),
  seed: z.int().min(0).nullish(),
  frequency_penalty: z.number().min(0).max(1).nullish(),
  presence_penalty: z.number().min(0).max(1).nullish(),
  stop_sequences: z.array(z.string().min(1)).max(5).nullish(),
  response_format: z
    .strictObject({ type: z.enum(["text", "json_object"]), json_schema: z.unknown().optional() })
    .nullish(),
  safety_mode: z.enum(["CONTEXTUAL", "STRICT", "OFF"]).nullish(),
  logprobs: z.boolean().nullish(),
  tools: z.array(z.unknown()).nullish(),
  documents: z.array(z.unknown()).nullish(),
  thinking: z.looseObject({ type: z.string() }).nullish(),
});

/** Cohere's chat, version 2. */
export const cohereForm: PublisherForm = {
  name: "cohere",
  title: "Cohere",
  namesOf: ({ name, version, publisher }) => (publisher === "Cohere" ? [`${name}-${version}`] : []),
  keyOf: bearerOf,
  chatPaths: ["/v2/chat"],
  listPaths: ["/v1/models"],
  readQuestion,
  whole: (answer) => ({
    id: answer.id,
    message: { role: "assistant", content: [{ type: "text", text: answer.answer.text }] },
    ...endOf(answer),
  }),
  events: (answer) => ({
    opening: [
      named({
        id: answer.id,
        type: "message-start",
        delta: { message: { role: "assistant", content: [], tool_plan: "", tool_calls: [], citations: [] } },
      }),
      named({
        type: "content-start",
        index: 0,
        delta: { message: { content: { type: "text", text: "" } } },
      }),
    ],
    piece: (text) => named({ type: "content-delta", index: 0, delta: { message: { content: { text } } } }),
    closing: [
      named({ type: "content-end", index: 0 }),
      named({ type: "message-end", delta: endOf(answer) }),
      "data: [DONE]\n\n",
    ],
  }),
  list: (deployments) => ({
    models: deployments.map(({ name, model }) => ({
      name,
      endpoints: ["chat"],
      finetuned: false,
      context_length: model.contextTokens,
    })),
  }),
  refuse: ({ status, message }) => ({
    body: {
      id: randomUUID(),
      message:
        status === 404
          ? `model '${message}' not found, make sure the correct model ID was used and that you have access to the model.`
          : message,
    },
  }),
  headers: () => ({ "x-debug-trace-id": randomUUID().replaceAll("-", "") }),
};

function readQuestion(json: unknown): PublisherQuestion {
  const body = readShape(bodySchema, json, inCoheresWords);
  if (body.tools?.length) throw beyondLab("tools", "it calls none");
  if (body.documents?.length) throw beyondLab("documents", "it cites none");
  if (body.logprobs) throw beyondLab("logprobs", "its answers are written, not generated");
  const { model, messages, stream = false, max_tokens: maxTokens, stop_sequences: stop } = body;
  return {
    model,
    stream,
    maxTokens: maxTokens ?? undefined,
    stop: stop ?? [],
    messages: messages.map(({ role, content }, index) => ({
      role,
      text: textIn(content, `messages[${index}].content`),
    })),
    format: formatOf(body.response_format),
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

function formatOf(format: z.infer<typeof bodySchema>["response_format"]): PublisherQuestion["format"] {
  if (format?.type !== "json_object") return undefined;
  if (format.json_schema === undefined) return { type: "json_object" };
  return readJsonSchema({ name: "answer", schema: format.json_schema }, "response_format");
}

const inCoheresWords: WordIssue = ({ path, problem }) =>
  refused(
    400,
    problem === EXTRA
      ? `invalid request: unknown field: parameter '${path}' is not a valid field`
      : `invalid request: ${path === "" ? problem : `${path}: ${problem}`}`,
    path || null,
  );

const endOf = ({ answer, promptTokens }: PublisherAnswer) => {
  const counts = { input_tokens: promptTokens, output_tokens: answer.completionTokens };
  return {
    finish_reason: answer.finishReason === "length" ? "MAX_TOKENS" : "COMPLETE",
    usage: { billed_units: counts, tokens: counts },
  };
};

const named = (value: { readonly type: string; readonly [more: string]: unknown }) =>
  event(value, value.type);
