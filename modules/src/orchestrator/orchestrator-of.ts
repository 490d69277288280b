import { user } from "../chat/message.ts";
import { createToldStream } from "../chat/part-stream.ts";
import type { RequestContext } from "../chat/request-context.ts";
import { newId } from "../core/ids.ts";
import { answer } from "./answer.ts";
import type { Answer, AnswerPart } from "./answer-part.ts";
import { compareAnswers } from "./compare-answers.ts";
import { embedTexts } from "./embed-texts.ts";
import { guardChat, openChat } from "./guard-chat.ts";
import type { House } from "./house.ts";
import { AUTO_MODEL, type OrchestratedChat } from "./orchestrated-chat.ts";
import type { AnswerOptions, Orchestrator, PlannedChat } from "./orchestrator.ts";
import type { OrchestratorOptions } from "./orchestrator-options.ts";
import { planChat } from "./plan-chat.ts";
import { readinessOf } from "./readiness.ts";
import { routeChat } from "./route-chat.ts";
import { servedModels, stateOf } from "./state-of.ts";
import { trimChat } from "./trim-chat.ts";

/** What can be done with a house that is ready. A request keeps to the one that stood when it came. */
export function orchestratorOf(
  now: () => House,
  { backends = [], close }: Pick<OrchestratorOptions, "backends" | "close">,
): Orchestrator {
  const chat: Orchestrator["chat"] = (request, context) =>
    createToldStream((take) => answer(request, context, now(), take));
  const stream: Orchestrator["stream"] = (query, options = {}) => asQuestion(chat, query, options);
  const complete: Orchestrator["complete"] = (request, context) => answer(request, context, now(), UNHEARD);
  return {
    get routers() {
      return now().routers;
    },
    backends,
    get catalog() {
      return now().catalog;
    },
    chat,
    complete,
    stream,
    ask: async (query, options) => wholeOf(stream(query, options)),
    compare: (models, request, context) => compareAnswers(complete, models, request, context),
    embed: (request, context) => embedTexts(request, context, now()),
    plan: (request, context) => planOnly(request, context, now()),
    models: () => servedModels(now()),
    decisions: (filter) => now().decisions.read(filter),
    state: () => stateOf(now()),
    readiness: () => readinessOf(now()),
    async close() {
      await close?.();
      await now().ledger?.close();
    },
  };
}

/** A question in a conversation as a chat, told without what only operators look at. */
async function* asQuestion(
  chat: Orchestrator["chat"],
  query: string,
  { strategy, conversation, signal }: AnswerOptions,
): AsyncGenerator<AnswerPart, void> {
  const request: OrchestratedChat = {
    model: AUTO_MODEL,
    messages: [user(query)],
    ...(strategy !== undefined && { hints: { strategy } }),
    ...(conversation && { conversation }),
  };
  for await (const part of chat(request, contextOf(signal)))
    if (part.type !== "begin" && part.type !== "route-end") yield part;
}

/** Whoever asks from this process asks for itself. */
const contextOf = (signal: AbortSignal | undefined): RequestContext => ({
  requestId: newId("request-"),
  tenant: "here",
  client: "here",
  ...(signal && { signal }),
});

const UNHEARD = () => undefined;

async function wholeOf(parts: AsyncIterable<AnswerPart>): Promise<Answer> {
  let whole: Answer | undefined;
  for await (const part of parts) if (part.type === "answer") whole = part.answer;
  if (!whole) throw new Error("The orchestrator ended without an answer.");
  return whole;
}

async function planOnly(
  request: OrchestratedChat,
  { signal, user: asker, tenant }: RequestContext,
  house: House,
): Promise<PlannedChat> {
  const opened = openChat(request, house.templates);
  guardChat(opened);
  const routed = await routeChat(opened, { signal: signal ?? NEVER, user: asker, tenant }, house);
  const chat = await trimChat(opened, routed, house);
  const { route, told, leftOut = [] } = planChat(chat, routed, house);
  return { strategy: routed.strategy, route, decision: routed.decision, plan: told, passed: leftOut };
}

const NEVER = new AbortController().signal;
