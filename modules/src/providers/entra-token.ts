import { explainError, ProviderError } from "../core/errors.ts";
import type { TokenProvider } from "./azure-openai.ts";
import { createRedactor } from "./redactor.ts";

export interface EntraTokenOptions {
  /** Resource the tokens are for, with `/.default`. Default: Azure OpenAI and Foundry resources. */
  readonly scope?: string;
  /** Variable that holds a key instead, for the hint when there is no token. */
  readonly keyVariable?: string;
  /** What a failing identity service might repeat: the identity header, a client secret. */
  readonly secrets?: readonly (string | undefined)[];
}

/** Tokens of DefaultAzureCredential: environment, managed identity, `az login`, in its own order. Loaded at the first use. */
export function createEntraToken(options: EntraTokenOptions = {}): TokenProvider {
  const { scope = "https://cognitiveservices.azure.com/.default", keyVariable = "AZURE_OPENAI_API_KEY" } =
    options;
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
      const redact = createRedactor(options.secrets ?? []);
      const [why = ""] = redact.text(explainError(error)).split("\n");
      throw new ProviderError(`No Entra token could be had: ${why}`, {
        code: "NO_TOKEN",
        retryable: false,
        hint: `Run az login, or set ${keyVariable} in .env.`,
        cause: redact.error(error),
      });
    }
  };
}
