import { deploymentVariable, secretVariable } from "./variable.ts";

/** The variable that maps one of the fourteen models to the deployment that serves it. */
const deployment = (suffix: string, slug: string) =>
  deploymentVariable(`AZURE_DEPLOYMENT_${suffix}`, `Deployment of ${slug}`, {
    fallback: `${slug}-deployment`,
  });

/** The fourteen models of dual mode. */
export const deploymentVariables = {
  "gpt-4o": deployment("GPT4O", "gpt-4o"),
  "gpt-4o-mini": deployment("GPT4O_MINI", "gpt-4o-mini"),
  "gpt-4-turbo": deployment("GPT4_TURBO", "gpt-4-turbo"),
  "gpt-4": deployment("GPT4", "gpt-4"),
  "gpt-35-turbo": deployment("GPT35_TURBO", "gpt-35-turbo"),
  "claude-35-sonnet": deployment("CLAUDE_35_SONNET", "claude-35-sonnet"),
  "claude-35-haiku": deployment("CLAUDE_35_HAIKU", "claude-35-haiku"),
  "claude-3-opus": deployment("CLAUDE_3_OPUS", "claude-3-opus"),
  "gemini-15-pro": deployment("GEMINI_15_PRO", "gemini-15-pro"),
  "gemini-15-flash": deployment("GEMINI_15_FLASH", "gemini-15-flash"),
  "gemini-15-flash-8b": deployment("GEMINI_15_FLASH_8B", "gemini-15-flash-8b"),
  "mistral-large": deployment("MISTRAL_LARGE", "mistral-large"),
  "mistral-medium": deployment("MISTRAL_MEDIUM", "mistral-medium"),
  "mistral-small": deployment("MISTRAL_SMALL", "mistral-small"),
} as const;

/** Keys of publishers that are asked at their own addresses. */
export const publisherVariables = {
  anthropic: secretVariable("ANTHROPIC_API_KEY", "Key of Anthropic"),
  gemini: secretVariable("GEMINI_API_KEY", "Key of Google's Gemini API", ["GOOGLE_API_KEY"]),
  mistral: secretVariable("MISTRAL_API_KEY", "Key of Mistral AI"),
  cohere: secretVariable("COHERE_API_KEY", "Key of Cohere", ["CO_API_KEY"]),
  gitHub: secretVariable("GITHUB_TOKEN", "Token of GitHub with models: read, for GitHub Models"),
  huggingFace: secretVariable("HF_TOKEN", "Token of Hugging Face, for its router of inference providers"),
} as const;
