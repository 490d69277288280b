import type { Clock } from "../../../core/index.ts";

/** What a deployment may use in a minute. */
export interface QuotaLimits {
  /** Default: ten million, so high that no lab meets it by chance. */
  readonly tokensPerMinute?: number | undefined;
  /** Default: six for each thousand tokens a minute, as Azure grants them. */
  readonly requestsPerMinute?: number | undefined;
}

/** What is left of a deployment's minute. */
export interface QuotaReading {
  readonly limitTokens: number;
  readonly limitRequests: number;
  readonly remainingTokens: number;
  readonly remainingRequests: number;
}

/** Why a request is not admitted. */
export interface QuotaShortage {
  /** `calls`: too many requests; `tokens`: too many tokens. */
  readonly of: "tokens" | "calls";
  /** Milliseconds until the same request would be admitted, if no other comes first; absent when it never fits. */
  readonly retryAfterMs?: number;
  readonly left: QuotaReading;
}

export interface Quota {
  read(): QuotaReading;
  /** Takes one request of so many tokens out of the minute, or takes nothing and says why. */
  admit(tokens: number): QuotaShortage | undefined;
}

const GENEROUS_TOKENS = 10_000_000;
const REQUESTS_PER_THOUSAND_TOKENS = 6;
const WINDOW_MS = 60_000;
const SLOT_MS = 1000;

interface Slot {
  readonly startedAt: number;
  tokens: number;
  requests: number;
}

/**
 * Counts the requests and tokens of the last sixty seconds, in slots of one second: a slot falls out as a whole, sixty
 * seconds after its first request. Azure spreads requests over shorter windows as well and documents neither their length nor
 * their effect; that part is not emulated.
 */
export function createQuota(clock: Clock, { tokensPerMinute, requestsPerMinute }: QuotaLimits): Quota {
  const limitTokens = tokensPerMinute ?? GENEROUS_TOKENS;
  const limitRequests = requestsPerMinute ?? Math.ceil((limitTokens / 1000) * REQUESTS_PER_THOUSAND_TOKENS);
  const slots: Slot[] = [];
  let tokensUsed = 0;
  let requestsUsed = 0;

  const forget = (now: number) => {
    for (let oldest = slots[0]; oldest && oldest.startedAt + WINDOW_MS <= now; oldest = slots[0]) {
      tokensUsed -= oldest.tokens;
      requestsUsed -= oldest.requests;
      slots.shift();
    }
  };

  const use = (tokens: number, now: number) => {
    tokensUsed += tokens;
    requestsUsed += 1;
    const latest = slots.at(-1);
    if (latest && now - latest.startedAt < SLOT_MS) {
      latest.tokens += tokens;
      latest.requests += 1;
    } else slots.push({ startedAt: now, tokens, requests: 1 });
  };

  const read = () => ({
    limitTokens,
    limitRequests,
    remainingTokens: limitTokens - tokensUsed,
    remainingRequests: limitRequests - requestsUsed,
  });

  /** Milliseconds until the oldest slots that are in the way have fallen out. */
  const waitFor = (tokens: number, now: number): number => {
    const left = read();
    let { remainingTokens, remainingRequests } = left;
    for (const slot of slots) {
      remainingTokens += slot.tokens;
      remainingRequests += slot.requests;
      if (remainingTokens >= tokens && remainingRequests >= 1) return slot.startedAt + WINDOW_MS - now;
    }
    return WINDOW_MS;
  };

  return {
    read() {
      forget(clock.elapsed());
      return read();
    },
    admit(tokens) {
      const now = clock.elapsed();
      forget(now);
      const left = read();
      if (tokens > limitTokens) return { of: "tokens", left };
      if (left.remainingTokens >= tokens && left.remainingRequests >= 1) {
        use(tokens, now);
        return undefined;
      }
      const of = left.remainingRequests < 1 ? "calls" : "tokens";
      return { of, retryAfterMs: Math.ceil(waitFor(tokens, now)), left };
    },
  };
}
