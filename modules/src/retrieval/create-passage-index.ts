import { LabError } from "../core/errors.ts";
import type { EmbedTexts, Passage, PassageHit, PassageIndex, SearchOptions } from "./passage.ts";
import { embedCached } from "./vector-cache.ts";
import { createVectorIndex, type VectorIndex, type VectorMatch } from "./vector-index.ts";
import { createWordIndex, type WordMatch } from "./word-index.ts";

export interface PassageIndexOptions {
  readonly passages: readonly Passage[];
  /** Without it words alone are searched. */
  readonly embedding?: {
    /** Name of the model and its precision; vectors of two names never mix. */
    readonly name: string;
    readonly embed: EmbedTexts;
    /** SQLite file that keeps vectors for the next start. Default `:memory:`. */
    readonly cacheFile?: string;
  };
  readonly signal?: AbortSignal;
}

const MOST_QUESTION_CHARACTERS = 4_000;
/** Passages each of the two searches gives; those behind are not worth ranking. */
const CANDIDATES = 50;
/** How fast a rank loses worth (reciprocal rank fusion). */
const RANK_OFFSET = 60;

/**
 * Indexes passages. Embeds those whose vectors are not kept yet, which takes a while the first time.
 * @throws LabError VECTOR_CACHE_UNUSABLE; what `embed` throws; the signal's reason when aborted.
 */
export async function createPassageIndex({
  passages,
  embedding,
  signal,
}: PassageIndexOptions): Promise<PassageIndex> {
  const vectors =
    embedding &&
    createVectorIndex(
      await embedCached(passages.map(textOf), {
        embed: embedding.embed,
        embedder: embedding.name,
        file: embedding.cacheFile ?? ":memory:",
        signal,
      }),
    );
  const words = createWordIndex(passages);

  async function vectorOf(question: string, by: SearchOptions["by"], aborted: AbortSignal | undefined) {
    if (!embedding || by === "words") return undefined;
    const [vector] = await embedding.embed([question], aborted);
    return vector;
  }

  return {
    passages: passages.length,
    documents: [...new Set(passages.map(({ document }) => document))],
    embedder: embedding?.name,
    async search(question, { limit = 5, by = "hybrid", signal: aborted } = {}) {
      checkQuestion(question);
      aborted?.throwIfAborted();
      const vector = await vectorOf(question, by, aborted);
      const found = words.search(question, CANDIDATES);
      const near = vector && vectors ? vectors.search(vector, CANDIDATES) : [];
      const ranked = fuse(by === "vectors" && vector ? [] : found, near);
      return ranked.slice(0, limit).flatMap((rank) => {
        const passage = passages[rank.place];
        return passage ? [toHit(passage, rank, found, vector, vectors)] : [];
      });
    },
    close: () => words.close(),
  };
}

/** What the encoder reads of a passage: also where it stands. */
const textOf = ({ title, headings, text }: Passage) => `${[title, ...headings].join(" · ")}\n${text}`;

interface Ranked {
  readonly place: number;
  readonly score: number;
  readonly wordRank: number | undefined;
  readonly vectorRank: number | undefined;
}

/** Ranks of two searches into one: a passage high up in both comes first. */
function fuse(found: readonly WordMatch[], near: readonly VectorMatch[]): readonly Ranked[] {
  const wordRanks = ranksOf(found);
  const vectorRanks = ranksOf(near);
  const places = [...new Set([...wordRanks.keys(), ...vectorRanks.keys()])];
  return places
    .map((place) => {
      const [wordRank, vectorRank] = [wordRanks.get(place), vectorRanks.get(place)];
      return { place, wordRank, vectorRank, score: worthOf(wordRank) + worthOf(vectorRank) };
    })
    .sort((one, two) => two.score - one.score || one.place - two.place);
}

const ranksOf = (matches: readonly { readonly place: number }[]) =>
  new Map(matches.map(({ place }, index) => [place, index + 1]));

const worthOf = (rank: number | undefined) => (rank === undefined ? 0 : 1 / (RANK_OFFSET + rank));

function toHit(
  passage: Passage,
  { place, score, wordRank, vectorRank }: Ranked,
  found: readonly WordMatch[],
  vector: Float32Array | undefined,
  vectors: VectorIndex | undefined,
): PassageHit {
  return {
    passage,
    score,
    cover: found.find((match) => match.place === place)?.cover ?? 0,
    ...(wordRank !== undefined && { wordRank }),
    ...(vectorRank !== undefined && { vectorRank }),
    ...(vector && vectors && { likeness: vectors.likenessOf(vector, place) }),
  };
}

function checkQuestion(question: string): void {
  if (question.trim() === "")
    throw new LabError("The question is empty.", { code: "QUESTION_EMPTY", hint: "Ask something." });
  if (question.length > MOST_QUESTION_CHARACTERS)
    throw new LabError(
      `The question has ${question.length} characters; at most ${MOST_QUESTION_CHARACTERS} are searched.`,
      { code: "QUESTION_TOO_LONG", hint: "Shorten it." },
    );
}
