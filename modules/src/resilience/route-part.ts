import type { EndReason, StreamPart } from "../chat/stream-part.ts";

/** Tokens that a provider charges for. */
export interface BilledTokens {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Counted by us, as the provider told no usage, or one that cannot be. */
  readonly estimated: boolean;
}

/** Why a route is over; `continued`: another deployment goes on where this one broke off. */
export type RouteEndReason = EndReason | "continued";

/** A deployment has begun to answer; text from here on is its. */
export interface RouteBegin<Reply> {
  readonly type: "route-begin";
  readonly deployment: string;
  /** Place in the plan, from 0. */
  readonly level: number;
  readonly reply: Reply;
}

/** A deployment is done. After `restarted` everything said so far is void; after `continued` it stands. */
export interface RouteEnd {
  readonly type: "route-end";
  readonly deployment: string;
  readonly level: number;
  readonly reason: RouteEndReason;
  readonly billed: BilledTokens;
  /** What was paid for and is not part of the answer: a void beginning, or a prompt sent a second time to go on from. */
  readonly wasted: BilledTokens;
  /** How it broke. */
  readonly error?: { readonly code: string; readonly message: string };
}

/**
 * What a plan streams: for each deployment that began `route-begin`, text and `route-end`; then at most one `usage`, of the
 * last deployment, and exactly one `end` or `error`.
 */
export type PlanPart<Reply> = RouteBegin<Reply> | RouteEnd | StreamPart;
