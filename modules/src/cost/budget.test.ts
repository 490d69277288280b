import { describe, expect, test } from "vitest";
import { charge, ledgerEntry } from "../../tests/ledger-entry.ts";
import {
  BudgetError,
  type BudgetEvent,
  type BudgetLimit,
  type BudgetRefusal,
  type BudgetRequest,
  createBudget,
  createMemoryLedger,
  openBudget,
  type Reservation,
} from "./index.ts";

const NOON = Date.UTC(2026, 2, 2, 12);
const day: BudgetLimit = { name: "day", usd: 1, period: "day" };
const asks = (fields: Partial<BudgetRequest> = {}): BudgetRequest => ({
  requestId: "r1",
  tenant: "contoso",
  client: "web",
  ...fields,
});

/** A clock that a test sets. */
const heldAt = (time: number) => {
  const clock = { time, now: () => clock.time };
  return clock;
};

function granted(answer: Reservation | BudgetRefusal): Reservation {
  if (answer.outcome === "reserved") return answer;
  throw new BudgetError(answer);
}

describe("a budget", () => {
  test("sets aside before the call and charges what it cost", () => {
    const budget = createBudget({ limits: [day], clock: heldAt(NOON) });
    const request = budget.open(asks());
    const call = granted(request.reserve(0.6));
    expect(budget.states()).toEqual([
      {
        name: "day",
        key: "",
        limitUsd: 1,
        spentUsd: 0,
        heldUsd: 0.6,
        freeUsd: 0.4,
        period: "day",
        endsAt: Date.UTC(2026, 2, 3),
      },
    ]);
    call.settle(0.25);
    call.settle(0.25);
    call.release();
    expect(budget.states()).toMatchObject([{ spentUsd: 0.25, heldUsd: 0, freeUsd: 0.75 }]);
    expect(request.spentUsd).toBe(0.25);
  });

  test("refuses a second call that would not fit beside the first", () => {
    const budget = createBudget({ limits: [day], clock: heldAt(NOON) });
    granted(budget.open(asks()).reserve(0.6));
    const refused = budget.open(asks({ requestId: "r2" })).reserve(0.6);
    expect(refused).toEqual({
      outcome: "refused",
      reason: "limit",
      limit: "day",
      key: "",
      askedUsd: 0.6,
      freeUsd: 0.4,
      retryAfterMs: 12 * 3_600_000,
    });
    if (refused.outcome !== "refused") return;
    const error = new BudgetError(refused);
    expect(error.message).toBe('The call can cost up to $0.600000, and the limit "day" has $0.400000 left.');
    expect(error.retryAfterMs).toBe(12 * 3_600_000);
  });

  test("asks again at each hop: a dearer fallback can be refused after a cheap try was billed", () => {
    const budget = createBudget({ limits: [day], clock: heldAt(NOON) });
    const request = budget.open(asks());
    granted(request.reserve(0.5)).settle(0.5);
    expect(request.reserve(0.500000001)).toMatchObject({ outcome: "refused", freeUsd: 0.5 });
    granted(request.reserve(0.5)).release();
    expect(budget.states()).toMatchObject([{ spentUsd: 0.5, heldUsd: 0 }]);
  });

  test("always allows a model on this machine", () => {
    const budget = createBudget({ limits: [{ ...day, usd: 0 }], clock: heldAt(NOON) });
    const request = budget.open(asks({ limitUsd: 0 }));
    granted(request.reserve(0)).settle(0);
    expect(request.reserve(0.000000001)).toMatchObject({ outcome: "refused" });
  });

  test("keeps each client and each tenant to its own share", () => {
    const limits: BudgetLimit[] = [{ name: "client", usd: 1, period: "day", each: "client" }];
    const budget = createBudget({ limits, clock: heldAt(NOON) });
    granted(budget.open(asks()).reserve(1));
    expect(budget.open(asks()).reserve(0.1)).toMatchObject({ outcome: "refused", key: "contoso/web" });
    granted(budget.open(asks({ client: "batch" })).reserve(1));
    granted(budget.open(asks({ tenant: "fabrikam" })).reserve(1));
  });

  test("holds a limit for those only whom it names", () => {
    const limits: BudgetLimit[] = [{ name: "trial", usd: 0, period: "total", only: { project: "trial" } }];
    const budget = createBudget({ limits, clock: heldAt(NOON) });
    const refused = budget.open(asks({ project: "trial" })).reserve(0.01);
    expect(refused).toMatchObject({ outcome: "refused", limit: "trial" });
    expect(refused).not.toHaveProperty("retryAfterMs");
    granted(budget.open(asks()).reserve(100));
  });

  test("has money again in the next period, and none twice when the clock is set back", () => {
    const clock = heldAt(NOON);
    const budget = createBudget({ limits: [day], clock });
    const late = granted(budget.open(asks()).reserve(1));
    clock.time = Date.UTC(2026, 2, 3, 1);
    granted(budget.open(asks()).reserve(0.9)).settle(0.9);
    late.settle(1);
    expect(budget.states()).toMatchObject([{ spentUsd: 0.9, heldUsd: 0 }]);
    clock.time = NOON;
    expect(budget.open(asks()).reserve(0.5)).toMatchObject({ outcome: "refused", freeUsd: 0.1 });
  });

  test("keeps a request to its own limit over all of its calls, made at once or not", () => {
    const request = createBudget({ limits: [], clock: heldAt(NOON) }).open(asks({ limitUsd: 0.1 }));
    const first = granted(request.reserve(0.06));
    expect(request.reserve(0.06)).toMatchObject({ outcome: "refused", limit: "request", freeUsd: 0.04 });
    first.settle(0.01);
    granted(request.reserve(0.09));
  });

  test("refuses a model without a price where a limit holds, unless it is told to allow it", () => {
    const limits = [day];
    expect(
      createBudget({ limits, clock: heldAt(NOON) })
        .open(asks())
        .reserve(undefined),
    ).toMatchObject({
      outcome: "refused",
      reason: "unpriced",
    });
    granted(
      createBudget({ limits: [], clock: heldAt(NOON) })
        .open(asks())
        .reserve(undefined),
    );
    granted(
      createBudget({ limits, unpriced: "allow", clock: heldAt(NOON) })
        .open(asks())
        .reserve(undefined),
    );
  });

  test("charges all that was set aside when nobody knows what a call cost", () => {
    const budget = createBudget({ limits: [day], clock: heldAt(NOON) });
    granted(budget.open(asks()).reserve(0.3)).settle(undefined);
    expect(budget.states()).toMatchObject([{ spentUsd: 0.3, heldUsd: 0 }]);
  });

  test("lets go of everything when the request is over, and gives nothing after", () => {
    const budget = createBudget({ limits: [day], clock: heldAt(NOON) });
    const request = budget.open(asks());
    const hedge = [granted(request.reserve(0.2)), granted(request.reserve(0.3))];
    hedge[0]?.settle(0.1);
    request.close();
    hedge[1]?.settle(0.3);
    expect(budget.states()).toMatchObject([{ spentUsd: 0.1, heldUsd: 0 }]);
    expect(request.reserve(0)).toMatchObject({ outcome: "refused", reason: "closed" });
  });

  test("tells alerts once a period, refusals, and bills above what was set aside", () => {
    const events: BudgetEvent[] = [];
    const clock = heldAt(NOON);
    const limits = [{ ...day, alertAt: [1, 0.5] }];
    const budget = createBudget({ limits, clock, onEvent: (event) => events.push(event) });
    const request = budget.open(asks());
    granted(request.reserve(0.4)).settle(0.4);
    expect(events).toEqual([]);
    granted(request.reserve(0.2)).settle(0.2);
    granted(request.reserve(0.1)).settle(0.1);
    request.reserve(0.9);
    granted(request.reserve(0.3)).settle(0.5);
    expect(events).toMatchObject([
      { type: "alert", part: 0.5, spentUsd: 0.6, limitUsd: 1, limit: "day", key: "", at: NOON },
      { type: "refused", requestId: "r1", limit: "day", refusal: { askedUsd: 0.9 } },
      { type: "alert", part: 1, spentUsd: 1.2 },
      { type: "underestimated", requestId: "r1", heldUsd: 0.3, costUsd: 0.5 },
    ]);
    clock.time += 86_400_000;
    granted(request.reserve(0.6)).settle(0.6);
    expect(events.at(-1)).toMatchObject({ type: "alert", part: 0.5, at: NOON + 86_400_000 });
  });

  test("goes on where the ledger is", async () => {
    const ledger = createMemoryLedger();
    await ledger.record(ledgerEntry("old", { at: NOON - 86_400_000, charges: [charge({ costUsd: 0.9 })] }));
    await ledger.record(ledgerEntry("new", { charges: [charge({ costUsd: 0.6 })] }));
    await ledger.record(ledgerEntry("other", { tenant: "fabrikam", charges: [charge({ costUsd: 0.1 })] }));
    const limits: BudgetLimit[] = [day, { name: "client", usd: 1, period: "month", each: "client" }];
    const events: BudgetEvent[] = [];
    const budget = await openBudget({
      limits,
      ledger,
      clock: heldAt(NOON),
      onEvent: (event) => events.push(event),
    });
    expect(budget.states()).toMatchObject([
      { name: "day", spentUsd: 0.7 },
      { name: "client", key: "contoso/web", spentUsd: 1.5, freeUsd: 0 },
      { name: "client", key: "fabrikam/web", spentUsd: 0.1 },
    ]);
    expect(events).toEqual([]);
    expect(budget.open(asks({ client: "batch" })).reserve(0.31)).toMatchObject({ limit: "day" });
  });

  test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])("takes no %s for a price", (usd) => {
    const budget = createBudget({ limits: [day], clock: heldAt(NOON) });
    expect(() => budget.open(asks()).reserve(usd)).toThrow("must be 0 or more US dollars");
    expect(budget.states()).toMatchObject([{ heldUsd: 0 }]);
  });

  test("names each limit that cannot be", () => {
    const limits: BudgetLimit[] = [day, { ...day, usd: -1 }, { ...day, name: "parts", alertAt: [80] }];
    expect(() => createBudget({ limits })).toThrow(
      "limits[1] (day): usd must be 0 to 1000000, not -1.\n" +
        "limits[1] (day): another limit has this name.\n" +
        "limits[2] (parts): alertAt must hold numbers above 0, up to 1.",
    );
  });
});
