import type { LabCloud } from "../src/lab-cloud/index.ts";
import type { Provider, ProviderKind } from "../src/providers/provider.ts";
import { createProvider, type ProviderSpec } from "../src/providers/registry.ts";
import { variable } from "./start-test-cloud.ts";

/** One publisher of the lab cloud, and a model that it serves. */
export interface PublisherPlace {
  readonly kind: ProviderKind;
  /** Below the lab cloud's address. */
  readonly path: string;
  readonly model: string;
  /** What the answer calls its model, when that is not the name that was asked for. */
  readonly served?: string;
}

export const PUBLISHER_PLACES: readonly PublisherPlace[] = [
  { kind: "anthropic", path: "/anthropic", model: "claude-3-5-haiku-20241022" },
  { kind: "gemini", path: "/gemini/v1beta", model: "gemini-1.5-flash" },
  { kind: "mistral", path: "/mistral/v1", model: "mistral-small-latest" },
  { kind: "cohere", path: "/cohere", model: "command-a-03-2025" },
  { kind: "github-models", path: "/github-models", model: "openai/gpt-4o", served: "gpt-4o-2024-11-20" },
  { kind: "hugging-face", path: "/hugging-face/v1", model: "deepseek-ai/DeepSeek-R1" },
];

/** The provider of a publisher, over the lab cloud's double of it. */
export function connectPublisher(
  cloud: LabCloud,
  { kind, path }: PublisherPlace,
  more: Partial<ProviderSpec> = {},
): Provider {
  const key = variable(cloud, "LAB_PUBLISHER_API_KEY");
  return createProvider({ kind, endpoint: cloud.http + path, key, labUrls: [cloud.http], ...more });
}
