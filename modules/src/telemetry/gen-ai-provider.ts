/** The conventions' word for a provider, by the names that providers have here. */
const WORDS = {
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

/** A configuration writes some of them with an underscore. */
const PROVIDERS = new Map(
  Object.entries(WORDS).flatMap(([name, word]) => [
    [name, word],
    [name.replaceAll("-", "_"), word],
  ]),
);

/** `gen_ai.provider.name` of a provider; one that is not known keeps its own name, as the conventions allow. */
export const genAiProvider = (name: string): string => PROVIDERS.get(name) ?? name;
