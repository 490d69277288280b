import type { CachedAnswer, CacheHit, CacheQuery } from "../cache/answer-cache.ts";
import { requestFor } from "./ask-deployment.ts";
import type { ChatAnswer, ChatPart } from "./chat-part.ts";
import type { OpenedChat } from "./guard-chat.ts";
import type { ReadyPlan } from "./planner.ts";
import type { Run } from "./run.ts";
import { hear } from "./transcript.ts";

/** What the cache is asked by: the request as the first deployment of the plan would get it. */
function queryOf(chat: OpenedChat, { deployments }: ReadyPlan, { context }: Run): CacheQuery | undefined {
  const [first] = deployments;
  if (!first || chat.request.fields?.tools !== undefined) return undefined;
  if (chat.messages.some(({ wire }) => wire !== undefined)) return undefined;
  return { context, request: { ...requestFor(chat, first), model: first.name } };
}

/** An answer that was given before; undefined without a cache, or where the caller wants a new one. */
export async function lookUp(chat: OpenedChat, plan: ReadyPlan, run: Run): Promise<CacheHit | undefined> {
  const { cache } = run.house;
  if (!cache || chat.request.hints?.cache === false) return undefined;
  const query = queryOf(chat, plan, run);
  if (!query) return undefined;
  run.cache = "miss";
  const hit = await run.timer.timeAsync("cache", () => cache.lookup(query));
  if (hit) run.cache = hit.kind === "exact" ? "hit" : "semantic-hit";
  return hit;
}

/** Tells an answer from the cache as a model's would be told. */
export function tellHit({ answer }: CacheHit, run: Run): readonly ChatPart[] {
  const usage = answer.usage ?? { promptTokens: 0, completionTokens: 0 };
  const parts = [{ type: "text", text: answer.text } as const, { type: "usage", usage } as const];
  for (const part of parts) hear(run.told, part, run.timer.elapsed);
  hear(run.told, { type: "end", reason: "stop" }, run.timer.elapsed);
  return parts;
}

/** Keeps an answer that a model has just made. Whoever waits for the answer does not wait for this. */
export function keep(chat: OpenedChat, plan: ReadyPlan, answer: ChatAnswer, run: Run): void {
  const { cache } = run.house;
  const query = run.cache === "miss" && cache ? queryOf(chat, plan, run) : undefined;
  if (!cache || !query || answer.endReason !== "stop" || answer.fallbackUsed) return;
  const { text, source, provenance, servedModel, usage, costUsd } = answer;
  const kept: CachedAnswer = {
    text,
    source,
    provenance,
    servedModel,
    usage,
    ...(costUsd !== undefined && { costUsd }),
  };
  void cache.store(query, kept);
}
