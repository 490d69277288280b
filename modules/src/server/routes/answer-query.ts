import { z } from "zod";
import { user } from "../../chat/message.ts";
import { MAX_QUERY_CHARACTERS } from "../../orchestrator/guard-query.ts";
import { AUTO_MODEL } from "../../orchestrator/orchestrated-chat.ts";
import { toQueryResponse } from "../../orchestrator/query-response.ts";
import { wholeChat } from "../chat/answer-chat.ts";
import { namingFields } from "../http/naming-fields.ts";
import type { Call, Reply } from "../http/route.ts";
import type { Platform } from "../platform.ts";
import { modelRefusal, routingMetadata } from "./declared-answers.ts";

const sessionName = z.string().min(1).max(200);

/** A question as the workshop's own pages send it. */
export const queryBody = z.object({
  query: z.string().min(1).max(MAX_QUERY_CHARACTERS),
  strategy: z.string().min(1).max(100).default("hybrid"),
  session_id: sessionName.optional(),
  context_enabled: z.boolean().default(true),
  target: z.enum(["local", "cloud"]).optional(),
});

export const queryFields = Object.keys(queryBody.shape);

export type QueryBody = z.output<typeof queryBody>;

const queryResponse = z.looseObject({
  response: z.string(),
  source: z.string(),
  responseTime: z.number(),
  session_id: z.string(),
  metadata: z.looseObject({
    strategy: z.string(),
    target: z.enum(["local", "cloud"]),
    router_used: z.string(),
  }),
  "x-routing-metadata": routingMetadata,
});

export const queryAnswers = {
  200: { about: "The answer and how it was routed.", schema: queryResponse },
  ...modelRefusal,
};

/** Answers a question in its session; `strategy` is the router that decides. */
export async function answerQuery(
  platform: Platform,
  call: Call<QueryBody>,
  strategy = call.body.strategy,
): Promise<Reply> {
  const { orchestrator, sessions, observe, clock } = platform;
  const { query, session_id, context_enabled, target } = call.body;
  const session = sessions.open(call.caller, session_id);
  const contextUsed = context_enabled && session.conversation.messages.length > 0;
  const parts = orchestrator.chat(
    {
      model: AUTO_MODEL,
      messages: [user(query)],
      stream: false,
      hints: { strategy: routerOf(strategy), ...(target !== undefined && { target }) },
      ...(context_enabled && { conversation: session.conversation }),
    },
    call.context,
  );
  const { answer } = await namingFields(FIELDS, () => wholeChat(parts, observe(call)));
  session.note(answer);
  call.spend(answer.usage.promptTokens + answer.usage.completionTokens);
  const response = toQueryResponse(answer, { strategy, contextUsed, now: clock.now() });
  return { body: { ...response, session_id: session.id, "x-routing-metadata": answer.routing } };
}

/** The workshop's pages are told of `rule_based`, and ask for it. */
const routerOf = (strategy: string): string => (strategy === "rule_based" ? "rule" : strategy);

const FIELDS = { UNKNOWN_ROUTER: "strategy", ROUTER_ABSENT: "strategy" };
