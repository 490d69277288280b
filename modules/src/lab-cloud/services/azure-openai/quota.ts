import type { Clock } from "../../../core/index.ts";

/** What is left of a deployment's minute. */
interface QuotaReading {
  readonly limitTokens: number;
  readonly limitRequests: number;
  readonly remainingTokens: number;
  readonly remainingRequests: number;
  /** Milliseconds until the oldest use falls out of the minute; 0 when nothing was used. */
  readonly resetMs: number;
}

export interface Quota {
  read(): QuotaReading;
  use(tokens: number): void;
}

/** So high that no lab meets it by chance. */
const TOKENS_PER_MINUTE = 10_000_000;
/** Azure grants six requests a minute for each thousand tokens a minute. */
const REQUESTS_PER_THOUSAND_TOKENS = 6;
const WINDOW_MS = 60_000;
const SLOT_MS = 1000;

/** Counts requests and tokens of the last minute, in slots of a second. */
export function createQuota(clock: Clock, tokensPerMinute: number = TOKENS_PER_MINUTE): Quota {
  const limitRequests = Math.ceil((tokensPerMinute / 1000) * REQUESTS_PER_THOUSAND_TOKENS);
  const slots: { startedAt: number; tokens: number; requests: number }[] = [];

  const forget = (now: number) => {
    while (slots[0] && slots[0].startedAt + WINDOW_MS <= now) slots.shift();
  };

  return {
    read() {
      const now = clock.elapsed();
      forget(now);
      const tokens = slots.reduce((sum, slot) => sum + slot.tokens, 0);
      const requests = slots.reduce((sum, slot) => sum + slot.requests, 0);
      return {
        limitTokens: tokensPerMinute,
        limitRequests,
        remainingTokens: Math.max(0, tokensPerMinute - tokens),
        remainingRequests: Math.max(0, limitRequests - requests),
        resetMs: slots[0] ? slots[0].startedAt + WINDOW_MS - now : 0,
      };
    },
    use(tokens) {
      const now = clock.elapsed();
      const latest = slots.at(-1);
      if (latest && now - latest.startedAt < SLOT_MS) {
        latest.tokens += tokens;
        latest.requests += 1;
      } else slots.push({ startedAt: now, tokens, requests: 1 });
    },
  };
}
