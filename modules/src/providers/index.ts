export { type ApimOptions, createApim, createApimFromSettings } from "./apim.ts";
export { type AzureOpenAiOptions, createAzureOpenAi, type TokenProvider } from "./azure-openai.ts";
export {
  type ComparedRequest,
  type CompareOptions,
  compareModels,
  type ModelOutcome,
} from "./compare-models.ts";
export { ContentFilterError, isContentFilterError } from "./content-filter-error.ts";
export { type DiscoverLocalOptions, discoverLocal, type LocalServer } from "./discover-local.ts";
export { createDualMode, type DualMode, type DualModeOptions, type DualModeSettings } from "./dual-mode.ts";
export { createEntraToken, type EntraTokenOptions } from "./entra-token.ts";
export { createFoundryLocal, type FoundryLocalOptions } from "./foundry-local.ts";
export { createOpenAiCompatible, type OpenAiCompatibleOptions } from "./openai-compatible.ts";
export { type ProvenanceClues, provenanceOf } from "./provenance-of.ts";
export type { ChatOptions, ChatReply, Provider, ProviderKind } from "./provider.ts";
export { createRedactor, type Redactor } from "./redactor.ts";
export { readWholeReply, type WholeReply } from "./whole-reply.ts";
