export { type AzureOpenAiOptions, createAzureOpenAi, type TokenProvider } from "./azure-openai.ts";
export { type DiscoverLocalOptions, discoverLocal, type LocalServer } from "./discover-local.ts";
export { createEntraToken } from "./entra-token.ts";
export { createFoundryLocal, type FoundryLocalOptions } from "./foundry-local.ts";
export { createOpenAiCompatible, type OpenAiCompatibleOptions } from "./openai-compatible.ts";
export { type ProvenanceClues, provenanceOf } from "./provenance-of.ts";
export type { ChatOptions, ChatReply, Provider, ProviderKind } from "./provider.ts";
