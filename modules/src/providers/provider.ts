import type { ContentFilterReport } from "../chat/content-filter.ts";
import type { PartStream } from "../chat/part-stream.ts";
import type { Provenance } from "../chat/provenance.ts";
import type { ChatRequest } from "../chat/request.ts";
import type { Tier } from "../chat/source.ts";
import type { EmbedReply, EmbedRequest } from "./embed-over-http.ts";

/** What is at the other end, and with it the form it speaks. */
export type ProviderKind =
  | "openai-compatible"
  | "foundry-local"
  | "azure-openai"
  | "apim"
  | "foundry"
  | "github-models"
  | "hugging-face"
  | "anthropic"
  | "gemini"
  | "mistral"
  | "cohere";

export interface ChatOptions {
  /** Token by token (default), or the whole answer as one text part. */
  readonly stream?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Sent along as the header of that name, so that what the provider does is found under the same trace. */
  readonly traceparent?: string | undefined;
}

/** An answer that has begun: its head is known, its parts come as they are made. */
export interface ChatReply {
  readonly provenance: Provenance;
  /** Model that says it answers, e.g. `gpt-4o-2024-11-20`. */
  readonly servedModel: string;
  /** The provider's id of this request, for its support. */
  readonly requestId: string | undefined;
  /** Region that says it answers, when the provider tells. */
  readonly region: string | undefined;
  /** What Azure's content filter has said so far, of the prompt and of the answer; all of it once the parts are read. */
  readonly contentFilter: () => ContentFilterReport;
  /** Text parts, at most one usage, then exactly one `end` or `error`. Read it once. */
  readonly parts: PartStream;
}

/** A place that answers chat requests over the network. */
export interface Provider {
  readonly name: string;
  readonly kind: ProviderKind;
  readonly tier: Tier;
  /** What its answers are where the server does not say; default: `local` in the tier `local`, else `live`. */
  readonly provenance?: Provenance;
  /**
   * Resolves when the answer has begun, so that whoever calls may still turn elsewhere before the first word.
   * @throws ProviderError when it refuses, cannot be reached, or breaks off before its first event.
   */
  chat(request: ChatRequest, options?: ChatOptions): Promise<ChatReply>;
  /**
   * Turns texts into vectors; absent where the form that is spoken here has no such thing.
   * @throws ProviderError as `chat` does.
   */
  embed?(request: EmbedRequest, options?: Pick<ChatOptions, "signal">): Promise<EmbedReply>;
  /** Names of the models it offers. Azure lists base models with their versions here, not deployments. */
  models(signal?: AbortSignal): Promise<readonly string[]>;
}
