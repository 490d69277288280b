import { createHash } from "node:crypto";
import { RoutingError } from "../core/errors.ts";
import type { Router } from "../routers/router.ts";
import type { Labelled } from "./labelled-prompt.ts";
import { createScoreRouter } from "./score-router.ts";

/** Keeps every query on this machine: free, and wrong wherever the cloud is needed. */
export function alwaysLocal(): Router {
  return createScoreRouter({ name: "always-local", scoreOf: () => 0, reasonOf: () => "always" });
}

/** Sends every query to the cloud: the best answers, at the full price. */
export function alwaysCloud(): Router {
  return createScoreRouter({ name: "always-cloud", scoreOf: () => 1, reasonOf: () => "always" });
}

/** Characters (UTF-16 units) from which a query goes to the cloud. */
export function byLength({ atLeastCharacters = 80 }: { atLeastCharacters?: number } = {}): Router {
  return createScoreRouter({
    name: "length",
    scoreOf: (query) => share(query.length, atLeastCharacters),
    reasonOf: (query) => `${query.length} characters, cloud from ${atLeastCharacters}`,
  });
}

/** Words from which a query goes to the cloud. */
export function byWordCount({ atLeastWords = 10 }: { atLeastWords?: number } = {}): Router {
  return createScoreRouter({
    name: "word-count",
    scoreOf: (query) => share(countWords(query), atLeastWords),
    reasonOf: (query) => `${countWords(query)} words, cloud from ${atLeastWords}`,
  });
}

/** The length router whose limit is right most often on the given rows. */
export function fitLength(rows: readonly Labelled[]): Router {
  return byLength({ atLeastCharacters: bestLimit(rows, (query) => query.length) });
}

/** The word count router whose limit is right most often on the given rows. */
export function fitWordCount(rows: readonly Labelled[]): Router {
  return byWordCount({ atLeastWords: bestLimit(rows, countWords) });
}

export interface RandomMixOptions {
  /** Share of queries to send to the cloud, 0 to 1. */
  readonly cloudShare: number;
  readonly seed?: number;
}

/**
 * Draws lots, blind to what is asked. With the cloud share of another router it costs the same as that router, which has
 * to beat it to be worth anything. The same query always draws the same lot.
 */
export function randomMix({ cloudShare, seed = 1 }: RandomMixOptions): Router {
  return createScoreRouter({
    name: "random-mix",
    scoreOf: (query) => drawLot(query, seed),
    threshold: 1 - cloudShare,
    reasonOf: () => `lots, ${Math.round(cloudShare * 100)} % to the cloud`,
  });
}

/** A number in [0, 1) that is the same for the same text and seed. */
export const drawLot = (text: string, seed: number) =>
  createHash("sha256").update(`${seed}\n${text}`).digest().readUInt32BE(0) / 2 ** 32;

/**
 * Knows the first word of each given row and where such rows went most often; nothing else. Far better on those rows than
 * on others: what it gains there is an artefact of how the rows were made.
 */
export function byFirstWord(rows: readonly Labelled[]): Router {
  const all = cloudShareOf(rows);
  const shares = new Map(
    [...Map.groupBy(rows, ({ prompt }) => firstWord(prompt))].map(([word, group]) => [
      word,
      cloudShareOf(group),
    ]),
  );
  return createScoreRouter({
    name: "first-word",
    scoreOf: (query) => shares.get(firstWord(query)) ?? all,
    reasonOf: (query) =>
      shares.has(firstWord(query))
        ? `begins with "${firstWord(query)}"`
        : `begins with "${firstWord(query)}", not seen before`,
  });
}

/**
 * Knows the right answer of each given row: what no router can beat.
 * @throws RoutingError for any other query.
 */
export function oracle(rows: readonly Labelled[]): Router {
  const targets = new Map(rows.map(({ prompt, target }) => [prompt, target]));
  return createScoreRouter({
    name: "oracle",
    scoreOf: (query) => {
      const target = targets.get(query);
      if (target) return target === "cloud" ? 1 : 0;
      throw new RoutingError("has no label for this query", { code: "NOT_LABELLED" });
    },
    reasonOf: () => "the label says so",
  });
}

/** 0.5 at the limit, growing towards 1. */
const share = (value: number, limit: number) => (limit <= 0 ? 1 : value / (value + limit));

const countWords = (text: string) => text.match(/\S+/gu)?.length ?? 0;

/** In lower case, without punctuation; empty when there is none. */
export const firstWord = (text: string) => text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/u)?.[0] ?? "";

const cloudShareOf = (rows: readonly Labelled[]) =>
  rows.filter(({ target }) => target === "cloud").length / rows.length;

/** The least value that should count as cloud, so that most rows are right; the smallest of equals. */
function bestLimit(rows: readonly Labelled[], sizeOf: (query: string) => number): number {
  const values = rows.map(({ prompt, target }) => ({ value: sizeOf(prompt), cloud: target === "cloud" }));
  const limits = [...new Set(values.map(({ value }) => value))].sort((a, b) => a - b);
  const rightAt = (limit: number) => values.filter(({ value, cloud }) => value >= limit === cloud).length;
  const best = limits.reduce(
    (found, limit) => {
      const right = rightAt(limit);
      return right > found.right ? { limit, right } : found;
    },
    { limit: Number.POSITIVE_INFINITY, right: -1 },
  );
  return best.limit;
}
