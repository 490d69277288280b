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
export function genAiProvider(name: string): string {
  const known = words.get(name);
  if (known !== undefined) return known;
  const word = PROVIDERS[name.replaceAll("_", "-")] ?? name;
  if (words.size < WORDS_KEPT) words.set(name, word);
  return word;
}

/** Asked three times for each call, of the same few names. */
const words = new Map<string, string>();
const WORDS_KEPT = 64;
