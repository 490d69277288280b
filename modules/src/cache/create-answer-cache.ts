import { type Clock, systemClock } from "../core/clock.ts";
import { explainError } from "../core/errors.ts";
import type { AnswerCache, CachedAnswer, CacheHit, CacheQuery } from "./answer-cache.ts";
import { createAnswerStore, type Meaning, type StoredAnswer } from "./answer-store.ts";
import { createCacheCounts } from "./cache-counts.ts";
import type { CacheEvent } from "./cache-event.ts";
import { CONFLICTS, type Conflict } from "./conflict.ts";
import { createUnitEmbedder, type EmbedText } from "./embed-text.ts";
import { findNearest } from "./find-nearest.ts";
import { isReadable } from "./guards/is-readable.ts";
import { readFacts } from "./guards/question-facts.ts";
import { orAborted } from "./or-aborted.ts";
import { type Question, questionOf, type Sharing } from "./question.ts";

export interface SemanticOptions {
  readonly embed: EmbedText;
  /** Cosine from which two questions may share an answer, 0 to 1: what `npm run cache:threshold` chose for this embedder. */
  readonly threshold: number;
  /** What near questions must not differ in; default all. */
  readonly guards?: readonly Conflict[];
  /** Milliseconds that a lookup waits for the embedder; default 500. */
  readonly patienceMs?: number;
}

export interface AnswerCacheOptions {
  readonly clock?: Clock;
  /** Milliseconds that an answer is kept; default one hour. */
  readonly ttlMs?: number;
  /** Default 10,000. */
  readonly maxEntries?: number;
  /** Bytes of questions, answers and vectors; default 64 MiB. */
  readonly maxBytes?: number;
  /** Longest answer that is kept, in bytes; default 256 KiB. */
  readonly maxAnswerBytes?: number;
  /** Whom an answer may be given to again; default anybody of the tenant. */
  readonly sharing?: Sharing;
  /** Without it only the same question has a hit. */
  readonly semantic?: SemanticOptions;
  readonly onEvent?: (event: CacheEvent) => void;
}

/** What an entry takes beside its texts. */
const ENTRY_BYTES = 512;

/** A cache in this process. Answers are kept apart by tenant, model, parameters and earlier messages. */
export function createAnswerCache(options: AnswerCacheOptions = {}): AnswerCache {
  const { clock = systemClock, sharing = "tenant", semantic, onEvent } = options;
  const { ttlMs = 3_600_000, maxEntries = 10_000, maxBytes = 64 * 2 ** 20 } = options;
  const { maxAnswerBytes = 256 * 2 ** 10 } = options;
  const counts = createCacheCounts();
  const store = createAnswerStore({ clock, ttlMs, maxEntries, maxBytes, onEvicted: counts.evicted });
  const embed = semantic && createUnitEmbedder({ patienceMs: 500, ...semantic, clock });
  const guards = semantic?.guards ?? CONFLICTS;

  const tell = (event: CacheEvent, answer?: CachedAnswer) => {
    counts.count(event, answer);
    onEvent?.(event);
  };

  /** Undefined when only the same question may be found: there is no embedder, it failed, or the text is none that it and the guards can read. */
  async function meaningOf({ text }: Question, signal?: AbortSignal): Promise<Meaning | undefined> {
    if (!embed || !isReadable(text)) return undefined;
    try {
      return { vector: await orAborted(embed(text), signal), facts: readFacts(text) };
    } catch (error) {
      signal?.throwIfAborted();
      tell({ type: "cache", what: "failed", error: explainError(error) });
      return undefined;
    }
  }

  function hit(kind: CacheHit["kind"], { answer, question, storedAt }: StoredAnswer, similarity: number) {
    const ageMs = clock.elapsed() - storedAt;
    tell({ type: "cache", what: "hit", kind, similarity, ageMs }, answer);
    return { kind, answer, question, similarity, ageMs };
  }

  async function lookup({ context, request }: CacheQuery): Promise<CacheHit | undefined> {
    context.signal?.throwIfAborted();
    const question = questionOf({ context, request }, sharing);
    if (typeof question === "string") {
      tell({ type: "cache", what: "bypass", because: question });
      return undefined;
    }
    const same = store.get(question.key);
    if (same) return hit("exact", same, 1);
    const meaning = await meaningOf(question, context.signal);
    const threshold = semantic?.threshold ?? 1;
    const near =
      meaning &&
      findNearest(meaning, store.ofPartition(question.partition), {
        threshold,
        guards,
        isKept: store.isKept,
      });
    if (near?.found) {
      // Being asked for keeps it from giving way.
      store.get(near.found.entry.key);
      return hit("semantic", near.found.entry, near.found.similarity);
    }
    tell({
      type: "cache",
      what: "miss",
      ...(near?.nearest !== undefined && { nearest: near.nearest }),
      ...(near?.refused && { refused: near.refused }),
    });
    return undefined;
  }

  async function keep({ context, request }: CacheQuery, answer: CachedAnswer): Promise<void> {
    const question = questionOf({ context, request }, sharing);
    const answerBytes = Buffer.byteLength(answer.text);
    if (typeof question === "string" || answerBytes === 0 || answerBytes > maxAnswerBytes) return;
    const meaning = await meaningOf(question);
    const bytes =
      ENTRY_BYTES + answerBytes + 2 * Buffer.byteLength(question.text) + (meaning?.vector.byteLength ?? 0);
    const taken = store.set({
      key: question.key,
      partition: question.partition,
      tenant: context.tenant,
      model: request.model,
      question: question.text,
      answer,
      meaning,
      storedAt: clock.elapsed(),
      bytes,
    });
    if (taken) tell({ type: "cache", what: "stored", bytes });
  }

  return {
    lookup,
    store: keep,
    forget: ({ tenant, model } = {}) =>
      store.dropWhere(
        (entry) =>
          (tenant === undefined || entry.tenant === tenant) && (model === undefined || entry.model === model),
      ),
    stats: () => ({ ...counts.read(), entries: store.size, bytes: store.bytes }),
  };
}
