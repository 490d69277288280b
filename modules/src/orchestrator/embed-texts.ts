import { user } from "../chat/message.ts";
import type { RequestContext } from "../chat/request-context.ts";
import type { StreamPart } from "../chat/stream-part.ts";
import { LimitError } from "../core/errors.ts";
import type { EmbedReply } from "../providers/embed-over-http.ts";
import type { StreamReply } from "../resilience/begin-reply.ts";
import { createFallbackPlan, type FallbackPlan } from "../resilience/fallback-plan.ts";
import type { Bill } from "./charges.ts";
import { approximateTokens, promptTokensOf } from "./count-tokens.ts";
import type { OpenedChat } from "./guard-chat.ts";
import { guardLength } from "./guard-query.ts";
import type { House } from "./house.ts";
import { AUTO_MODEL, type OrchestratedEmbedding } from "./orchestrated-chat.ts";
import type { EmbeddingAnswer } from "./orchestrator.ts";
import { levelOf } from "./planner.ts";
import { closeRun, recordDone, recordFailure } from "./record.ts";
import { mayAsk } from "./reserve.ts";
import { type Run, startRun } from "./run.ts";
import type { ServingDeployment } from "./serving.ts";
import { settle } from "./settle.ts";
import { tellSpent } from "./tell-spent.ts";
import { noteUnanswered } from "./unanswered.ts";

/** Most texts in one request. */
const MAX_TEXTS = 2048;

type VectorReply = EmbedReply & StreamReply;

/**
 * Turns texts into vectors by the same plan, budget and ledger as chats. Only deployments of one model step in for each other:
 * vectors of two models do not compare.
 */
export async function embedTexts(
  request: OrchestratedEmbedding,
  context: RequestContext,
  house: House,
): Promise<EmbeddingAnswer> {
  const { model, input, hints } = request;
  const messages = input.map((text) => user(text));
  const run = startRun({ model, messages, ...(hints && { hints }) }, context, house);
  const asked = { maxTokens: 0 };
  const chat: OpenedChat = {
    request: { ...run.request, ...asked },
    asked,
    messages,
    question: "",
    history: [],
  };
  run.chat = chat;
  try {
    run.timer.time("guard", () => guardTexts(input));
    const plan = run.timer.time("plan", () => planEmbedding(model, house));
    const reply = await run.timer.timeAsync("call", () => firstReply(plan, request, chat, run));
    run.told.endReason = "stop";
    const bill = await run.timer.timeAsync("settle", () => settle(chat, "answered", run));
    recordDone(run);
    tellSpent("embeddings", bill, run);
    return toAnswer(reply, bill, run);
  } catch (error) {
    recordFailure(error, run);
    throw error;
  } finally {
    await closeRun(run);
  }
}

function guardTexts(input: readonly string[]): void {
  if (input.length === 0 || input.length > MAX_TEXTS) {
    throw new LimitError(`There must be 1 to ${MAX_TEXTS} texts, not ${input.length}.`, {
      code: "TEXTS_OUT_OF_RANGE",
      hint: "Send them in several requests.",
    });
  }
  for (const text of input) guardLength(text);
  if (input.some((text) => text === ""))
    throw new LimitError("A text is empty.", { code: "QUERY_EMPTY", hint: "Leave it out." });
}

function planEmbedding(name: string, { serving }: House): FallbackPlan {
  const all = serving.deployments.filter(({ kind }) => kind === "embedding");
  const named = name === AUTO_MODEL ? all.slice(0, 1) : serving.named(name);
  const [first] = named.filter(({ kind }) => kind === "embedding");
  if (!first) return refuseModel(name, all);
  const equal = all.filter(({ model }) => model === first.model);
  return createFallbackPlan(equal.map(levelOf), { maxTried: equal.length });
}

async function firstReply(
  plan: FallbackPlan,
  { input, dimensions }: OrchestratedEmbedding,
  chat: OpenedChat,
  run: Run,
): Promise<VectorReply> {
  const { house, deadline } = run;
  let reply: VectorReply | undefined;
  const parts = house.resilience.run<VectorReply>(plan, {
    deadline,
    promptTokens: () => promptTokensOf(chat.messages),
    countTokens: approximateTokens,
    async open({ deployment: name }, { signal }) {
      const { provider, served } = known(name, house);
      if (!provider.embed) throw new Error(`${name} makes no vectors.`);
      return withParts(await provider.embed({ model: served, input, dimensions }, { signal }));
    },
    allow: ({ deployment }) => mayAsk(deployment, chat, run),
    onEvent: (event) => noteUnanswered(event, run),
  });
  for await (const part of parts) {
    if (part.type === "route-begin") {
      reply = part.reply;
      run.legs.push({ deployment: known(part.deployment, house), reply, text: "", soFar: "" });
    } else if (part.type === "route-end") {
      const leg = run.legs.at(-1);
      if (leg) leg.end = part;
    }
  }
  deadline.signal.throwIfAborted();
  if (!reply) throw new Error("The plan ended without a reply.");
  return reply;
}

/** Vectors come at once; to the resilience they are a stream of one word. */
function withParts(reply: EmbedReply): VectorReply {
  const { usage } = reply;
  async function* parts(): AsyncGenerator<StreamPart> {
    yield { type: "text", text: "." };
    if (usage) yield { type: "usage", usage };
    yield { type: "end", reason: "stop" };
  }
  return { ...reply, parts: parts() };
}

function known(name: string, { serving }: House): ServingDeployment {
  const deployment = serving.deployment(name);
  if (!deployment) throw new Error(`${name} is not served.`);
  return deployment;
}

function refuseModel(name: string, all: readonly ServingDeployment[]): never {
  throw new LimitError(`There is no embedding model "${name.slice(0, 60)}".`, {
    code: "MODEL_NOT_FOUND",
    hint:
      all.length === 0
        ? "None is configured."
        : `There are: ${[...new Set(all.map(({ model }) => model))].join(", ")}.`,
  });
}

function toAnswer(
  { vectors, servedModel, provenance }: VectorReply,
  { answered: { promptTokens }, costUsd }: Bill,
  run: Run,
): EmbeddingAnswer {
  const deployment = run.legs.at(-1)?.deployment;
  return {
    requestId: run.context.requestId,
    model: deployment?.model ?? run.request.model,
    servedModel,
    deployment: deployment?.name ?? "",
    tier: deployment?.tier ?? "local",
    provenance,
    vectors,
    usage: { promptTokens, completionTokens: 0 },
    costUsd,
    ms: run.timer.elapsed(),
  };
}
