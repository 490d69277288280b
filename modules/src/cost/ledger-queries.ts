import type { DatabaseSync, SQLInputValue, SQLOutputValue } from "node:sqlite";
import { PROVENANCES } from "../chat/provenance.ts";
import type { LedgerFilter, LedgerGroup, LedgerSummary, LedgerSums } from "./ledger.ts";
import { CHARGE_PURPOSES, type Charge, LEDGER_OUTCOMES, type LedgerEntry, TIERS } from "./ledger-entry.ts";
import { LedgerError } from "./ledger-error.ts";
import { toUsd } from "./nano-dollars.ts";
import { sortGroups } from "./sum-entries.ts";

type Row = Readonly<Record<string, SQLOutputValue>>;

/** What each group is in SQL. */
const GROUPS: Readonly<Record<LedgerGroup, string>> = {
  tenant: "tenant",
  client: "client",
  project: "project",
  user: "user",
  outcome: "outcome",
  model: "model",
  tier: "tier",
  provenance: "provenance",
  purpose: "purpose",
  day: "strftime('%Y-%m-%d', at / 1000, 'unixepoch')",
  hour: "strftime('%Y-%m-%dT%H', at / 1000, 'unixepoch')",
};

/** Groups of charges: a request without charges is in none of them. */
const OF_CHARGES: readonly LedgerGroup[] = ["model", "tier", "provenance", "purpose"];

const SUMS = `
  COUNT(DISTINCT entry.id) AS requests,
  COALESCE(SUM(prompt_tokens), 0) AS prompt_tokens,
  COALESCE(SUM(completion_tokens), 0) AS completion_tokens,
  COALESCE(SUM(cost_nanos), 0) AS cost,
  COALESCE(SUM(cost_nanos) FILTER (WHERE purpose = 'wasted'), 0) AS wasted,
  COALESCE(SUM(cost_nanos) FILTER (WHERE purpose = 'routing'), 0) AS routing,
  COUNT(charge.entry) - COUNT(cost_nanos) AS unpriced`;

/** See `Ledger.summary`. */
export function readSummary(database: DatabaseSync, filter: LedgerFilter): LedgerSummary {
  const { where, values } = whereOf(filter);
  const join = filter.model === undefined ? "LEFT JOIN" : "JOIN";
  const total = database
    .prepare(`SELECT ${SUMS} FROM entry ${join} charge ON charge.entry = entry.id ${where}`)
    .get(...values);
  return { ...sumsOf(total ?? {}), groups: filter.by ? readGroups(database, filter, filter.by) : [] };
}

function readGroups(database: DatabaseSync, filter: LedgerFilter, by: LedgerGroup) {
  const { where, values } = whereOf(filter);
  const join = filter.model === undefined && !OF_CHARGES.includes(by) ? "LEFT JOIN" : "JOIN";
  const rows = database
    .prepare(
      `SELECT ${GROUPS[by]} AS key, ${SUMS} FROM entry ${join} charge ON charge.entry = entry.id ${where} GROUP BY key`,
    )
    .all(...values);
  return sortGroups(
    rows.map((row) => ({ key: textOf(row, "key"), ...sumsOf(row) })),
    by,
  );
}

/** See `Ledger.entries`. */
export function readEntries(database: DatabaseSync, filter: LedgerFilter, limit: number): LedgerEntry[] {
  const { model, ...rest } = filter;
  const { where, values } = whereOf(rest);
  const has = "EXISTS (SELECT 1 FROM charge WHERE charge.entry = entry.id AND model = ?)";
  const condition = model === undefined ? where : where === "" ? `WHERE ${has}` : `${where} AND ${has}`;
  const charges = database.prepare("SELECT * FROM charge WHERE entry = ? ORDER BY place");
  return database
    .prepare(`SELECT * FROM entry ${condition} ORDER BY at, id LIMIT ?`)
    .all(...values, ...(model === undefined ? [] : [model]), limit)
    .map((row) => entryOf(row, charges.all(row.id ?? null)));
}

function whereOf(filter: LedgerFilter): { readonly where: string; readonly values: SQLInputValue[] } {
  const conditions: [string, SQLInputValue | undefined][] = [
    ["at >= ?", filter.from],
    ["at < ?", filter.until],
    ["tenant = ?", filter.tenant],
    ["client = ?", filter.client],
    ["project = ?", filter.project],
    ["user = ?", filter.user],
    ["model = ?", filter.model],
  ];
  const asked = conditions.flatMap(([condition, value]) =>
    value === undefined ? [] : [{ condition, value }],
  );
  return {
    where: asked.length === 0 ? "" : `WHERE ${asked.map(({ condition }) => condition).join(" AND ")}`,
    values: asked.map(({ value }) => value),
  };
}

const sumsOf = (row: Row): LedgerSums => ({
  requests: numberOf(row, "requests"),
  promptTokens: numberOf(row, "prompt_tokens"),
  completionTokens: numberOf(row, "completion_tokens"),
  costUsd: toUsd(numberOf(row, "cost")),
  wastedUsd: toUsd(numberOf(row, "wasted")),
  routingUsd: toUsd(numberOf(row, "routing")),
  unpriced: numberOf(row, "unpriced"),
});

function entryOf(row: Row, charges: readonly Row[]): LedgerEntry {
  const [project, user] = [textOf(row, "project"), textOf(row, "user")];
  return {
    requestId: textOf(row, "request_id"),
    at: numberOf(row, "at"),
    tenant: textOf(row, "tenant"),
    client: textOf(row, "client"),
    ...(project !== "" && { project }),
    ...(user !== "" && { user }),
    outcome: oneOf(LEDGER_OUTCOMES, row, "outcome"),
    charges: charges.map(chargeOf),
  };
}

function chargeOf(row: Row): Charge {
  const deployment = textOf(row, "deployment");
  return {
    purpose: oneOf(CHARGE_PURPOSES, row, "purpose"),
    model: textOf(row, "model"),
    ...(deployment !== "" && { deployment }),
    tier: oneOf(TIERS, row, "tier"),
    provenance: oneOf(PROVENANCES, row, "provenance"),
    usage: {
      promptTokens: numberOf(row, "prompt_tokens"),
      completionTokens: numberOf(row, "completion_tokens"),
    },
    ...(row.estimated === 1 && { estimated: true }),
    costUsd: row.cost_nanos === null ? undefined : toUsd(numberOf(row, "cost_nanos")),
  };
}

/** @throws LedgerError when the file holds what was never written to it. */
function oneOf<Word extends string>(words: readonly Word[], row: Row, column: string): Word {
  const found = words.find((word) => word === row[column]);
  if (found !== undefined) return found;
  throw new LedgerError(
    `The ledger holds "${row[column]}" as ${column}, which is none of ${words.join(", ")}.`,
    {
      code: "LEDGER_UNUSABLE",
      hint: "Was it written by another version of this program?",
    },
  );
}

const numberOf = (row: Row, column: string) => Number(row[column] ?? 0);
const textOf = (row: Row, column: string) => String(row[column] ?? "");
