import type { ChatRequest } from "../chat/request.ts";
import type { Assignment } from "../experiments/experiment.ts";
import type { RouteDecision } from "../routers/router.ts";
import type { Ability } from "./abilities.ts";

/** What one request was routed by, and what became of it. Plain data; its text only when the log was told to keep it. */
export interface DecisionRecord {
  readonly requestId: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly tenant: string;
  readonly client: string;
  /** Model that was asked for: `auto`, a configured name, or `unknown` for any other. */
  readonly asked: string;
  /** Router that decided or was asked for; `unknown` for a name that there is not. */
  readonly strategy: string;
  /** Absent when the request was refused before it was routed. */
  readonly decision?: RouteDecision;
  /** Key of the chain: a target, an intent, a task, or `pinned`. */
  readonly route: string;
  /** Deployments in the order they were to be asked. */
  readonly plan: readonly string[];
  /** Those that were asked or passed over, and why they did not answer. */
  readonly passed: readonly { readonly deployment: string; readonly because: string }[];
  /** Who answered; absent when nobody did. */
  readonly deployment?: string;
  readonly outcome: "answered" | "failed" | "cancelled" | "cached";
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly costUsd: number | undefined;
  readonly ms: number;
  /** Variants of experiments that it got. */
  readonly variants?: readonly Pick<Assignment, "experiment" | "variant">[];
  /** Model that was put first by what was learnt, and whether another looked better. */
  readonly preferred?: { readonly model: string; readonly explored: boolean };
  /** What it asked for beside text; absent when nothing. */
  readonly needs?: readonly Ability[];
  /** The last turn of the user, as far as it is kept. */
  readonly query?: string;
  /** Sampling that the caller asked for, for a replay. */
  readonly maxTokens?: ChatRequest["maxTokens"];
}

/** The last decisions, oldest first. */
export interface DecisionLog {
  readonly size: number;
  add(record: DecisionRecord): void;
  /** The newest `limit` of those that fit, oldest first. */
  read(filter?: DecisionFilter): readonly DecisionRecord[];
  find(requestId: string): DecisionRecord | undefined;
}

export interface DecisionFilter {
  readonly limit?: number;
  readonly tenant?: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly since?: number;
  readonly route?: string;
}

/** Keeps the last `capacity` decisions in a ring, so that adding one costs the same however many there are. */
export function createDecisionLog(capacity: number): DecisionLog {
  const ring: (DecisionRecord | undefined)[] = new Array(capacity).fill(undefined);
  let next = 0;
  let size = 0;
  const inOrder = () => {
    const start = (next - size + capacity) % Math.max(1, capacity);
    return Array.from({ length: size }, (_, index) => ring[(start + index) % capacity]).filter(
      (record) => record !== undefined,
    );
  };
  return {
    get size() {
      return size;
    },
    add(record) {
      if (capacity === 0) return;
      ring[next] = record;
      next = (next + 1) % capacity;
      size = Math.min(capacity, size + 1);
    },
    read({ limit = capacity, tenant, since, route } = {}) {
      const fits = inOrder().filter(
        (record) =>
          (tenant === undefined || record.tenant === tenant) &&
          (since === undefined || record.at >= since) &&
          (route === undefined || record.route === route),
      );
      return limit <= 0 ? [] : fits.slice(-limit);
    },
    find: (requestId) => inOrder().findLast((record) => record.requestId === requestId),
  };
}
