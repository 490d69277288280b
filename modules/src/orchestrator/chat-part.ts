import type { Provenance } from "../chat/provenance.ts";
import type { Tier } from "../chat/source.ts";
import type { StreamPart, ToolCallPiece } from "../chat/stream-part.ts";
import type { BilledTokens, RouteEndReason } from "../resilience/route-part.ts";
import type { RouteDecision } from "../routers/router.ts";
import type { Answer } from "./answer-part.ts";
import type { LeftOut } from "./fit-plan.ts";

/** One deployment of a plan as it is told to callers. */
export interface PlannedDeployment {
  readonly deployment: string;
  /** Name of the model in the catalog or the configuration. */
  readonly model: string;
  readonly tier: Tier;
}

/** How a request was routed, in the words of `x-routing-metadata`. */
export interface RoutingMetadata {
  /** Name of the configured model: `qwen-coder`. */
  readonly model_id: string;
  /** What the provider calls it: `qwen2.5-coder-7b-instruct`. */
  readonly model_name: string;
  /** Intent, task or target that chose the chain: `code`. */
  readonly intent: string;
  readonly confidence: number | null;
  readonly fallback_used: boolean;
  readonly total_time_seconds: number;
  readonly provenance: Provenance;
  readonly tier: Tier;
  readonly deployment: string;
  readonly strategy: string;
  readonly reason: string;
  readonly request_id: string;
  readonly cache: "hit" | "semantic-hit" | "miss" | "off";
  readonly cost_usd: number | null;
  /** Deployments that were kept out as they cannot take the request, each with why: `small cannot see pictures`. */
  readonly left_out?: readonly string[];
  /** What was taken from the prompt so that it fits; absent when it is whole. */
  readonly trimmed?: {
    readonly tokens_before: number;
    readonly tokens: number;
    readonly steps: readonly string[];
  };
}

/** What a chat came to: the answer, how it was routed, and what was paid for nothing. */
export interface ChatAnswer extends Answer {
  readonly requestId: string;
  /** Name of the configured model that answered. */
  readonly model: string;
  readonly deployment: string;
  readonly routing: RoutingMetadata;
  /** Tokens that were paid for nothing, all deployments together: broken-off beginnings, and prompts that nobody answered. */
  readonly wasted: BilledTokens;
  /** Whether `usage` was counted here, as the provider told none. */
  readonly usageEstimated: boolean;
  /** Calls of tools that the model asks for, put together from their pieces; absent when there are none. */
  readonly toolCalls?: readonly ToolCallPiece[];
}

/**
 * What a chat streams: `route`; for each deployment that begins `begin`, its text and `route-end`; then at most one `usage`,
 * one `end` or `error`, and last `answer`. After a `route-end` with reason `restarted` all text so far is void. The `answer`
 * comes only when its cost is safely on record.
 */
export type ChatPart =
  | {
      readonly type: "route";
      readonly decision: RouteDecision;
      readonly route: string;
      readonly plan: readonly PlannedDeployment[];
      /** Those of the route that cannot take the request; absent when all can. */
      readonly leftOut?: readonly LeftOut[];
    }
  | ({
      readonly type: "begin";
      readonly level: number;
      readonly servedModel: string;
      readonly provenance: Provenance;
      readonly fallbackUsed: boolean;
    } & PlannedDeployment)
  | {
      readonly type: "route-end";
      readonly deployment: string;
      readonly level: number;
      readonly reason: RouteEndReason;
      readonly billed: BilledTokens;
      readonly wasted: BilledTokens;
      readonly error?: { readonly code: string; readonly message: string };
    }
  | StreamPart
  | { readonly type: "answer"; readonly answer: ChatAnswer };
