import type { Tier } from "../chat/source.ts";

/** Words that files use for providers, beside the house's own. */
const WRITTEN: Readonly<Record<string, string>> = {
  azure: "azure-openai",
  github: "github-models",
  huggingface: "hugging-face",
  google: "gemini",
  "mistral-ai": "mistral",
  local: "openai-compatible",
  vllm: "openai-compatible",
  ollama: "openai-compatible",
  "llama-cpp": "openai-compatible",
  "max-serve": "openai-compatible",
};

/** A provider in the house's words: `azure_openai` is `azure-openai`, `huggingface` is `hugging-face`. Unknown words stay. */
export function providerKindOf(written: string): string {
  const kind = written
    .trim()
    .toLowerCase()
    .replace(/[\s_.]+/g, "-");
  return WRITTEN[kind] ?? kind;
}

const TIERS: Readonly<Record<string, Tier>> = {
  "foundry-local": "local",
  apim: "apim",
  "azure-openai": "azure",
  foundry: "foundry",
  "foundry-agent": "foundry",
  "foundry-models": "foundry",
};

/**
 * The tier of a model whose file names none. Only what runs on this machine for sure is local: a provider that says so, or an
 * address that leads here.
 */
export function tierOf(provider: string, kind: string, endpoint: string | undefined): Tier {
  const known = TIERS[kind];
  if (known) return known;
  const isHere = endpoint === undefined ? providerIsLocal(provider) : leadsHere(endpoint);
  return kind === "openai-compatible" && isHere ? "local" : "cloud";
}

const providerIsLocal = (provider: string) => /^(?:local|ollama|llama[._-]?cpp)$/i.test(provider.trim());

function leadsHere(endpoint: string): boolean {
  const { hostname } = new URL(endpoint);
  return /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}
