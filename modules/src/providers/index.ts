export { type AnthropicOptions, createAnthropic } from "./anthropic.ts";
export { type ApimOptions, createApim, createApimFromSettings } from "./apim.ts";
export { type AzureOpenAiOptions, createAzureOpenAi, type TokenProvider } from "./azure-openai.ts";
export { type CohereOptions, createCohere } from "./cohere.ts";
export {
  type ComparedRequest,
  type CompareOptions,
  compareModels,
  type ModelOutcome,
} from "./compare-models.ts";
export { ContentFilterError, isContentFilterError } from "./content-filter-error.ts";
export { type DiscoverLocalOptions, discoverLocal, type LocalServer } from "./discover-local.ts";
export { createDualMode, type DualMode, type DualModeOptions, type DualModeSettings } from "./dual-mode.ts";
export type { EmbedReply, EmbedRequest } from "./embed-over-http.ts";
export { createEntraToken, type EntraTokenOptions } from "./entra-token.ts";
export { createFoundry, type FoundryOptions } from "./foundry.ts";
export { createFoundryLocal, type FoundryLocalOptions } from "./foundry-local.ts";
export { createGemini, type GeminiOptions } from "./gemini.ts";
export { createGitHubModels, type GitHubModelsOptions } from "./github-models.ts";
export { createHuggingFace, type HuggingFaceOptions } from "./hugging-face.ts";
export { createMistral, type MistralOptions } from "./mistral.ts";
export { createOpenAiCompatible, type OpenAiCompatibleOptions } from "./openai-compatible.ts";
export { type ProvenanceClues, provenanceOf } from "./provenance-of.ts";
export type { ChatOptions, ChatReply, Provider, ProviderKind } from "./provider.ts";
export { createRedactor, type Redactor } from "./redactor.ts";
export {
  createProvider,
  isProviderKind,
  type ProviderForm,
  type ProviderSpec,
  providerForms,
} from "./registry.ts";
export { readWholeReply, type WholeReply } from "./whole-reply.ts";
