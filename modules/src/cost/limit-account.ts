import type { BudgetEvent, BudgetLimit, BudgetRefusal, BudgetState } from "./budget.ts";
import { type Span, spanOf } from "./budget-period.ts";
import type { Payer } from "./ledger-entry.ts";
import { type NanoDollars, toNanos, toUsd } from "./nano-dollars.ts";

/** What one payer, or all together, may spend in one period. Money moves from free to held to spent. */
export interface Purse {
  readonly span: Span;
  readonly freeNanos: number;
  hold(nanos: NanoDollars): void;
  /** Takes back what was held and charges what it cost. */
  settle(held: NanoDollars, cost: NanoDollars): void;
  refusal(asked: { readonly usd: number | undefined; readonly at: number }): BudgetRefusal;
  readonly state: BudgetState;
}

/** One limit with the purses of all whom it holds for. */
export interface LimitAccount {
  readonly limit: BudgetLimit;
  /** The purse that a request is paid from now; undefined when the limit does not hold for it. */
  purseOf(payer: Payer, at: number): Purse | undefined;
  /** What was spent in the running period before this process began; alerts for it were given then. */
  restore(key: string, spentUsd: number, at: number): void;
  states(at: number): readonly BudgetState[];
}

const ALERT_AT = [0.5, 0.8, 1];

export function createLimitAccount(
  limit: BudgetLimit,
  clock: { now(): number },
  onEvent: (event: BudgetEvent) => void,
): LimitAccount {
  let span = spanOf(limit.period, clock.now());
  let purses = new Map<string, ChargedPurse>();

  function purse(key: string, at: number): ChargedPurse {
    // A clock that is set back opens no period a second time.
    if (at >= span.endsAt) {
      span = spanOf(limit.period, at);
      purses = new Map();
    }
    const known = purses.get(key);
    if (known) return known;
    const fresh = new ChargedPurse({ limit, key, span, now: () => clock.now(), onEvent });
    purses.set(key, fresh);
    return fresh;
  }

  return {
    limit,
    purseOf: (payer, at) => (holdsFor(limit, payer) ? purse(keyOf(limit, payer), at) : undefined),
    restore: (key, spentUsd, at) => purse(key, at).restore(toNanos(spentUsd)),
    states(at) {
      if (limit.each === undefined) purse("", at);
      return [...purses.values()].filter((one) => one.span.endsAt > at).map((one) => one.state);
    },
  };
}

/** How purses of a limit are told apart: a client's name alone could be that of another tenant's client. */
export function keyOf({ each }: BudgetLimit, payer: Payer): string {
  if (each === undefined) return "";
  return each === "tenant" ? payer.tenant : `${payer.tenant}/${payer[each] ?? ""}`;
}

function holdsFor({ only = {} }: BudgetLimit, payer: Payer): boolean {
  const { tenant = payer.tenant, client = payer.client, project = payer.project, user = payer.user } = only;
  return (
    tenant === payer.tenant && client === payer.client && project === payer.project && user === payer.user
  );
}

interface PurseOptions {
  readonly limit: BudgetLimit;
  readonly key: string;
  readonly span: Span;
  readonly now: () => number;
  readonly onEvent: (event: BudgetEvent) => void;
}

class ChargedPurse implements Purse {
  readonly #options: PurseOptions;
  readonly #limitNanos: NanoDollars;
  #spent: NanoDollars = 0;
  #held: NanoDollars = 0;
  #alerts: readonly number[];

  constructor(options: PurseOptions) {
    this.#options = options;
    this.#limitNanos = toNanos(options.limit.usd);
    this.#alerts = [...(options.limit.alertAt ?? ALERT_AT)].sort((a, b) => a - b);
  }

  get span(): Span {
    return this.#options.span;
  }

  get freeNanos(): number {
    return this.#limitNanos - this.#spent - this.#held;
  }

  hold(nanos: NanoDollars): void {
    this.#held += nanos;
  }

  settle(held: NanoDollars, cost: NanoDollars): void {
    this.#held -= held;
    this.#spent += cost;
    if (cost > 0) for (const part of this.#passAlerts()) this.#alert(part);
  }

  restore(spent: NanoDollars): void {
    this.#spent += spent;
    this.#passAlerts();
  }

  refusal({ usd, at }: { readonly usd: number | undefined; readonly at: number }): BudgetRefusal {
    const { limit, key, span } = this.#options;
    return {
      outcome: "refused",
      reason: usd === undefined ? "unpriced" : "limit",
      limit: limit.name,
      key,
      askedUsd: usd,
      freeUsd: this.state.freeUsd,
      ...(usd !== undefined && Number.isFinite(span.endsAt) && { retryAfterMs: span.endsAt - at }),
    };
  }

  get state(): BudgetState {
    const { limit, key, span } = this.#options;
    return {
      name: limit.name,
      key,
      limitUsd: limit.usd,
      spentUsd: toUsd(this.#spent),
      heldUsd: toUsd(this.#held),
      freeUsd: toUsd(Math.max(0, this.freeNanos)),
      period: limit.period,
      ...(Number.isFinite(span.endsAt) && { endsAt: span.endsAt }),
    };
  }

  /** Parts of the limit that spending has reached since it was last asked. */
  #passAlerts(): readonly number[] {
    const passed = this.#alerts.filter((part) => this.#spent >= part * this.#limitNanos);
    this.#alerts = this.#alerts.slice(passed.length);
    return passed;
  }

  #alert(part: number): void {
    const { limit, key, now, onEvent } = this.#options;
    const spentUsd = toUsd(this.#spent);
    onEvent({ type: "alert", at: now(), limit: limit.name, key, part, spentUsd, limitUsd: limit.usd });
  }
}
