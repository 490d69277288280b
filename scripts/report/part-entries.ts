import type { LedgerEntry } from "../../modules/src/cost/ledger-entry.ts";
import { isCheckPayer } from "../../modules/src/orchestrator/check-payer.ts";
import { isShadowPayer } from "../../modules/src/orchestrator/shadow-payer.ts";
import {
  ATTRIBUTES as A,
  type ProvenanceClass,
  provenanceClass,
  type SpanRecord,
} from "../../modules/src/telemetry/index.ts";

/** What was paid beside answers, by the class of who was paid: never a part of a figure of answers. */
export interface BesideCost {
  readonly what: "health checks" | "shadows" | "embeddings";
  readonly provenance: ProvenanceClass;
  readonly requests: number;
  readonly tokens: number;
  /** Undefined when a price is not known. */
  readonly costUsd: number | undefined;
}

/** Parts what the ledger has of chats from what it has of everything else. */
export function partEntries(
  entries: readonly LedgerEntry[],
  spans: readonly SpanRecord[],
): { readonly chats: readonly LedgerEntry[]; readonly others: readonly LedgerEntry[] } {
  const traced = new Map(
    spans.flatMap(({ kind, attributes }) =>
      kind === "client" && A.requestId in attributes
        ? [[String(attributes[A.requestId]), attributes[A.operation]] as const]
        : [],
    ),
  );
  const isOther = (entry: LedgerEntry) =>
    isCheckPayer(entry) ||
    isShadowPayer(entry) ||
    traced.get(entry.requestId) === "embeddings" ||
    isVectors(entry);
  return { chats: entries.filter((entry) => !isOther(entry)), others: entries.filter(isOther) };
}

/** A chat that was answered has words: the ledger alone tells vectors by that. */
const isVectors = ({ outcome, charges }: LedgerEntry): boolean =>
  outcome === "answered" &&
  charges.some(({ purpose }) => purpose === "answer") &&
  charges.every(({ usage }) => usage.completionTokens === 0);

const whatOf = (entry: LedgerEntry): BesideCost["what"] =>
  isCheckPayer(entry) ? "health checks" : isShadowPayer(entry) ? "shadows" : "embeddings";

export function besideCosts(entries: readonly LedgerEntry[]): readonly BesideCost[] {
  const paid = entries.flatMap((entry) => entry.charges.map((charge) => ({ entry, charge })));
  const groups = Map.groupBy(paid, ({ entry, charge }) =>
    [whatOf(entry), provenanceClass(charge.provenance)].join("\n"),
  );
  return [...groups.values()].flatMap((own): BesideCost[] => {
    const [first] = own;
    if (!first) return [];
    const costs = own.flatMap(({ charge }) => charge.costUsd ?? []);
    return [
      {
        what: whatOf(first.entry),
        provenance: provenanceClass(first.charge.provenance),
        requests: new Set(own.map(({ entry }) => entry)).size,
        tokens: own.reduce(
          (sum, { charge: { usage } }) => sum + usage.promptTokens + usage.completionTokens,
          0,
        ),
        costUsd: costs.length === own.length ? costs.reduce((sum, cost) => sum + cost, 0) : undefined,
      },
    ];
  });
}
