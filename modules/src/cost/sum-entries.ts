import type { LedgerFilter, LedgerGroup, LedgerGroupSums, LedgerSummary, LedgerSums } from "./ledger.ts";
import type { Charge, LedgerEntry } from "./ledger-entry.ts";
import { toNanos, toUsd } from "./nano-dollars.ts";

/** Whether an entry, or one of its charges, is asked for. */
export function matchesFilter(entry: LedgerEntry, filter: LedgerFilter): boolean {
  const { from = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY, model } = filter;
  const fits = (["tenant", "client", "project", "user"] as const).every(
    (field) => filter[field] === undefined || filter[field] === entry[field],
  );
  if (!fits || entry.at < from || entry.at >= until) return false;
  return model === undefined || entry.charges.some((charge) => charge.model === model);
}

/** Sums of entries, as `Ledger.summary` gives them. */
export function sumEntries(entries: readonly LedgerEntry[], filter: LedgerFilter): LedgerSummary {
  const total = new Sums();
  const groups = new Map<string, Sums>();
  for (const entry of entries) {
    if (!matchesFilter(entry, filter)) continue;
    const charges = entry.charges.filter(({ model }) => filter.model === undefined || model === filter.model);
    total.add(charges);
    if (!filter.by) continue;
    for (const [key, parts] of partCharges(entry, charges, filter.by)) {
      const sums = groups.get(key) ?? new Sums();
      groups.set(key, sums);
      sums.add(parts);
    }
  }
  const rows = [...groups].map(([key, sums]): LedgerGroupSums => ({ key, ...sums.read() }));
  return { ...total.read(), groups: sortGroups(rows, filter.by) };
}

/** By falling cost, then by name; days and hours in their order. */
export function sortGroups(
  rows: readonly LedgerGroupSums[],
  by: LedgerGroup | undefined,
): readonly LedgerGroupSums[] {
  const byKey = (a: LedgerGroupSums, b: LedgerGroupSums) => (a.key < b.key ? -1 : Number(a.key > b.key));
  if (by === "day" || by === "hour") return [...rows].sort(byKey);
  return [...rows].sort((a, b) => b.costUsd - a.costUsd || byKey(a, b));
}

function partCharges(
  entry: LedgerEntry,
  charges: readonly Charge[],
  by: LedgerGroup,
): Iterable<[string, readonly Charge[]]> {
  switch (by) {
    case "model":
    case "tier":
    case "provenance":
    case "purpose":
      return Map.groupBy(charges, (charge) => charge[by]);
    case "day":
      return [[new Date(entry.at).toISOString().slice(0, 10), charges]];
    case "hour":
      return [[new Date(entry.at).toISOString().slice(0, 13), charges]];
    default:
      return [[entry[by] ?? "", charges]];
  }
}

class Sums {
  #requests = 0;
  #promptTokens = 0;
  #completionTokens = 0;
  #cost = 0;
  #wasted = 0;
  #routing = 0;
  #unpriced = 0;

  add(charges: readonly Charge[]): void {
    this.#requests++;
    for (const { purpose, usage, costUsd } of charges) {
      this.#promptTokens += usage.promptTokens;
      this.#completionTokens += usage.completionTokens;
      if (costUsd === undefined) this.#unpriced++;
      const cost = toNanos(costUsd ?? 0);
      this.#cost += cost;
      if (purpose === "wasted") this.#wasted += cost;
      if (purpose === "routing") this.#routing += cost;
    }
  }

  read(): LedgerSums {
    return {
      requests: this.#requests,
      promptTokens: this.#promptTokens,
      completionTokens: this.#completionTokens,
      costUsd: toUsd(this.#cost),
      wastedUsd: toUsd(this.#wasted),
      routingUsd: toUsd(this.#routing),
      unpriced: this.#unpriced,
    };
  }
}
