import { z } from "zod";
import { wholeChat } from "../chat/answer-chat.ts";
import { type ChatBody, chatBody, chatFields } from "../chat/chat-body.ts";
import { chatCompletion } from "../chat/chat-completion.ts";
import { readChat } from "../chat/read-chat.ts";
import { errorResponse } from "../http/error-response.ts";
import { type Call, defineRoute, type Route } from "../http/route.ts";
import type { Platform } from "../platform.ts";
import { modelRefusal } from "./declared-answers.ts";

const MOST_MODELS = 8;

const body = chatBody.omit({ model: true, stream_options: true }).extend({
  stream: z.literal(false, "must be false: a comparison comes whole").nullish(),
  models: z
    .array(z.string().min(1).max(200))
    .min(2)
    .max(MOST_MODELS)
    .refine((models) => new Set(models).size === models.length, "must name each model once"),
});

type CompareBody = z.output<typeof body>;

const fields = ["models", ...chatFields.filter((name) => name !== "model" && name !== "stream_options")];

const compared = z.looseObject({
  object: z.literal("comparison"),
  answers: z.array(
    z.looseObject({
      model: z.string(),
      outcome: z.enum(["answered", "failed"]),
      status: z.int(),
      completion: z.looseObject({ id: z.string() }).optional(),
      error: z.looseObject({ message: z.string(), code: z.string() }).optional(),
    }),
  ),
  cost_usd: z.number().nullable(),
});

/** `POST /v1/compare`: several models are asked the same at the same time, and nobody steps in for one that fails. */
export function compare(platform: Platform): Route {
  return defineRoute({
    method: "POST",
    path: "/v1/compare",
    name: "compareModels",
    tag: "Orchestration",
    about: `Asks 2 to ${MOST_MODELS} models the same at the same time. One that fails leaves the others' answers as they are.`,
    scope: "chat",
    body,
    fields,
    answers: {
      200: { about: "Each model's answer, or why it has none.", schema: compared },
      ...modelRefusal,
    },
    metered: true,
    idempotent: true,
    async handle(call) {
      const { models } = call.body;
      const answers = await Promise.all(
        models.map((model, place) => askAlone(platform, call, { model, place })),
      );
      const costs = answers.flatMap(({ outcome, costUsd }) => (outcome === "answered" ? [costUsd] : []));
      const known = costs.filter((cost) => cost !== undefined);
      return {
        body: {
          object: "comparison",
          answers: answers.map(({ costUsd: _, ...answer }) => answer),
          cost_usd: known.length === costs.length ? known.reduce((sum, cost) => sum + cost, 0) : null,
        },
      };
    },
  });
}

/** One model's turn, as a request of its own that stands in the log, in the figures and in the ledger. */
async function askAlone(
  { orchestrator, observe, clock }: Platform,
  call: Call<CompareBody>,
  { model, place }: { readonly model: string; readonly place: number },
) {
  const { models: _models, ...rest } = call.body;
  const context = { ...call.context, requestId: `${call.requestId}.${place + 1}`, ...userOf(rest.user) };
  const request = readChat({ ...rest, model });
  const alone = { ...request, hints: { ...request.hints, alone: true } };
  try {
    const { answer, logprobs } = await wholeChat(orchestrator.chat(alone, context), observe(call));
    call.spend(answer.usage.promptTokens + answer.usage.completionTokens);
    return {
      model,
      outcome: "answered" as const,
      status: 200,
      completion: chatCompletion(answer, Math.floor(clock.now() / 1000), logprobs),
      costUsd: answer.costUsd,
    };
  } catch (error) {
    call.context.signal.throwIfAborted();
    const { status, body: told } = errorResponse(error, context.requestId);
    return { model, outcome: "failed" as const, status, error: told.error, costUsd: undefined };
  }
}

const userOf = (user: ChatBody["user"]) => (user ? { user } : {});
