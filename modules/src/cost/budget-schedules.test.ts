import fc from "fast-check";
import { expect, test } from "vitest";
import { type Budget, type BudgetLimit, createBudget, type Reservation } from "./index.ts";

/** A call of a request: what it can cost at most, what it is billed, and how many turns pass meanwhile. */
interface Call {
  readonly mostNanos: number;
  /** Share of it that is billed; undefined: the call fails and is not billed. */
  readonly share: number | undefined;
  readonly turns: number;
  /** The next call begins while this one runs, as with a hedge. */
  readonly hedged: boolean;
}

interface Script {
  readonly client: string;
  readonly calls: readonly Call[];
  /** The caller goes away before the calls are over. */
  readonly leaves: boolean;
}

interface Schedule {
  readonly limitNanos: number;
  readonly scripts: readonly Script[];
  /** Which request goes on next, by place among those that are not over; above that, the clock does. */
  readonly order: readonly number[];
}

const PERIOD_MS = 3_600_000;

const schedules: fc.Arbitrary<Schedule> = fc.record({
  limitNanos: fc.integer({ min: 1, max: 1000 }),
  scripts: fc.array(
    fc.record({
      client: fc.constantFrom("web", "batch"),
      calls: fc.array(
        fc.record({
          mostNanos: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 700 })),
          share: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
          turns: fc.nat(3),
          hedged: fc.boolean(),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      leaves: fc.boolean(),
    }),
    { minLength: 2, maxLength: 6 },
  ),
  order: fc.array(fc.nat(7), { minLength: 10, maxLength: 60 }),
});

/** What a provider billed, and the period in which the call had been admitted. */
interface Bill {
  readonly client: string;
  readonly period: number;
  readonly nanos: number;
}

/** One request, a step for each thing that it waits for; `bills` is the providers' book, kept apart from the budget's. */
function* play(script: Script, budget: Budget, now: () => number, bills: Bill[]): Generator<void> {
  const account = budget.open({ requestId: "r", tenant: "t", client: script.client });
  const open: { readonly call: Call; readonly held: Reservation; readonly period: number }[] = [];
  const end = (one: (typeof open)[number]) => {
    const { share, mostNanos } = one.call;
    if (share === undefined) return one.held.release();
    const nanos = Math.floor(share * mostNanos);
    bills.push({ client: script.client, period: one.period, nanos });
    one.held.settle(nanos / 1e9);
  };
  for (const [place, call] of script.calls.entries()) {
    const held = account.reserve(call.mostNanos / 1e9);
    if (call.mostNanos === 0 && held.outcome !== "reserved") throw new Error("a local call was refused");
    if (held.outcome === "reserved") open.push({ call, held, period: Math.floor(now() / PERIOD_MS) });
    for (let turn = 0; turn < call.turns; turn++) yield;
    if (script.leaves && place === script.calls.length - 1) break;
    if (!call.hedged) for (const one of open.splice(0)) end(one);
  }
  if (!script.leaves) for (const one of open.splice(0)) end(one);
  account.close();
}

test("is never overspent, and loses no money, in 10,000 schedules of requests at the same time", () => {
  let refusals = 0;
  let calls = 0;
  fc.assert(
    fc.property(schedules, ({ limitNanos, scripts, order }) => {
      let time = 0;
      const now = () => time;
      const limits: readonly BudgetLimit[] = [
        { name: "hour", usd: limitNanos / 1e9, period: "hour" },
        { name: "client", usd: (limitNanos * 0.7) / 1e9, period: "hour", each: "client" },
      ];
      const onEvent = ({ type }: { type: string }) => {
        if (type === "refused") refusals++;
      };
      const budget = createBudget({ limits, clock: { now }, onEvent });
      const bills: Bill[] = [];
      calls += scripts.reduce((sum, script) => sum + script.calls.length, 0);
      const running = scripts.map((script) => play(script, budget, now, bills));
      const step = (place: number) => {
        if (running[place]?.next().done) running.splice(place, 1);
        checkStates(budget);
      };
      for (const place of order) {
        if (place === 7) time += PERIOD_MS / 3;
        else if (running.length > 0) step(place % running.length);
      }
      while (running.length > 0) step(0);
      checkBills(bills, limitNanos, () => true);
      for (const client of ["web", "batch"])
        checkBills(bills, Math.round(limitNanos * 0.7), (bill) => bill.client === client);
      expect(budget.states().map(({ heldUsd }) => heldUsd)).toEqual(budget.states().map(() => 0));
      checkSpent(budget, bills, Math.floor(time / PERIOD_MS));
    }),
    { numRuns: 10_000, seed: 7 },
  );
  // Schedules in which nothing was ever refused would prove nothing.
  expect(refusals / calls).toBeGreaterThan(0.1);
  expect(refusals / calls).toBeLessThan(0.9);
}, 120_000);

function checkStates(budget: Budget): void {
  for (const { spentUsd, heldUsd, limitUsd } of budget.states())
    if (Math.round((spentUsd + heldUsd) * 1e9) > Math.round(limitUsd * 1e9))
      throw new Error(`spent ${spentUsd} and held ${heldUsd} of ${limitUsd}`);
}

function checkBills(bills: readonly Bill[], limitNanos: number, counts: (bill: Bill) => boolean): void {
  for (const [period, billed] of sumsOf(bills.filter(counts)))
    if (billed > limitNanos) throw new Error(`billed ${billed} of ${limitNanos} in period ${period}`);
}

/** What the budget calls spent is what the providers billed. */
function checkSpent(budget: Budget, bills: readonly Bill[], period: number): void {
  const spent = budget.states().find(({ name }) => name === "hour")?.spentUsd ?? 0;
  expect(Math.round(spent * 1e9)).toBe(sumsOf(bills).get(period) ?? 0);
}

function sumsOf(bills: readonly Bill[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { period, nanos } of bills) sums.set(period, (sums.get(period) ?? 0) + nanos);
  return sums;
}
