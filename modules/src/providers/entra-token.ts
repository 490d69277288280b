import { explainError, ProviderError } from "../core/errors.ts";
import type { TokenProvider } from "./azure-openai.ts";

const SCOPE = "https://cognitiveservices.azure.com/.default";

/** Tokens of DefaultAzureCredential: environment, managed identity, `az login`, in its own order. Loaded at the first use. */
export function createEntraToken(scope: string = SCOPE): TokenProvider {
  let provider: Promise<TokenProvider> | undefined;
  const load = async (): Promise<TokenProvider> => {
    const { DefaultAzureCredential, getBearerTokenProvider } = await import("@azure/identity");
    return getBearerTokenProvider(new DefaultAzureCredential(), scope);
  };
  return async () => {
    provider ??= load();
    try {
      return await (await provider)();
    } catch (error) {
      throw new ProviderError(`No Entra token could be had: ${explainError(error).split("\n")[0]}`, {
        code: "NO_TOKEN",
        retryable: false,
        hint: "Run az login, or set AZURE_OPENAI_API_KEY in .env.",
        cause: error,
      });
    }
  };
}
