import { z } from "zod";
import { user as userTurn } from "../../chat/message.ts";
import { AUTO_MODEL, type OrchestratedChat } from "../../orchestrator/orchestrated-chat.ts";
import { wholeChat } from "../chat/answer-chat.ts";
import { MOST_TOKENS } from "../chat/chat-body.ts";
import { ROUTING_METADATA } from "../chat/chat-completion.ts";
import { ApiError } from "../http/api-error.ts";
import { defineRoute, type Reply, type Route } from "../http/route.ts";
import type { Platform } from "../platform.ts";
import { modelRefusal } from "./declared-answers.ts";

const names = z.array(z.string().min(1).max(200)).max(20);

const body = z.object({
  prompt: z.string().min(1),
  model: z.string().min(1).max(200).optional(),
  task_type: z.string().min(1).max(100).optional(),
  max_tokens: z.int().min(1).max(MOST_TOKENS).nullish(),
  temperature: z.number().min(0).max(2).default(0.7),
  stream: z.boolean().default(false),
  model_preferences: z.strictObject({ prefer: names.optional(), exclude: names.optional() }).default({}),
  budget_limit: z.number().min(0).max(1_000_000).nullish(),
});

type Body = z.output<typeof body>;

const answer = z.looseObject({
  request_id: z.uuid(),
  response: z.string(),
  model_used: z.string(),
  tokens_used: z.object({ prompt_tokens: z.int(), completion_tokens: z.int(), total_tokens: z.int() }),
  cost: z.number().nullable(),
  latency_ms: z.number(),
  metadata: z.looseObject({}),
});

/** `POST /v1/completions`: one prompt, a task, a limit on its cost. */
export function completions({ orchestrator, observe }: Platform): Route {
  return defineRoute({
    method: "POST",
    path: "/v1/completions",
    name: "createCompletion",
    tag: "Orchestration",
    about:
      "Answers one prompt. `task_type` chooses the models, `budget_limit` (US dollars) bounds what it may cost.",
    scope: "chat",
    body,
    fields: [...Object.keys(body.shape), "user", "n", "stop", "top_p"],
    answers: {
      200: { about: "The answer with its tokens, cost and latency.", schema: answer },
      ...modelRefusal,
    },
    metered: true,
    idempotent: true,
    async handle(call): Promise<Reply> {
      const { answer } = await wholeChat(
        orchestrator.chat(readCompletion(call.body), call.context),
        observe(call),
      );
      const { promptTokens, completionTokens } = answer.usage;
      call.spend(promptTokens + completionTokens);
      return {
        body: {
          request_id: call.requestId,
          response: answer.text,
          model_used: answer.model,
          tokens_used: {
            prompt_tokens: promptTokens,
            completion_tokens: completionTokens,
            total_tokens: promptTokens + completionTokens,
          },
          cost: answer.costUsd ?? null,
          latency_ms: Math.round(answer.timing.totalMs),
          metadata: { ...answer.routing, task_type: call.body.task_type ?? null, attempts: answer.attempts },
        },
        headers: { "x-lab-provenance": answer.provenance },
      };
    },
  });
}

function readCompletion({
  prompt,
  model,
  task_type,
  max_tokens,
  temperature,
  stream,
  model_preferences,
  budget_limit,
}: Body): OrchestratedChat {
  if (stream) throw streamsElsewhere();
  const { prefer, exclude } = model_preferences;
  return {
    model: model ?? AUTO_MODEL,
    messages: [userTurn(prompt)],
    stream: false,
    temperature,
    ...(typeof max_tokens === "number" && { maxTokens: max_tokens }),
    hints: {
      ...(task_type !== undefined && { route: task_type }),
      ...(prefer && { prefer }),
      ...(exclude && { exclude }),
      ...(typeof budget_limit === "number" && { budgetUsd: budget_limit }),
    },
  };
}

const streamsElsewhere = () =>
  new ApiError("This route gives whole answers only.", {
    status: 400,
    code: "STREAM_UNSUPPORTED",
    param: "stream",
    hint: `Ask /v1/chat/completions with stream: true; its last chunk holds ${ROUTING_METADATA}.`,
  });
