import type { Kpi, KpiInterval } from "../telemetry/index.ts";
import { formatMs, formatNumber } from "./format-value.ts";

/** A figure in its unit: `71.4 %`, `340 ms`, `0.03`; a dash when there is none. */
export function formatKpi(value: number | undefined, unit: Kpi["unit"]): string {
  if (value === undefined || !Number.isFinite(value)) return "–";
  if (unit === "share") return `${percent(value)} %`;
  if (unit === "seconds") return formatMs(value * 1000);
  return formatNumber(value, unit === "score" ? 3 : 0);
}

/** Both ends of an interval, the unit once: `67.0 to 75.2 %`. */
export function formatKpiRange({ low, high }: KpiInterval, unit: Kpi["unit"]): string {
  if (unit === "share") return `${percent(low)} to ${percent(high)} %`;
  return `${formatKpi(low, unit)} to ${formatKpi(high, unit)}`;
}

const percent = (share: number) => {
  const figure = (100 * share).toFixed(1);
  return (figure === "-0.0" ? "0.0" : figure).replace("-", "−");
};
