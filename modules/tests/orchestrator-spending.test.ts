import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { createAnswerCache } from "../src/cache/index.ts";
import { createBudget, createMemoryLedger, openLedger } from "../src/cost/index.ts";
import { context } from "./configured-orchestrator.ts";
import { ask, breaks, COMPLEX, house, kinds, refuse } from "./orchestrator-house.ts";
import { temporaryFolder } from "./start-test-cloud.ts";

describe("the budget", () => {
  const limits = (usd: number) => [{ name: "day", usd, period: "day" as const }];

  test("refuses what could cost too much, and always allows this machine", async () => {
    const { orchestrator, doubles } = await house({}, { budget: createBudget({ limits: limits(0.001) }) });
    const answer = await orchestrator.complete(ask(COMPLEX), context());
    expect(answer).toMatchObject({ deployment: "small", fallbackUsed: true, costUsd: 0 });
    expect([...doubles.big.heard, ...doubles.spare.heard]).toEqual([]);
    await expect(orchestrator.complete(ask(COMPLEX, { model: "big" }), context())).rejects.toMatchObject({
      code: "BUDGET_EXCEEDED",
    });
  });

  test("is charged what an answer cost, wherever it was answered at last", async () => {
    const budget = createBudget({ limits: limits(1) });
    const { orchestrator } = await house({ big: refuse(503) }, { budget });
    const { costUsd } = await orchestrator.complete(ask(COMPLEX), context());
    expect(costUsd).toBeCloseTo(0.045, 9);
    expect(budget.states()).toMatchObject([{ heldUsd: 0 }]);
    expect(budget.states()[0]?.spentUsd).toBeCloseTo(0.045, 9);
  });

  test("is asked anew at every hop: a dearer stand-in may be too dear", async () => {
    const budget = createBudget({ limits: limits(0.02) });
    const { orchestrator, doubles } = await house({ big: refuse(503) }, { budget });
    const answer = await orchestrator.complete(ask(COMPLEX), context());
    expect(answer.deployment).toBe("small");
    expect(doubles.big.heard).toHaveLength(1);
    expect(doubles.spare.heard).toEqual([]);
    expect(budget.states()).toMatchObject([{ heldUsd: 0, spentUsd: 0 }]);
  });

  test("charges what was said to a caller who left", async () => {
    const budget = createBudget({ limits: limits(1) });
    const ledger = createMemoryLedger();
    const { orchestrator } = await house({}, { budget, ledger });
    for await (const part of orchestrator.chat(ask(COMPLEX), context())) if (part.type === "text") break;
    const [entry] = await ledger.entries();
    expect(entry).toMatchObject({ outcome: "cancelled", charges: [{ deployment: "big", estimated: true }] });
    const [state] = budget.states();
    expect(state?.heldUsd).toBe(0);
    expect(state?.spentUsd).toBeGreaterThan(0);
    expect(state?.spentUsd).toBeCloseTo(entry?.charges[0]?.costUsd ?? 0, 9);
  });

  test("of one request holds for that request", async () => {
    const { orchestrator } = await house({}, { budget: createBudget({ limits: [] }) });
    const cheap = ask(COMPLEX, { hints: { budgetUsd: 0.0001 } });
    expect((await orchestrator.complete(cheap, context())).deployment).toBe("small");
  });
});

