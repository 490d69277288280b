import { PROVENANCES } from "../chat/provenance.ts";
import { CHARGE_PURPOSES, LEDGER_OUTCOMES, type LedgerEntry, TIERS } from "./ledger-entry.ts";
import { LedgerError } from "./ledger-error.ts";

/** Dearer than any request: a mistake in figures, not a price. */
const MOST_USD = 100_000;

/** The last millisecond that a `Date` can name. */
const LAST_TIME = 8.64e15;

/** @throws LedgerError naming the first field whose value cannot be right. */
export function checkEntry(entry: LedgerEntry): void {
  for (const field of ["requestId", "tenant", "client"] as const)
    if (!isName(entry[field])) throw invalid(field, NAME, entry[field]);
  for (const field of ["project", "user"] as const)
    if (entry[field] !== undefined && !isName(entry[field])) throw invalid(field, NAME, entry[field]);
  if (!(Number.isFinite(entry.at) && entry.at >= 0 && entry.at <= LAST_TIME))
    throw invalid("at", "must be milliseconds since 1970", entry.at);
  if (!LEDGER_OUTCOMES.includes(entry.outcome))
    throw invalid("outcome", `must be one of ${LEDGER_OUTCOMES.join(", ")}`, entry.outcome);
  entry.charges.forEach(checkCharge);
}

function checkCharge(charge: LedgerEntry["charges"][number], place: number): void {
  const at = (field: string) => `charges[${place}].${field}`;
  if (!CHARGE_PURPOSES.includes(charge.purpose))
    throw invalid(at("purpose"), `must be one of ${CHARGE_PURPOSES.join(", ")}`, charge.purpose);
  if (!isName(charge.model)) throw invalid(at("model"), NAME, charge.model);
  if (!PROVENANCES.includes(charge.provenance))
    throw invalid(at("provenance"), `must be one of ${PROVENANCES.join(", ")}`, charge.provenance);
  if (!TIERS.includes(charge.tier))
    throw invalid(at("tier"), `must be one of ${TIERS.join(", ")}`, charge.tier);
  if (charge.deployment !== undefined && !isName(charge.deployment))
    throw invalid(at("deployment"), NAME, charge.deployment);
  for (const field of ["promptTokens", "completionTokens"] as const)
    if (!(Number.isSafeInteger(charge.usage[field]) && charge.usage[field] >= 0))
      throw invalid(at(`usage.${field}`), "must be a whole number, 0 or more", charge.usage[field]);
  const { costUsd } = charge;
  if (costUsd !== undefined && !(costUsd >= 0 && costUsd <= MOST_USD))
    throw invalid(at("costUsd"), `must be 0 to ${MOST_USD} US dollars, or undefined`, costUsd);
}

const NAME = "must be a text of 1 to 200 characters";

const isName = (value: unknown) => typeof value === "string" && value.length > 0 && value.length <= 200;

const invalid = (field: string, must: string, value: unknown) =>
  new LedgerError(`${field} of a ledger entry ${must}, not ${String(JSON.stringify(value) ?? value)}.`, {
    code: "LEDGER_ENTRY_INVALID",
    hint: "Mend the figures where the entry is made.",
  });
