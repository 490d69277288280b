import type { Tier } from "../chat/source.ts";

/** Words that files use for providers, beside the house's own. */
const WRITTEN: Readonly<Record<string, string>> = {
  azure: "azure-openai",
  "azure-ai-foundry": "foundry",
  "microsoft-foundry": "foundry",
  "api-management": "apim",
  openai: "openai-compatible",
  github: "github-models",
  huggingface: "hugging-face",
  hf: "hugging-face",
  google: "gemini",
  mistralai: "mistral",
  "mistral-ai": "mistral",
  local: "openai-compatible",
};

/** Programs that people run themselves and that speak OpenAI's form. */
const OWN_PROGRAMS: readonly string[] = ["local", "vllm", "ollama", "llama-cpp", "lm-studio", "max-serve"];

const wordOf = (written: string) =>
  written
    .trim()
    .toLowerCase()
    .replace(/[\s_.]+/g, "-");

/** A provider in the house's words: `azure_openai` is `azure-openai`, `vllm` is `openai-compatible`. Unknown words stay. */
export function providerKindOf(written: string): string {
  const word = wordOf(written);
  return WRITTEN[word] ?? (OWN_PROGRAMS.includes(word) ? "openai-compatible" : word);
}

const TIERS: Readonly<Record<string, Tier>> = {
  "foundry-local": "local",
  apim: "apim",
  "azure-openai": "azure",
  foundry: "foundry",
};

/**
 * The tier of a model whose file names none. Only what runs on this machine for sure is local: a provider that says so, or an
 * address that leads here.
 */
export function tierOf(provider: string, endpoint: string | undefined): Tier {
  const kind = providerKindOf(provider);
  const known = TIERS[kind];
  if (known) return known;
  const isHere = endpoint === undefined ? wordOf(provider) === "local" : leadsHere(hostOf(endpoint));
  return kind === "openai-compatible" && isHere ? "local" : "cloud";
}

/** Whether a model runs on a server of one's own, which bills nobody: on this machine or in a network that is not public. */
export function runsOnOwnServer(provider: string, endpoint: string | undefined): boolean {
  const kind = providerKindOf(provider);
  if (kind === "foundry-local" || OWN_PROGRAMS.includes(wordOf(provider))) return true;
  if (kind !== "openai-compatible" || endpoint === undefined) return false;
  const host = hostOf(endpoint);
  return leadsHere(host) || PRIVATE_HOST.test(host);
}

const hostOf = (endpoint: string) => new URL(endpoint).hostname;

const leadsHere = (host: string) => /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(host);

/** A name without a dot, as containers have; names and addresses that no public network knows. */
const PRIVATE_HOST =
  /^(?:[^.[\]]+|.+\.(?:local|internal|lan|svc)|10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|\[f[cd].*\])$/;
