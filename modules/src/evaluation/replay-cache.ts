import type { AnswerCache, CacheQuery } from "../cache/answer-cache.ts";
import type { LabelledPrompt } from "./labelled-prompt.ts";

export interface FalseHit {
  readonly asked: string;
  readonly given: string;
  readonly similarity: number;
}

export interface CacheReplay {
  readonly asked: number;
  /** Prompts that had been asked before in these or other words. */
  readonly repeated: number;
  /** Of these, how many got that answer. */
  readonly rightHits: number;
  /** Prompts that got the answer of another question. */
  readonly falseHits: readonly FalseHit[];
}

/** Asks labelled prompts one after the other of a cache that answers are kept in, and looks whose answer each gets. */
export async function replayCache(
  prompts: readonly LabelledPrompt[],
  cache: AnswerCache,
): Promise<CacheReplay> {
  const questionOf = new Map<string, string>();
  const known = new Set<string>();
  const falseHits: FalseHit[] = [];
  let [repeated, rightHits] = [0, 0];
  for (const { id, prompt, variantOf = id } of prompts) {
    if (known.has(variantOf)) repeated++;
    const query = queryOf(prompt);
    const hit = await cache.lookup(query);
    if (!hit)
      await cache.store(query, {
        text: variantOf,
        source: "cloud",
        provenance: "simulated",
        servedModel: "replay",
      });
    else if (hit.answer.text === variantOf || questionOf.get(prompt) === hit.answer.text) rightHits++;
    else falseHits.push({ asked: prompt, given: hit.question, similarity: hit.similarity });
    known.add(variantOf);
    questionOf.set(prompt, questionOf.get(prompt) ?? variantOf);
  }
  return { asked: prompts.length, repeated, rightHits, falseHits };
}

const queryOf = (content: string): CacheQuery => ({
  context: { tenant: "replay", client: "replay" },
  request: { model: "replay", messages: [{ role: "user", content }] },
});
