import { z } from "zod";
import type { LabContext } from "../lab-app.ts";
import { readJsonSchema } from "../models/answer-format.ts";
import type { PublisherAnswer, PublisherForm, PublisherQuestion } from "./publishers/publisher-form.ts";
import { beyondLab, refused } from "./publishers/publisher-refusal.ts";
import { EXTRA, event, readShape, type WordIssue } from "./publishers/read-shape.ts";

const parts = z.array(z.looseObject({ text: z.string().optional() })).min(1);
const configSchema = z.strictObject({
  maxOutputTokens: z.int().min(1).optional(),
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().min(0).max(1).optional(),
  topK: z.int().min(1).optional(),
  candidateCount: z.int().optional(),
  seed: z.int().optional(),
  stopSequences: z.array(z.string().min(1)).max(5).optional(),
  responseMimeType: z.enum(["text/plain", "application/json"]).optional(),
  responseSchema: z.unknown().optional(),
  responseJsonSchema: z.unknown().optional(),
  responseLogprobs: z.boolean().optional(),
  logprobs: z.int().optional(),
  presencePenalty: z.number().optional(),
  frequencyPenalty: z.number().optional(),
  thinkingConfig: z.unknown().optional(),
});
const bodySchema = z.strictObject({
  contents: z.array(z.strictObject({ role: z.enum(["user", "model"]).optional(), parts })).min(1),
  systemInstruction: z.looseObject({ parts }).optional(),
  generationConfig: configSchema.optional(),
  safetySettings: z.array(z.unknown()).optional(),
  tools: z.array(z.unknown()).optional(),
  toolConfig: z.unknown().optional(),
});

/** Google's Gemini API: generateContent, whole and streamed. */
export const geminiForm: PublisherForm = {
  name: "gemini",
  title: "Google Gemini",
  namesOf: ({ name, version, publisher }) => (publisher === "Google" ? [name, `${name}-${version}`] : []),
  keyOf: (c) => c.req.header("x-goog-api-key") ?? c.req.query("key"),
  chatPaths: ["/v1beta/models/:call", "/v1/models/:call"],
  listPaths: ["/v1beta/models", "/v1/models"],
  readQuestion,
  whole: (answer) => ({ ...chunk(answer, answer.answer.text, true) }),
  events: (answer) => ({
    opening: [],
    piece: (text) => event(chunk(answer, text, false)),
    closing: [event(chunk(answer, "", true))],
  }),
  list: (deployments) => ({
    models: deployments.map(({ name, model }) => ({
      name: `models/${name}`,
      version: model.version,
      displayName: model.name,
      inputTokenLimit: model.contextTokens,
      outputTokenLimit: model.maxOutputTokens,
      supportedGenerationMethods: ["generateContent"],
    })),
  }),
  refuse: ({ status, message, retryAfterMs }) => {
    if (status === 401) return { status: 400, body: errorOf(400, message, [KEY_REFUSED]) };
    if (status === 404)
      return { body: errorOf(404, `models/${message} is not found, or it does not generate content.`) };
    if (status !== 429 || retryAfterMs === undefined) return { body: errorOf(status, message) };
    const retry = {
      "@type": "type.googleapis.com/google.rpc.RetryInfo",
      retryDelay: `${retryAfterMs / 1000}s`,
    };
    return { body: errorOf(status, message, [retry]), without: ["retry-after", "retry-after-ms"] };
  },
  headers: () => ({}),
};

const KEY_REFUSED = {
  "@type": "type.googleapis.com/google.rpc.ErrorInfo",
  reason: "API_KEY_INVALID",
  domain: "googleapis.com",
};

const STATUSES: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  413: "INVALID_ARGUMENT",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  503: "UNAVAILABLE",
  504: "DEADLINE_EXCEEDED",
};

const errorOf = (code: number, message: string, details?: readonly object[]) => ({
  error: { code, message, status: STATUSES[code] ?? "UNKNOWN", ...(details && { details }) },
});

const CALL = /^(.*):(generateContent|streamGenerateContent)$/;

function readQuestion(json: unknown, c: LabContext): PublisherQuestion {
  const [, model = "", method] = CALL.exec(c.req.param("call") ?? "") ?? [];
  if (method === undefined) throw refused(404, (c.req.param("call") ?? "").slice(0, 100));
  const stream = method === "streamGenerateContent";
  if (stream && c.req.query("alt") !== "sse") throw beyondLab("alt", "it streams with alt=sse only");
  const {
    contents,
    systemInstruction,
    generationConfig = {},
    tools,
  } = readShape(bodySchema, json, inGooglesWords);
  if (tools?.length) throw beyondLab("tools", "it calls none");
  const { maxOutputTokens: maxTokens, stopSequences: stop = [], responseLogprobs } = generationConfig;
  if (responseLogprobs) throw beyondLab("generation_config.response_logprobs", "its answers are written");
  const system = systemInstruction ? [{ role: "system", text: textIn(systemInstruction.parts) }] : [];
  const asked = contents.map(({ role, parts }) => ({
    role: role === "model" ? "assistant" : "user",
    text: textIn(parts),
  }));
  return {
    model,
    stream,
    maxTokens,
    stop,
    messages: [...system, ...asked],
    format: formatOf(generationConfig),
  };
}

function textIn(parts: readonly { readonly text?: string | undefined }[]): string {
  return parts
    .map(({ text }) => {
      if (text === undefined) throw beyondLab("parts", "it reads text only");
      return text;
    })
    .join("");
}

function formatOf({ responseMimeType, responseSchema, responseJsonSchema }: z.infer<typeof configSchema>) {
  if (responseSchema !== undefined) {
    throw beyondLab("generation_config.response_schema", "it reads response_json_schema only");
  }
  if (responseMimeType !== "application/json") return undefined;
  if (responseJsonSchema === undefined) return { type: "json_object" } as const;
  return readJsonSchema(
    { name: "answer", schema: responseJsonSchema },
    "generation_config.response_json_schema",
  );
}

const inGooglesWords: WordIssue = ({ path, problem }) =>
  refused(
    400,
    problem === EXTRA
      ? `Invalid JSON payload received. Unknown name "${path}": Cannot find field.`
      : `Invalid value at '${path}': ${problem}`,
    path || null,
  );

function chunk({ id, answer, promptTokens, model }: PublisherAnswer, text: string, isLast: boolean): object {
  const said = isLast ? answer.completionTokens : undefined;
  return {
    candidates: [
      {
        content: { parts: [{ text }], role: "model" },
        ...(isLast && { finishReason: answer.finishReason === "length" ? "MAX_TOKENS" : "STOP" }),
        index: 0,
      },
    ],
    usageMetadata: {
      promptTokenCount: promptTokens,
      ...(said !== undefined && { candidatesTokenCount: said }),
      totalTokenCount: promptTokens + (said ?? 0),
    },
    modelVersion: `${model.name}-${model.version}`,
    responseId: id,
  };
}
