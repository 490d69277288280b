/** The conventions' word for a provider, by the names that providers have here. */
const PROVIDERS: Readonly<Record<string, string>> = {
  azure: "azure.ai.openai",
  "azure-openai": "azure.ai.openai",
  apim: "azure.ai.openai",
  foundry: "azure.ai.inference",
  openai: "openai",
  direct: "openai",
  local: "foundry.local",
  "foundry-local": "foundry.local",
  anthropic: "anthropic",
  gemini: "gcp.gemini",
  mistral: "mistral_ai",
  cohere: "cohere",
  "github-models": "github.models",
  "hugging-face": "hugging.face",
};

/** `gen_ai.provider.name` of a provider; one that is not known keeps its own name, as the conventions allow. */
export const genAiProvider = (name: string): string => PROVIDERS[name.replaceAll("_", "-")] ?? name;