describe("the ledger", () => {
  test("has an answer before its end is told", async () => {
    const ledger = createMemoryLedger();
    const { orchestrator } = await house({}, { ledger });
    for await (const part of orchestrator.chat(ask(COMPLEX), context({ project: "p" }))) {
      const known = (await ledger.entries()).length;
      if (part.type === "text") expect(known).toBe(0);
      if (part.type === "end") expect(known).toBe(1);
    }
    expect(await ledger.summary({ project: "p" })).toMatchObject({ requests: 1, completionTokens: 500 });
  });

  test("that cannot keep an answer fails the request instead of acknowledging it", async () => {
    const ledger = createMemoryLedger();
    await ledger.close();
    const { orchestrator, events } = await house({}, { ledger });
    const parts: string[] = [];
    const reading = (async () => {
      for await (const { type } of orchestrator.chat(ask(COMPLEX), context())) parts.push(type);
    })();
    await expect(reading).rejects.toMatchObject({ code: "LEDGER_CLOSED" });
    expect(parts).not.toContain("end");
    expect(events.at(-1)).toMatchObject({ type: "chat-over", errorCode: "LEDGER_CLOSED" });
  });

  test("that fails stops calls that cost money before they begin, and no others, until it can be written again", async () => {
    const file = join(await temporaryFolder(), "ledger.sqlite");
    const ledger = await openLedger({ file });
    onTestFinished(() => ledger.close());
    const { orchestrator, doubles } = await house({}, { ledger });
    const other = new DatabaseSync(file);
    onTestFinished(() => other.close());
    const [table] = other.prepare("SELECT sql FROM sqlite_master WHERE name = 'charge'").all();

    other.exec("DROP TABLE charge");
    const cloud = () => orchestrator.complete(ask(COMPLEX, { hints: { target: "cloud" } }), context());
    await expect(cloud()).rejects.toMatchObject({ name: "LedgerError" });
    expect([doubles.big.heard.length, doubles.spare.heard.length]).toEqual([1, 0]);
    await expect(cloud()).rejects.toMatchObject({
      code: "LEDGER_UNUSABLE",
      message: expect.stringContaining("No model that costs money is asked now"),
    });
    expect(orchestrator.decisions().at(-1)?.passed).toEqual([
      { deployment: "big", because: "the ledger cannot be written" },
      { deployment: "spare", because: "the ledger cannot be written" },
    ]);
    const standIn = await orchestrator.complete(ask(COMPLEX), context());
    expect(standIn).toMatchObject({ deployment: "small", fallbackUsed: true, costUsd: 0 });
    expect(orchestrator.state()).toMatchObject({ status: "degraded", ledger: { state: "failing" } });
    expect([doubles.big.heard.length, doubles.spare.heard.length]).toEqual([1, 0]);

    other.exec(String(table?.sql));
    await expect(cloud()).rejects.toMatchObject({ code: "LEDGER_UNUSABLE" });
    expect(await cloud()).toMatchObject({ deployment: "big" });
    expect(await ledger.summary({ by: "model" })).toMatchObject({ groups: [{ key: "big-model" }] });
  });

  test("books a void beginning as wasted", async () => {
    const ledger = createMemoryLedger();
    const { orchestrator } = await house({ big: breaks("half ", "an answer") }, { ledger });
    const parts = await Array.fromAsync(
      orchestrator.chat(ask(COMPLEX, { hints: { midStream: "restart" } }), context()),
    );
    expect(kinds(parts)).toBe("route begin text text route-end begin text text route-end usage end answer");
    const [entry] = await ledger.entries();
    expect(entry?.charges).toMatchObject([
      { purpose: "wasted", deployment: "big", estimated: true },
      { purpose: "answer", deployment: "spare", usage: { promptTokens: 1000, completionTokens: 500 } },
    ]);
    const last = parts.at(-1);
    expect(last?.type === "answer" && last.answer).toMatchObject({
      text: "from spare",
      fallbackUsed: true,
      usage: { promptTokens: 1000, completionTokens: 500 },
    });
    expect(last?.type === "answer" && last.answer.wasted.completionTokens).toBe(3);
  });

  test("books both parts of an answer that another went on with", async () => {
    const ledger = createMemoryLedger();
    const { orchestrator, doubles } = await house(
      { big: breaks("Paris is ") },
      { ledger, midStream: "continue" },
    );
    const answer = await orchestrator.complete(ask(COMPLEX), context());
    expect(answer.text).toBe("Paris is from spare");
    expect(doubles.spare.heard[0]?.at(-2)).toEqual({ role: "assistant", content: "Paris is " });
    const [entry] = await ledger.entries();
    expect(entry?.charges.map(({ purpose, deployment }) => `${deployment} ${purpose}`)).toEqual([
      "big answer",
      "spare answer",
      "spare wasted",
    ]);
    const total = entry?.charges.reduce((sum, charge) => sum + (charge.costUsd ?? 0), 0);
    expect(answer.costUsd).toBeCloseTo(total ?? Number.NaN, 9);
  });
});

describe("the cache", () => {
  test("answers the same question again at no cost, and nobody else's tenant", async () => {
    const cache = createAnswerCache();
    const { orchestrator, doubles } = await house({}, { cache });
    const first = await orchestrator.complete(ask(COMPLEX), context());
    await expect.poll(() => cache.stats().stored).toBe(1);
    const parts = await Array.fromAsync(orchestrator.chat(ask(COMPLEX), context()));
    expect(kinds(parts)).toBe("route text usage end answer");
    const last = parts.at(-1);
    expect(last?.type === "answer" && last.answer).toMatchObject({
      text: first.text,
      costUsd: 0,
      routing: { cache: "hit" },
    });
    expect(first.routing.cache).toBe("miss");
    await orchestrator.complete(ask(COMPLEX), context({ tenant: "other" }));
    expect(doubles.big.heard).toHaveLength(2);
    expect(orchestrator.decisions().map(({ outcome }) => outcome)).toEqual([
      "answered",
      "cached",
      "answered",
    ]);
  });

  test("is passed by when the caller wants a new answer", async () => {
    const { orchestrator, doubles } = await house({}, { cache: createAnswerCache() });
    for (let turn = 0; turn < 2; turn++)
      await orchestrator.complete(ask(COMPLEX, { hints: { cache: false } }), context());
    expect(doubles.big.heard).toHaveLength(2);
  });
});
