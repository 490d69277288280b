import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { charge, ledgerEntry } from "../../tests/ledger-entry.ts";
import { createMemoryLedger, LEDGER_GROUPS, type Ledger, type LedgerEntry, openLedger } from "./index.ts";
import { openLedgerDatabase } from "./ledger-database.ts";
import { roundEntry } from "./round-entry.ts";

const folder = mkdtempSync(join(tmpdir(), "ledger-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const freshFile = () => join(folder, `sub-${++files}`, "ledger.sqlite");

const kinds: readonly [string, () => Promise<Ledger>][] = [
  ["in memory", async () => createMemoryLedger()],
  ["in a file", () => openLedger({ file: freshFile(), sync: "normal" })],
];

describe.each(kinds)("a ledger %s", (_, open) => {
  test("gives back what it was given", async () => {
    const ledger = await open();
    const entry = ledgerEntry("r1", {
      project: "chat",
      user: "ada",
      outcome: "cut",
      charges: [
        charge({ purpose: "routing", model: "phi", tier: "local", provenance: "local", costUsd: 0 }),
        charge({ purpose: "wasted", estimated: true }),
        charge({ model: "unlisted", costUsd: undefined }),
      ],
    });
    expect(await ledger.record(entry)).toBe("recorded");
    expect(await ledger.entries()).toEqual([entry]);
    await ledger.close();
  });

  test("keeps a request once, as it came first, and tells tenants apart", async () => {
    const ledger = await open();
    const again = ledgerEntry("r1", { charges: [charge({ costUsd: 5 })] });
    const results = await Promise.all([
      ledger.record(ledgerEntry("r1")),
      ledger.record(again),
      ledger.record(ledgerEntry("r1", { tenant: "fabrikam" })),
    ]);
    expect(results).toEqual(["recorded", "repeated", "recorded"]);
    expect(await ledger.record(again)).toBe("repeated");
    expect(await ledger.summary({ tenant: "contoso" })).toMatchObject({ requests: 1, costUsd: 0.00045 });
    await ledger.close();
  });

  test("keeps costs to the billionth of a dollar", async () => {
    const ledger = await open();
    for (let n = 0; n < 10; n++)
      await ledger.record(ledgerEntry(`r${n}`, { charges: [charge({ costUsd: 0.1 + 1e-9 })] }));
    expect((await ledger.summary()).costUsd).toBe(1.00000001);
    await ledger.close();
  });

  test("parts what is spent by client, model, purpose and day", async () => {
    const ledger = await open();
    await ledger.record(ledgerEntry("r1"));
    await ledger.record(
      ledgerEntry("r2", {
        client: "batch",
        charges: [charge(), charge({ purpose: "wasted", costUsd: 0.001 })],
      }),
    );
    await ledger.record(
      ledgerEntry("r3", {
        at: Date.UTC(2026, 2, 3),
        charges: [charge({ model: "phi", costUsd: undefined })],
      }),
    );
    await ledger.record(ledgerEntry("r4", { charges: [] }));
    expect(await ledger.summary({ by: "client" })).toEqual({
      requests: 4,
      promptTokens: 400,
      completionTokens: 80,
      costUsd: 0.0019,
      wastedUsd: 0.001,
      routingUsd: 0,
      unpriced: 1,
      groups: [
        {
          key: "batch",
          requests: 1,
          promptTokens: 200,
          completionTokens: 40,
          costUsd: 0.00145,
          wastedUsd: 0.001,
          routingUsd: 0,
          unpriced: 0,
        },
        {
          key: "web",
          requests: 3,
          promptTokens: 200,
          completionTokens: 40,
          costUsd: 0.00045,
          wastedUsd: 0,
          routingUsd: 0,
          unpriced: 1,
        },
      ],
    });
    const keys = async (by: "model" | "purpose" | "day") =>
      (await ledger.summary({ by })).groups.map(({ key }) => key);
    expect(await keys("model")).toEqual(["gpt-4o", "phi"]);
    expect(await keys("purpose")).toEqual(["wasted", "answer"]);
    expect(await keys("day")).toEqual(["2026-03-02", "2026-03-03"]);
    expect(await ledger.summary({ model: "phi" })).toMatchObject({
      requests: 1,
      promptTokens: 100,
      unpriced: 1,
    });
    await ledger.close();
  });

  test.each([
    ["costUsd", ledgerEntry("r", { charges: [charge({ costUsd: -1 })] }), "charges[0].costUsd"],
    ["costUsd", ledgerEntry("r", { charges: [charge({ costUsd: Number.NaN })] }), "charges[0].costUsd"],
    [
      "tokens",
      ledgerEntry("r", { charges: [charge({ usage: { promptTokens: 1.5, completionTokens: 0 } })] }),
      "charges[0].usage.promptTokens",
    ],
    ["requestId", ledgerEntry(""), "requestId"],
    ["at", ledgerEntry("r", { at: Number.NaN }), "at"],
  ])("refuses an entry with a wrong %s, and keeps on", async (_what, entry, field) => {
    const ledger = await open();
    const said = ledger.record(entry);
    await expect(said).rejects.toMatchObject({ code: "LEDGER_ENTRY_INVALID" });
    await expect(said).rejects.toThrow(field);
    expect(await ledger.record(ledgerEntry("good"))).toBe("recorded");
    await ledger.close();
  });

  test("refuses entries after it was closed, and closes twice", async () => {
    const ledger = await open();
    const last = ledger.record(ledgerEntry("last"));
    await ledger.close();
    await ledger.close();
    expect(await last).toBe("recorded");
    await expect(ledger.record(ledgerEntry("late"))).rejects.toMatchObject({ code: "LEDGER_CLOSED" });
  });
});

test("both ledgers give the same sums", async () => {
  const some = <T>(...values: T[]) => fc.constantFrom(...values);
  const anyCharge = fc.record({
    purpose: some("answer" as const, "wasted" as const, "routing" as const),
    model: some("a", "b"),
    deployment: some("one", "two"),
    tier: some("local" as const, "azure" as const),
    provenance: some("live" as const, "local" as const),
    usage: fc.record({ promptTokens: fc.nat(9000), completionTokens: fc.nat(900) }),
    costUsd: fc.option(fc.double({ min: 0, max: 2, noNaN: true }), { nil: undefined }),
  });
  const anyEntry: fc.Arbitrary<LedgerEntry> = fc.record({
    requestId: fc.string({ minLength: 1, maxLength: 3 }),
    at: fc.integer({ min: 1_770_000_000_000, max: 1_770_400_000_000 }),
    tenant: some("t1", "t2"),
    client: some("c1", "c2"),
    outcome: some("answered" as const, "failed" as const),
    charges: fc.array(anyCharge, { maxLength: 3 }),
  });
  const anyFilter = fc.record(
    {
      from: fc.integer({ min: 1_770_000_000_000, max: 1_770_400_000_000 }),
      tenant: some("t1", "t2"),
      model: some("a", "b"),
      by: some(...LEDGER_GROUPS),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyEntry, { maxLength: 20 }),
      fc.array(anyFilter, { maxLength: 5 }),
      async (entries, filters) => {
        const memory = createMemoryLedger();
        const file = openLedgerDatabase(freshFile(), "normal");
        const results = await Promise.all(entries.map((entry) => memory.record(entry)));
        expect(file.recordAll(entries.map(roundEntry))).toEqual(results);
        for (const filter of [{}, ...filters]) {
          expect(file.summary(filter)).toEqual(await memory.summary(filter));
          expect(file.entries(filter, 100)).toEqual(await memory.entries(filter));
        }
        file.close();
      },
    ),
    { numRuns: 60 },
  );
}, 120_000);
