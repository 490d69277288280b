import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { user } from "../src/chat/message.ts";
import { type BudgetEvent, createBudget, createMemoryLedger, type LedgerEntry } from "../src/cost/index.ts";
import type { ChatAnswer } from "../src/orchestrator/chat-part.ts";
import { createOrchestrator } from "../src/orchestrator/create-orchestrator.ts";
import type { OrchestratorEvent } from "../src/orchestrator/orchestrator-event.ts";
import {
  FAULTS,
  type Fault,
  type FaultyDeployment,
  faultyDeployment,
  PROMPT_CHARGED,
} from "./faulty-deployment.ts";

const LONG = "Compare REST and GraphQL and explain the trade-offs in detail. ".repeat(20);

interface Plan {
  readonly hedgeAfterMs?: number;
  readonly midStream?: "terminate" | "restart" | "continue";
  readonly limitUsd?: number;
  readonly firstTokenMs?: number;
}

/** Three deployments in one chain, with a budget and a ledger. */
function houseOf(
  deployments: readonly FaultyDeployment[],
  { limitUsd = 1000, firstTokenMs = 20_000, ...plan }: Plan = {},
) {
  const told: BudgetEvent[] = [];
  const events: OrchestratorEvent[] = [];
  const ledger = createMemoryLedger();
  const budget = createBudget({
    limits: [{ name: "all", usd: limitUsd, period: "total" }],
    onEvent: (event) => told.push(event),
  });
  const orchestrator = createOrchestrator({
    deployments,
    strategy: "rule",
    routes: { cloud: deployments.map(({ name }) => name) },
    resilience: {
      firstTokenMs,
      retry: { maxAttempts: 2, firstWaitMs: 1 },
      breaker: { rule: { kind: "in-a-row", failures: Number.MAX_SAFE_INTEGER } },
    },
    ledger,
    budget,
    onEvent: (event) => events.push(event),
    ...plan,
  });
  let asked = 0;
  const ask = async (): Promise<ChatAnswer | undefined> => {
    const left = new AbortController();
    for (const deployment of deployments)
      deployment.leave = () => left.abort(new DOMException("left", "AbortError"));
    const request = { model: "auto", messages: [user(LONG)], hints: { target: "cloud" as const } };
    const context = { requestId: `r${asked++}`, tenant: "t", client: "c", signal: left.signal };
    return orchestrator.complete(request, context).catch(() => undefined);
  };
  const attempts = () => events.filter((event) => event.type === "attempt");
  return { ask, ledger, budget, told, attempts };
}

const usdOf = ({ charges }: LedgerEntry) =>
  charges.reduce((sum, { costUsd = Number.NaN }) => sum + costUsd, 0);
const wastedOf = ({ charges }: LedgerEntry) => charges.filter(({ purpose }) => purpose === "wasted");

describe("a prompt that nobody answered", () => {
  test.each(PROMPT_CHARGED.filter((fault) => !["filter", "caller-leaves"].includes(fault)))(
    "is charged when its deployment is %s, and shows in the answer",
    async (fault) => {
      const [first, second] = [
        await faultyDeployment("first", { maxAttempts: 1, ...(fault === "late" && { firstTokenMs: 50 }) }),
        await faultyDeployment("second"),
      ];
      first.next = [fault];
      const { ask, ledger, budget } = houseOf([first, second]);
      const answer = await ask();
      expect(answer).toMatchObject({
        deployment: "second",
        usage: { promptTokens: 300, completionTokens: 50 },
      });
      const [entry] = await ledger.entries();
      expect(entry?.charges).toMatchObject([
        { purpose: "answer", deployment: "second", costUsd: 0.0035 },
        {
          purpose: "wasted",
          deployment: "first",
          provenance: "live",
          estimated: true,
          usage: { completionTokens: 0 },
        },
      ]);
      const wasted = entry?.charges[1]?.usage.promptTokens ?? 0;
      expect(wasted).toBeGreaterThan(200);
      expect(answer?.wasted).toEqual({ promptTokens: wasted, completionTokens: 0, estimated: true });
      expect(answer?.costUsd).toBeCloseTo(0.0035 + wasted / 100_000, 9);
      expect((await ledger.summary()).wastedUsd).toBeCloseTo(wasted / 100_000, 9);
      expect(budget.states()).toMatchObject([{ heldUsd: 0 }]);
      expect(budget.states()[0]?.spentUsd).toBeCloseTo(answer?.costUsd ?? 0, 9);
    },
  );

  test.each(["refuse", "throttle", "hang-up"] as const)(
    "costs nothing after %s: nobody took it",
    async (fault) => {
      const [first, second] = [await faultyDeployment("first"), await faultyDeployment("second")];
      first.next = [fault, fault];
      const { ask, ledger } = houseOf([first, second]);
      expect((await ask())?.wasted).toMatchObject({ promptTokens: 0 });
      expect((await ledger.entries())[0]?.charges).toMatchObject([
        { purpose: "answer", deployment: "second" },
      ]);
    },
  );

  test("is charged to a caller who left before the first word", async () => {
    const only = await faultyDeployment("only");
    only.next = ["caller-leaves"];
    const { ask, ledger, budget } = houseOf([only]);
    expect(await ask()).toBeUndefined();
    const [entry] = await ledger.entries();
    expect(entry).toMatchObject({
      outcome: "cancelled",
      charges: [{ purpose: "wasted", deployment: "only" }],
    });
    expect(budget.states()[0]?.spentUsd).toBeCloseTo(entry ? usdOf(entry) : 0, 9);
    expect(usdOf(entry as LedgerEntry)).toBeGreaterThan(0);
  });

  test("is charged to a request that failed, once for each call", async () => {
    const only = await faultyDeployment("only");
    only.next = ["empty", "filter"];
    const { ask, ledger } = houseOf([only]);
    expect(await ask()).toBeUndefined();
    const [entry] = await ledger.entries();
    expect(entry?.outcome).toBe("failed");
    expect(entry?.charges.map(({ purpose }) => purpose)).toEqual(["wasted", "wasted"]);
  });

  test("of a hedge that lost is charged beside the answer that came first", async () => {
    const [slow, quick] = [await faultyDeployment("slow"), await faultyDeployment("quick")];
    slow.next = ["late"];
    const { ask, ledger } = houseOf([slow, quick], { hedgeAfterMs: 5 });
    expect((await ask())?.deployment).toBe("quick");
    expect((await ledger.entries())[0]?.charges).toMatchObject([
      { purpose: "answer", deployment: "quick" },
      { purpose: "wasted", deployment: "slow" },
    ]);
  });
});

