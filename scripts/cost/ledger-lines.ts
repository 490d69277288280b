import type { CostForecast } from "../../modules/src/cost/forecast-cost.ts";
import type { LedgerSummary, LedgerSums } from "../../modules/src/cost/ledger.ts";

/** Sums of a ledger as a table, with the forecast when there is one. */
export function ledgerLines(
  summary: LedgerSummary,
  by: string,
  forecast: CostForecast | undefined,
): string[] {
  const names = [by, ...summary.groups.map(({ key }) => key || "(none)"), "all"];
  const width = Math.max(...names.map(({ length }) => length)) + 2;
  return [
    `${by.padEnd(width)}${HEADS.map((head) => head.padStart(12)).join("")}`,
    ...summary.groups.map((group) => `${(group.key || "(none)").padEnd(width)}${cells(group)}`),
    `${"all".padEnd(width)}${cells(summary)}`,
    ...(summary.unpriced > 0
      ? ["", `${summary.unpriced} calls have no known price: the sums say nothing about them.`]
      : []),
    ...(forecast ? ["", forecastLine(forecast)] : []),
  ];
}

const HEADS = ["requests", "prompt", "answer", "USD", "wasted", "routing"];

const cells = (sums: LedgerSums) =>
  [
    sums.requests,
    sums.promptTokens,
    sums.completionTokens,
    sums.costUsd.toFixed(6),
    sums.wastedUsd.toFixed(6),
    sums.routingUsd.toFixed(6),
  ]
    .map((cell) => String(cell).padStart(12))
    .join("");

function forecastLine({ days, totalUsd: { value, low, high, level } }: CostForecast): string {
  const [last] = days.slice(-1);
  return `Next ${days.length} days, until ${last?.day}: $${value.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}], ${100 * level} % interval.`;
}
