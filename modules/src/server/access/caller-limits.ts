import type { Clock } from "../../core/clock.ts";
import { ApiError } from "../http/api-error.ts";
import type { Caller } from "./caller.ts";

/** A place among a caller's requests. */
export interface CallerPlace {
  /** What is left, in the headers that OpenAI's clients read. */
  readonly headers: Readonly<Record<string, string>>;
  /** Books the answer's tokens. */
  spend(tokens: number): void;
  /** The request is over. Leaving again does nothing. */
  leave(): void;
}

/** Holds each caller within its limits. */
export interface CallerLimiter {
  /** @throws ApiError 429 saying which limit, and when to ask again */
  enter(caller: Caller): CallerPlace;
}

/** Callers that are kept in mind; who was longest away is forgotten first, with full buckets as he would have. */
const MOST_CALLERS = 10_000;
const MINUTE_MS = 60_000;

interface Account {
  readonly requests: Bucket | undefined;
  readonly tokens: Bucket | undefined;
  active: number;
}

export function createCallerLimiter(clock: Clock): CallerLimiter {
  const accounts = new Map<string, Account>();
  const accountOf = (caller: Caller): Account => {
    const key = `${caller.tenant}\n${caller.client}`;
    const known = accounts.get(key);
    if (known) accounts.delete(key);
    const account = known ?? openAccount(caller, clock);
    accounts.set(key, account);
    if (accounts.size > MOST_CALLERS) forgetIdle(accounts);
    return account;
  };
  return {
    enter(caller) {
      const { requestsPerMinute, tokensPerMinute, concurrent } = caller.limits;
      if (requestsPerMinute === undefined && tokensPerMinute === undefined && concurrent === undefined)
        return FREE;
      const account = accountOf(caller);
      if (concurrent !== undefined && account.active >= concurrent)
        throw exceeded(`${caller.client} has ${concurrent} requests under way, as many as it may.`, 1000, {});
      const short = account.tokens?.waitMs(1) ?? 0;
      if (short > 0)
        throw exceeded(
          `${caller.client} has used its ${tokensPerMinute} tokens a minute.`,
          short,
          headersOf(account),
        );
      const wait = account.requests?.waitMs(1) ?? 0;
      if (wait > 0)
        throw exceeded(
          `${caller.client} has made its ${requestsPerMinute} requests a minute.`,
          wait,
          headersOf(account),
        );
      account.requests?.take(1);
      account.active += 1;
      let left = false;
      return {
        headers: headersOf(account),
        spend: (tokens) => account.tokens?.take(tokens),
        leave() {
          if (!left) account.active -= 1;
          left = true;
        },
      };
    },
  };
}

const FREE: CallerPlace = { headers: {}, spend: () => {}, leave: () => {} };

function openAccount({ limits }: Caller, clock: Clock): Account {
  const bucket = (perMinute: number | undefined) =>
    perMinute === undefined ? undefined : createBucket(perMinute, clock);
  return { requests: bucket(limits.requestsPerMinute), tokens: bucket(limits.tokensPerMinute), active: 0 };
}

function forgetIdle(accounts: Map<string, Account>): void {
  for (const [key, { active }] of accounts) {
    if (active > 0) continue;
    accounts.delete(key);
    return;
  }
}

/** Holds a minute's worth and fills evenly; what is taken beyond it is owed. */
interface Bucket {
  readonly perMinute: number;
  left(): number;
  /** Milliseconds until `amount` is there. */
  waitMs(amount: number): number;
  take(amount: number): void;
}

function createBucket(perMinute: number, clock: Clock): Bucket {
  let level = perMinute;
  let at = clock.elapsed();
  const fill = () => {
    const now = clock.elapsed();
    level = Math.min(perMinute, level + ((now - at) * perMinute) / MINUTE_MS);
    at = now;
    return level;
  };
  return {
    perMinute,
    left: fill,
    waitMs: (amount) => (Math.max(0, amount - fill()) * MINUTE_MS) / perMinute,
    take(amount) {
      level = fill() - amount;
    },
  };
}

function headersOf({ requests, tokens }: Account): Record<string, string> {
  const headers: Record<string, string> = {};
  if (requests) {
    headers["x-ratelimit-limit-requests"] = String(requests.perMinute);
    headers["x-ratelimit-remaining-requests"] = remaining(requests);
    headers["x-ratelimit-reset-requests"] = untilFull(requests);
  }
  if (tokens) {
    headers["x-ratelimit-limit-tokens"] = String(tokens.perMinute);
    headers["x-ratelimit-remaining-tokens"] = remaining(tokens);
    headers["x-ratelimit-reset-tokens"] = untilFull(tokens);
  }
  return headers;
}

const remaining = (bucket: Bucket) => String(Math.max(0, Math.floor(bucket.left())));

function untilFull(bucket: Bucket): string {
  const ms = Math.round(((bucket.perMinute - bucket.left()) * MINUTE_MS) / bucket.perMinute);
  return `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, "0")}s`;
}

function exceeded(
  message: string,
  retryAfterMs: number,
  headers: Readonly<Record<string, string>>,
): ApiError {
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
  return new ApiError(message, {
    status: 429,
    code: "RATE_LIMIT_EXCEEDED",
    hint: `Ask again in ${seconds} s.`,
    retryAfterMs,
    headers,
  });
}