interface Schedule {
  readonly plan: Plan;
  readonly faults: readonly (readonly Fault[])[];
}

const schedules: fc.Arbitrary<Schedule> = fc.record({
  plan: fc.record(
    {
      hedgeAfterMs: fc.constantFrom(2, 20),
      midStream: fc.constantFrom("terminate", "restart", "continue"),
      limitUsd: fc.constantFrom(0.05, 0.1),
    },
    { requiredKeys: [] },
  ),
  faults: fc.array(fc.array(fc.constantFrom(...FAULTS), { maxLength: 5 }), { minLength: 3, maxLength: 3 }),
});

test("in any order of faults the ledger, the budget and the answers tell one sum, and no call is charged twice", async () => {
  const deployments = [await faultyDeployment("a"), await faultyDeployment("b"), await faultyDeployment("c")];
  await fc.assert(
    fc.asyncProperty(schedules, async ({ plan, faults }) => {
      for (const [place, deployment] of deployments.entries()) {
        deployment.next = [...(faults[place] ?? [])];
        deployment.done.length = 0;
      }
      const { ask, ledger, budget, told, attempts } = houseOf(deployments, { ...plan, firstTokenMs: 100 });
      const answers = new Map<string, ChatAnswer>();
      for (let turn = 0; turn < 3; turn++) {
        const answer = await ask();
        if (answer) answers.set(answer.requestId, answer);
      }
      const entries = await ledger.entries();
      const [state] = budget.states();
      const { costUsd } = await ledger.summary();

      expect(state?.heldUsd).toBe(0);
      expect(state?.spentUsd).toBeCloseTo(costUsd, 8);
      expect(costUsd).toBeCloseTo(
        entries.reduce((sum, entry) => sum + (answers.get(entry.requestId)?.costUsd ?? usdOf(entry)), 0),
        8,
      );
      expect(new Set(entries.map(({ requestId }) => requestId)).size).toBe(entries.length);
      for (const entry of entries) {
        const answer = answers.get(entry.requestId);
        if (!answer) continue;
        const wasted = wastedOf(entry).reduce((sum, { usage }) => sum + usage.promptTokens, 0);
        expect(answer.wasted.promptTokens).toBe(wasted);
      }
      // Each call is charged for its prompt once: by its answer, or as wasted.
      const worked = attempts().filter(
        ({ outcome, wasted }) => outcome === "answered" || wasted !== undefined,
      );
      const begun = attempts().filter(
        ({ outcome, wasted, failure }) => outcome === "failed" && !wasted && failure === "transient",
      );
      const rows = entries.flatMap(({ charges }) => charges);
      expect(rows.length).toBeGreaterThanOrEqual(worked.length);
      if (plan.midStream !== "continue")
        expect(rows.length).toBeLessThanOrEqual(worked.length + begun.length);
      expect(told.filter(({ type }) => type === "underestimated")).toEqual([]);
      expect(state?.spentUsd).toBeLessThanOrEqual(plan.limitUsd ?? 1000);
    }),
    { numRuns: 25 },
  );
}, 60_000);
