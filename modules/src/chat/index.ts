export {
  type ContentFilterReport,
  type ContentFilterResults,
  type FilterCategory,
  type FilterCitation,
  type FilterDetection,
  type FilterSeverity,
  filteredCategories,
  readContentFilter,
} from "./content-filter.ts";
export { assistant, type ChatMessage, type Role, system, user } from "./message.ts";
export { readWire, toWireRequest, type WireReading } from "./openai-wire.ts";
export { isProvenance, PROVENANCE_HEADER, PROVENANCES, type Provenance } from "./provenance.ts";
export type { AnswerSchema, ChatRequest } from "./request.ts";
export type { RequestContext } from "./request-context.ts";
export {
  isSourceLabel,
  SOURCES,
  type Source,
  type SourceLabel,
  sourceLabel,
  sourceTag,
  type Tier,
} from "./source.ts";
export type {
  EndReason,
  StreamPart,
  TokenChoice,
  TokenLogprob,
  ToolCallPiece,
  Usage,
} from "./stream-part.ts";
