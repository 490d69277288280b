import { user } from "../src/chat/message.ts";
import { loadSettings } from "../src/config/settings.ts";
import { ProviderError } from "../src/core/errors.ts";
import { createDualMode } from "../src/providers/dual-mode.ts";
import { type Instead, type WireRequest, wireDouble } from "./wire-double.ts";

export const AZURE_KEY = "planted-azure-key-0123456789";
export const OPENAI_KEY = "planted-openai-key-9876543210";
export const messages = [user("What is the capital of France?")];

export const settingsOf = (environment: Record<string, string>) =>
  loadSettings({ environment, envFile: false }).settings;

/** Everything that both modes need is set, with both keys; the switch alone says which is used. */
export async function bothWays(options: { azure?: Instead; direct?: Instead } = {}) {
  const azure = await wireDouble(options.azure);
  const openai = await wireDouble(options.direct);
  const environment = {
    AZURE_AI_FOUNDRY_ENDPOINT: azure.address,
    AZURE_AI_FOUNDRY_API_KEY: AZURE_KEY,
    OPENAI_BASE_URL: `${openai.address}/v1`,
    OPENAI_API_KEY: OPENAI_KEY,
  };
  const mode = (useAzureFoundry: "true" | "false", more: Record<string, string> = {}) =>
    createDualMode(settingsOf({ ...environment, USE_AZURE_FOUNDRY: useAzureFoundry, ...more }));
  return { azure, openai, environment, mode };
}

/** What matters of a request on the wire. */
export const onTheWire = ({ method, url, headers, body }: WireRequest) => ({
  request: `${method} ${url}`,
  "api-key": headers["api-key"],
  authorization: headers.authorization,
  body,
});

export const refuse =
  (status: number, error: object): Instead =>
  (_, response) =>
    response.writeHead(status).end(JSON.stringify({ error }));

/** The error of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<ProviderError> {
  const error = await call.then(() => undefined).catch((caught: unknown) => caught);
  if (error instanceof ProviderError) return error;
  throw new Error(`no ProviderError but ${String(error)}`);
}
