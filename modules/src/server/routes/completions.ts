import { z } from "zod";
import { user as userTurn } from "../../chat/message.ts";
import { AUTO_MODEL, type OrchestratedChat } from "../../orchestrator/orchestrated-chat.ts";
import { wholeChat } from "../chat/answer-chat.ts";
import { MOST_TOKENS } from "../chat/chat-body.ts";
import { createCompletionForm, wholeCompletion } from "../chat/completion-form.ts";
import { streamChat } from "../chat/stream-chat.ts";
import { namingFields } from "../http/naming-fields.ts";
import { defineRoute, type Route } from "../http/route.ts";
import type { Platform } from "../platform.ts";
import { modelRefusal } from "./declared-answers.ts";

const names = z.array(z.string().min(1).max(200)).max(20);

const body = z.object({
  prompt: z.string().min(1),
  model: z.string().min(1).max(200).optional(),
  task_type: z.string().min(1).max(100).optional(),
  max_tokens: z.int().min(1).max(MOST_TOKENS).nullish(),
  temperature: z.number().min(0).max(2).default(0.7),
  top_p: z.number().min(0).max(1).nullish(),
  stop: z.union([z.string().max(1000), z.array(z.string().max(1000)).max(4)]).nullish(),
  n: z.literal(1, "must be 1: one answer is given").nullish(),
  user: z.string().max(200).nullish(),
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
export function completions({ orchestrator, observe, clock }: Platform): Route {
  return defineRoute({
    method: "POST",
    path: "/v1/completions",
    name: "createCompletion",
    tag: "Orchestration",
    about:
      "Answers one prompt, whole or as events. `task_type` chooses the models, `budget_limit` (US dollars) bounds what it may cost.",
    scope: "chat",
    body,
    fields: Object.keys(body.shape),
    answers: {
      200: {
        about:
          "The answer with its tokens, cost and latency; with `stream: true` a stream of `text_completion` events, the last of which has these figures.",
        schema: answer,
      },
      ...modelRefusal,
    },
    metered: true,
    idempotent: true,
    async handle(call) {
      const { body, requestId } = call;
      const head = { requestId, created: Math.floor(clock.now() / 1000), task: body.task_type };
      const parts = orchestrator.chat(
        readCompletion(body),
        body.user ? { ...call.context, user: body.user } : call.context,
      );
      const observer = observe(call);
      if (body.stream)
        return namingFields(FIELDS, () => streamChat(parts, createCompletionForm(head), { call, observer }));
      const { answer } = await namingFields(FIELDS, () => wholeChat(parts, observer));
      call.spend(answer.usage.promptTokens + answer.usage.completionTokens);
      return {
        body: wholeCompletion(head, answer),
        headers: { "x-lab-provenance": answer.provenance },
      };
    },
  });
}

const FIELDS = { UNKNOWN_ROUTE: "task_type" };

function readCompletion({
  prompt,
  model,
  task_type,
  max_tokens,
  temperature,
  top_p: topP,
  stop,
  stream,
  model_preferences,
  budget_limit,
}: Body): OrchestratedChat {
  const { prefer, exclude } = model_preferences;
  return {
    model: model ?? AUTO_MODEL,
    messages: [userTurn(prompt)],
    stream,
    temperature,
    ...(typeof topP === "number" && { topP }),
    ...(stop && stop.length > 0 && { stop: typeof stop === "string" ? [stop] : stop }),
    ...(typeof max_tokens === "number" && { maxTokens: max_tokens }),
    hints: {
      ...(task_type !== undefined && { route: task_type }),
      ...(prefer && { prefer }),
      ...(exclude && { exclude }),
      ...(typeof budget_limit === "number" && { budgetUsd: budget_limit }),
    },
  };
}
