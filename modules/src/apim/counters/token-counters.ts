import type { GatewayServices } from "../pipeline/gateway-services.ts";
import { CounterTable } from "./counter-table.ts";
import { FixedWindow } from "./fixed-window.ts";
import { calendarPeriod, type TokenQuotaPeriod } from "./period.ts";
import { type CountedAmount, SlidingWindow } from "./sliding-window.ts";

const MINUTE_MS = 60_000;

/** What was used and what is allowed of it. */
export interface TokenBudget {
  readonly used: number;
  readonly allowed: number;
  /** Milliseconds until more tokens than now are free for a prompt of that many tokens. */
  waitMs(promptTokens: number): number;
}

/** Tokens of one key in the last minute. */
export class TokenRate implements TokenBudget {
  readonly allowed: number;
  readonly #window: SlidingWindow;
  readonly #services: GatewayServices;

  constructor(key: string, allowed: number, services: GatewayServices) {
    const table = services.state("token-rate", () => new CounterTable(() => new SlidingWindow(MINUTE_MS)));
    this.allowed = allowed;
    this.#window = table.of(key);
    this.#services = services;
  }

  get used(): number {
    return this.#window.sum(this.#services.clock.now(), MINUTE_MS);
  }

  waitMs(promptTokens: number): number {
    const most = this.allowed - Math.max(1, promptTokens);
    return this.#window.waitMs(this.#services.clock.now(), MINUTE_MS, most);
  }

  /** Counts tokens; the entry may be corrected while it counts. */
  add(tokens: number): CountedAmount {
    return this.#window.add(this.#services.clock.now(), tokens);
  }
}

/** Tokens of one key in the present hour, day, week, month or year. */
export class TokenQuota implements TokenBudget {
  readonly allowed: number;
  readonly #window: FixedWindow;
  readonly #period: TokenQuotaPeriod;
  readonly #services: GatewayServices;

  constructor(key: string, allowed: number, period: TokenQuotaPeriod, services: GatewayServices) {
    const table = services.state("token-quota", () => new CounterTable(() => new FixedWindow()));
    this.allowed = allowed;
    this.#window = table.of(`${period} ${key}`);
    this.#period = period;
    this.#services = services;
  }

  get used(): number {
    return this.#window.used(this.#present());
  }

  waitMs(): number {
    return this.#present().end - this.#services.clock.now();
  }

  add(tokens: number): void {
    this.#window.add(this.#present(), tokens);
  }

  #present() {
    return calendarPeriod(this.#period, this.#services.clock.now());
  }
}

/** What is left, never below 0. */
export function remainingOf({ allowed, used }: TokenBudget): number {
  return Math.max(0, allowed - used);
}
