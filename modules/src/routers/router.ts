import type { ChatMessage } from "../chat/message.ts";

/** Where a router sends a query: a model on this machine or one in the cloud. */
export type Target = "local" | "cloud";

/** One thing a router noticed about a query, and what it was worth. */
export interface Signal {
  /** Stable word: `greeting`, `reasoning`, `length`. */
  readonly name: string;
  /** What was measured or found: a count, or the text that matched. */
  readonly value: number | string;
  /** What it added to the score; negative pulls towards local. */
  readonly weight: number;
}

/** A router's decision with everything that led to it. The same record goes to spans, API, chat and labs. */
export interface RouteDecision {
  /** Name of the router that decided. */
  readonly router: string;
  readonly target: Target;
  /** One sentence for people. */
  readonly reason: string;
  /** 0 (surely local) to 1 (surely cloud). */
  readonly score: number;
  /** Score from which the cloud is asked. */
  readonly threshold: number;
  /** Score without any signal; present when the score is this plus the signals' weights, held within 0 and 1. */
  readonly base?: number;
  /** Distance of the score from the threshold; small means a close call. */
  readonly margin: number;
  readonly runnerUp: Target;
  /** Probability that the decision is right, 0 to 1, as measured; absent when the router cannot know it. */
  readonly confidence?: number;
  /** How clear the class was that the router found (an intent, a task), 0 to 1: evidence in the text, no probability. */
  readonly classConfidence?: number;
  /** What the classes' own thresholds call that; `none` = too little to take the class for found. */
  readonly classLevel?: "high" | "medium" | "low" | "none";
  /** Probability of each class the router tells apart, together 1, and of what else it estimates; absent when it weighs none. */
  readonly scores?: Readonly<Record<string, number>>;
  readonly signals: readonly Signal[];
  /** Milliseconds the decision took. */
  readonly ms: number;
  /** Language model that was asked to decide, whose it is, and how long it took; absent when none was. */
  readonly asked?: { readonly model: string; readonly provider?: string; readonly ms: number };
  /** Routers that were asked before this one, and why each did not decide. */
  readonly skipped: readonly { readonly router: string; readonly reason: string }[];
}

export interface RouteContext {
  /** Earlier turns, oldest first. */
  readonly history?: readonly ChatMessage[];
  /** Whose question it is: what a router remembers of it is for them alone. */
  readonly tenant?: string;
  /** Ends the wait for a decision. */
  readonly signal?: AbortSignal | undefined;
}

/** Decides where a query goes. Pure: no network, no files; a model reaches it as a passed-in function. */
export interface Router {
  readonly name: string;
  /**
   * The same query gives the same decision.
   * @throws RoutingError when it cannot decide, ModelError when its model is missing or damaged; the signal's reason when
   * the caller aborts.
   */
  route(query: string, context?: RouteContext): Promise<RouteDecision>;
  /** Decides on many at once, in their order, as `route` does on each; only where that is faster. Call routeAll(). */
  routeAll?(queries: readonly string[], context?: RouteContext): Promise<readonly RouteDecision[]>;
}
