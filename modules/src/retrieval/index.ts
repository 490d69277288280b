export { citeAnswer } from "./cite-answer.ts";
export { createPassageIndex, type PassageIndexOptions } from "./create-passage-index.ts";
export { createRag, type RagOptions } from "./create-rag.ts";
export type { EmbedTexts, Passage, PassageHit, PassageIndex, SearchOptions } from "./passage.ts";
export type { Citation, CitedAnswer, Rag, RagPrompt } from "./rag.ts";
export { readDocument, readHandbook } from "./read-handbook.ts";
