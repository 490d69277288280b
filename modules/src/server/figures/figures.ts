import type { Clock } from "../../core/clock.ts";
import type { ChatAnswer } from "../../orchestrator/chat-part.ts";
import type { EmbeddingAnswer } from "../../orchestrator/orchestrator.ts";
import { createQuantileSketch, type QuantileSketch } from "./quantile-sketch.ts";

/** A chat that is over. */
export interface DoneChat {
  readonly model: string;
  /** `refused`: by a limit, or because it was asked wrongly. */
  readonly outcome: "answered" | "failed" | "refused" | "cancelled";
  /** What there was to show; one that broke off has failed. */
  readonly answer?: DoneAnswer;
}

/** What is read of an answer; a `ChatAnswer` is one. */
export type DoneAnswer = Pick<ChatAnswer, "fallbackUsed" | "usage" | "costUsd" | "provenance"> & {
  readonly timing: Pick<ChatAnswer["timing"], "totalMs">;
  readonly routing: Pick<ChatAnswer["routing"], "cache">;
};

/** What became of chats over a time, and what embeddings took. */
export interface FigureSums {
  /** Chats. */
  readonly requests: number;
  /** What a caller saw as a failure: an error, or an answer that broke off. */
  readonly failed: number;
  readonly refused: number;
  readonly cancelled: number;
  /** Answers from the cache. */
  readonly cached: number;
  readonly fallbacks: number;
  readonly embeddings: number;
  /** Of models that were asked: an answer from the cache has none. */
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly costUsd: number;
  /** Milliseconds; null without answers. */
  readonly latencyMs: {
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
    readonly mean: number;
  } | null;
}

export interface FigureReport extends FigureSums {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly from: number;
  readonly to: number;
  readonly models: Readonly<Record<string, FigureSums>>;
  readonly provenances: Readonly<Record<string, number>>;
}

/** Figures of the last hours, kept by minute; they cost the same whatever comes in. */
export interface Figures {
  note(done: DoneChat): void;
  noteEmbedding(answer: Pick<EmbeddingAnswer, "model" | "usage" | "costUsd" | "provenance">): void;
  report(options: { readonly rangeMs: number; readonly model?: string | undefined }): FigureReport;
}

const MINUTE_MS = 60_000;
/** Longest time that can be asked for, in milliseconds. */
export const LONGEST_RANGE_MS = 86_400_000;

interface Bin {
  requests: number;
  failed: number;
  refused: number;
  cancelled: number;
  cached: number;
  fallbacks: number;
  embeddings: number;
  promptTokens: number;
  completionTokens: number;
  costUsd: number;
  readonly latency: QuantileSketch;
  readonly provenances: Map<string, number>;
}

export function createFigures(clock: Clock): Figures {
  const minutes = new Map<number, Map<string, Bin>>();
  const forgetOld = (minute: number) => {
    for (const old of minutes.keys()) {
      if (old > minute - LONGEST_RANGE_MS / MINUTE_MS) return;
      minutes.delete(old);
    }
  };
  const binOf = (model: string) => {
    const minute = Math.floor(clock.now() / MINUTE_MS);
    let bins = minutes.get(minute);
    if (!bins) {
      bins = new Map();
      minutes.set(minute, bins);
      forgetOld(minute);
    }
    const bin = bins.get(model) ?? emptyBin();
    bins.set(model, bin);
    return bin;
  };
  return {
    note: (done) => count(binOf(done.model), done),
    noteEmbedding(answer) {
      const bin = binOf(answer.model);
      bin.embeddings += 1;
      bin.promptTokens += answer.usage.promptTokens;
      addPaid(bin, answer);
    },
    report({ rangeMs, model }) {
      const to = clock.now();
      const from = to - rangeMs;
      const all = emptyBin();
      const models = new Map<string, Bin>();
      for (const [minute, bins] of minutes) {
        if ((minute + 1) * MINUTE_MS <= from) continue;
        for (const [name, bin] of bins) {
          if (model !== undefined && name !== model) continue;
          merge(all, bin);
          models.set(name, merge(models.get(name) ?? emptyBin(), bin));
        }
      }
      return {
        from,
        to,
        ...sumsOf(all),
        models: Object.fromEntries([...models].map(([name, bin]) => [name, sumsOf(bin)])),
        provenances: Object.fromEntries(all.provenances),
      };
    },
  };
}

const emptyBin = (): Bin => ({
  requests: 0,
  failed: 0,
  refused: 0,
  cancelled: 0,
  cached: 0,
  fallbacks: 0,
  embeddings: 0,
  promptTokens: 0,
  completionTokens: 0,
  costUsd: 0,
  latency: createQuantileSketch(),
  provenances: new Map(),
});

function count(bin: Bin, { outcome, answer }: DoneChat): void {
  bin.requests += 1;
  if (outcome !== "answered") bin[outcome] += 1;
  if (!answer) return;
  if (answer.fallbackUsed) bin.fallbacks += 1;
  if (answer.routing.cache.endsWith("hit")) bin.cached += 1;
  else {
    bin.promptTokens += answer.usage.promptTokens;
    bin.completionTokens += answer.usage.completionTokens;
  }
  bin.latency.add(answer.timing.totalMs);
  addPaid(bin, answer);
}

function addPaid(bin: Bin, { costUsd = 0, provenance }: Pick<ChatAnswer, "costUsd" | "provenance">): void {
  bin.costUsd += costUsd;
  bin.provenances.set(provenance, (bin.provenances.get(provenance) ?? 0) + 1);
}

function merge(into: Bin, from: Bin): Bin {
  for (const key of [
    "requests",
    "failed",
    "refused",
    "cancelled",
    "cached",
    "fallbacks",
    "embeddings",
    "promptTokens",
    "completionTokens",
    "costUsd",
  ] as const)
    into[key] += from[key];
  into.latency.merge(from.latency);
  for (const [provenance, times] of from.provenances)
    into.provenances.set(provenance, (into.provenances.get(provenance) ?? 0) + times);
  return into;
}

function sumsOf({ latency, provenances: _, ...sums }: Bin): FigureSums {
  const at = (share: number) => latency.quantile(share) ?? 0;
  return {
    ...sums,
    latencyMs:
      latency.count === 0
        ? null
        : { p50: at(0.5), p95: at(0.95), p99: at(0.99), mean: latency.sum / latency.count },
  };
}
