/** A part of a document that can be found and cited. */
export interface Passage {
  /** Unique in an index: document, place, and a number where a section is split. */
  readonly id: string;
  /** Path of the document from the repository's folder, with `/`: `labs/05-rule-router.ipynb`. */
  readonly document: string;
  /** Title of the document. */
  readonly title: string;
  /** Headings above it, outermost first, without the title. */
  readonly headings: readonly string[];
  /** Line of a Markdown file it begins at (from 1), or the id of a notebook's cell. */
  readonly place: string;
  readonly text: string;
}

/** Turns texts into vectors of one width, in order. Vectors need not have unit length. */
export type EmbedTexts = (texts: readonly string[], signal?: AbortSignal) => Promise<readonly Float32Array[]>;

export interface PassageHit {
  readonly passage: Passage;
  /** Fused from both ranks; only the order means anything. */
  readonly score: number;
  /** Place in the search by words (from 1), when it found it. */
  readonly wordRank?: number;
  /** Place in the search by vectors (from 1), when it found it. */
  readonly vectorRank?: number;
  /** Cosine of passage and question, when there are vectors. */
  readonly likeness?: number;
  /** How much of the question's words the passage has, rare words counting more; 0 to 1. */
  readonly cover: number;
}

export interface SearchOptions {
  /** Most passages to give. Default 5. */
  readonly limit?: number;
  /** `hybrid` is `words` when the index has no vectors. Default `hybrid`. */
  readonly by?: "hybrid" | "words" | "vectors";
  readonly signal?: AbortSignal | undefined;
}

/** Finds passages by their words (SQLite FTS5, BM25) and by their meaning (vectors). */
export interface PassageIndex {
  /**
   * The best first. Empty when nothing fits.
   * @throws LabError for a question that is empty or longer than 4,000 characters; the signal's reason when aborted; what `embed` throws.
   */
  search(question: string, options?: SearchOptions): Promise<readonly PassageHit[]>;
  readonly passages: number;
  readonly documents: readonly string[];
  /** Name of what makes the vectors; undefined when words alone are searched. */
  readonly embedder: string | undefined;
  close(): void;
}
