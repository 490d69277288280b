export type { EmbedTexts, Passage, PassageHit, PassageIndex, SearchOptions } from "./passage.ts";
export type { Citation, CitedAnswer, Rag, RagPrompt } from "./rag.ts";
