import type { Charge, LedgerEntry } from "../src/cost/index.ts";

/** What one call cost, with what a test says about it. */
export const charge = (fields: Partial<Charge> = {}): Charge => ({
  purpose: "answer",
  model: "gpt-4o",
  deployment: "gpt-4o-east",
  tier: "azure",
  provenance: "simulated",
  usage: { promptTokens: 100, completionTokens: 20 },
  costUsd: 0.00045,
  ...fields,
});

/** A request that was answered at noon of 2026-03-02, with what a test says about it. */
export const ledgerEntry = (requestId: string, fields: Partial<LedgerEntry> = {}): LedgerEntry => ({
  requestId,
  at: Date.UTC(2026, 2, 2, 12),
  tenant: "contoso",
  client: "web",
  outcome: "answered",
  charges: [charge()],
  ...fields,
});

/** Costs of generated requests, `r0`, `r1`, ..., in billionths of a US dollar: different ones, so that sums show a mix-up. */
export const costNanosOf = (requestId: string) => 1000 + ((Number(requestId.slice(1)) * 7919) % 9973);
