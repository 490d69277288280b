import type { Clock } from "../core/clock.ts";
import { LabError } from "../core/errors.ts";
import type { BudgetEvent, BudgetRefusal, BudgetRequest, RequestBudget, Reservation } from "./budget.ts";
import type { LimitAccount, Purse } from "./limit-account.ts";
import { type NanoDollars, toNanos, toNanosAtLeast, toUsd } from "./nano-dollars.ts";

/** What requests share. */
export interface BudgetHouse {
  readonly accounts: readonly LimitAccount[];
  readonly clock: Pick<Clock, "now">;
  readonly unpriced: "refuse" | "allow";
  readonly onEvent: (event: BudgetEvent) => void;
}

/** @throws LabError when the request's own limit is no sum of money. */
export function openRequestBudget(request: BudgetRequest, house: BudgetHouse): RequestBudget {
  return new OpenRequest(request, house);
}

class OpenRequest implements RequestBudget {
  readonly #request: BudgetRequest;
  readonly #house: BudgetHouse;
  /** What the request's own limit leaves, `Infinity` without one. */
  readonly #limit: NanoDollars;
  readonly #open = new Set<Reservation>();
  #spent: NanoDollars = 0;
  #held: NanoDollars = 0;
  #closed = false;

  constructor(request: BudgetRequest, house: BudgetHouse) {
    this.#request = request;
    this.#house = house;
    const { limitUsd = Number.POSITIVE_INFINITY } = request;
    this.#limit = limitUsd === Number.POSITIVE_INFINITY ? limitUsd : toNanos(checkedSum(limitUsd, LIMIT));
  }

  get spentUsd(): number {
    return toUsd(this.#spent);
  }

  reserve(mostUsd: number | undefined): Reservation | BudgetRefusal {
    const nanos = mostUsd === undefined ? 0 : toNanosAtLeast(checkedSum(mostUsd, "What a call can cost"));
    const at = this.#house.clock.now();
    const purses = this.#purses(at);
    const refusal = this.#refusal(mostUsd, nanos, purses, at);
    if (!refusal) return this.#hold(nanos, purses);
    this.#tell({ type: "refused", at, limit: refusal.limit, key: refusal.key, refusal });
    return refusal;
  }

  close(): void {
    this.#closed = true;
    for (const reservation of [...this.#open]) reservation.release();
  }

  #purses(at: number): readonly Purse[] {
    return this.#house.accounts.flatMap((account) => account.purseOf(this.#request, at) ?? []);
  }

  #refusal(
    usd: number | undefined,
    nanos: NanoDollars,
    purses: readonly Purse[],
    at: number,
  ): BudgetRefusal | undefined {
    if (this.#closed) return this.#ownRefusal("closed", usd);
    if (usd === undefined) return this.#refuseUnpriced(purses, at);
    if (nanos === 0) return undefined;
    if (nanos > this.#limit - this.#spent - this.#held) return this.#ownRefusal("limit", usd);
    const tightest = purses.reduce<Purse | undefined>(
      (least, purse) => (least && least.freeNanos <= purse.freeNanos ? least : purse),
      undefined,
    );
    return tightest && nanos > tightest.freeNanos ? tightest.refusal({ usd, at }) : undefined;
  }

  #refuseUnpriced([purse]: readonly Purse[], at: number): BudgetRefusal | undefined {
    if (this.#house.unpriced === "allow") return undefined;
    if (purse) return purse.refusal({ usd: undefined, at });
    return Number.isFinite(this.#limit) ? this.#ownRefusal("unpriced", undefined) : undefined;
  }

  #ownRefusal(reason: BudgetRefusal["reason"], askedUsd: number | undefined): BudgetRefusal {
    const freeUsd = toUsd(Math.max(0, this.#limit - this.#spent - this.#held));
    return { outcome: "refused", reason, limit: "request", key: "", askedUsd, freeUsd };
  }

  #hold(held: NanoDollars, purses: readonly Purse[]): Reservation {
    this.#held += held;
    for (const purse of purses) purse.hold(held);
    const end = (cost: NanoDollars) => {
      if (!this.#open.delete(reservation)) return;
      this.#held -= held;
      this.#spent += cost;
      for (const purse of purses) purse.settle(held, cost);
      if (cost > held) this.#tellUnderestimated(held, cost, purses);
    };
    const reservation: Reservation = {
      outcome: "reserved",
      heldUsd: toUsd(held),
      settle: (costUsd) => end(costUsd === undefined ? held : toNanos(checkedSum(costUsd, "A cost"))),
      release: () => end(0),
    };
    this.#open.add(reservation);
    return reservation;
  }

  #tellUnderestimated(held: NanoDollars, cost: NanoDollars, purses: readonly Purse[]): void {
    const at = this.#house.clock.now();
    for (const { state } of purses)
      this.#tell({
        type: "underestimated",
        at,
        limit: state.name,
        key: state.key,
        heldUsd: toUsd(held),
        costUsd: toUsd(cost),
      });
  }

  #tell(event: WithoutRequest<BudgetEvent>): void {
    this.#house.onEvent({ ...event, requestId: this.#request.requestId });
  }
}

/** Events about one request, before its id is set. */
type WithoutRequest<Event> = Event extends { readonly requestId: string } ? Omit<Event, "requestId"> : never;

const LIMIT = "The limit of a request";

function checkedSum(usd: number, what: string): number {
  if (usd >= 0 && Number.isFinite(usd)) return usd;
  throw new LabError(`${what} must be 0 or more US dollars, not ${usd}.`, {
    code: "BUDGET_AMOUNT_INVALID",
    hint: "Check the price and the token counts that it comes from.",
  });
}
