import { LabError } from "../core/errors.ts";
import type { Kpi, KpiFigure, KpiName } from "../telemetry/index.ts";
import { describeValue } from "./describe-value.ts";
import { notebookOutput, type Output } from "./display.ts";
import { formatKpi, formatKpiRange } from "./format-kpi.ts";
import { formatNumber } from "./format-value.ts";
import { type Html, html } from "./html.ts";
import { FONT, HAIRLINE, QUIET, TEXT_COLOUR } from "./theme.ts";

export interface ShowKpisOptions {
  readonly title?: string;
  /** Only these, in this order. Default: all that have something to count. */
  readonly names?: readonly KpiName[];
}

/** Draws KPIs as a row of tiles: each figure with its interval and how many requests it stands on. */
export function showKpis(kpis: readonly Kpi[], options: ShowKpisOptions = {}): void {
  notebookOutput().html(renderKpis(kpis, options));
}

/** A row of tiles that is drawn again in its place as requests come in. */
export interface LiveKpis {
  /** Draws these; call it as often as there is something new. */
  draw(kpis: readonly Kpi[]): void;
  /** The last drawing; always shown. */
  end(kpis: readonly Kpi[]): void;
}

/** `const row = liveKpis()`, then `row.draw(computeKpis(...))` as often as you like and `row.end(...)`. */
export function liveKpis(options: ShowKpisOptions & { readonly output?: Output } = {}): LiveKpis {
  const live = (options.output ?? notebookOutput()).live();
  return {
    draw: (kpis) => live.draw(renderKpis(kpis, options)),
    end: (kpis) => live.end(renderKpis(kpis, options)),
  };
}

export function renderKpis(kpis: readonly Kpi[], { title, names }: ShowKpisOptions = {}): string {
  checkKpis(kpis);
  const chosen = names ? names.flatMap((name) => kpis.find((kpi) => kpi.name === name) ?? []) : kpis;
  const shown = names ? chosen : chosen.filter(hasFigures);
  const without = chosen.filter((kpi) => !shown.includes(kpi)).map((kpi) => kpi.title.toLowerCase());
  const heading =
    title === undefined ? "" : html`<div style="font-weight:600;margin-bottom:6px">${title}</div>`;
  const rest =
    without.length === 0
      ? ""
      : html`<div style="${QUIET};margin-top:6px">Nothing to count yet: ${without.join(", ")}.</div>`;
  return html`<div style="${FONT};color:${TEXT_COLOUR};margin:8px 0">${heading}<div role="list" style="display:grid;grid-template-columns:repeat(auto-fill,minmax(min(184px,100%),1fr));gap:8px;grid-auto-flow:dense">${shown.map(tile)}</div>${rest}</div>`
    .markup;
}

function checkKpis(kpis: readonly Kpi[]): void {
  const isKpi = (kpi: unknown) => Array.isArray((Object(kpi) as Partial<Kpi>).figures);
  if (Array.isArray(kpis) && kpis.every(isKpi)) return;
  throw new LabError(`These are no KPIs: ${describeValue(kpis)}.`, {
    code: "NOT_DRAWABLE",
    hint: "Give what computeKpis(kpiRows(spans)) returns.",
  });
}

const hasFigures = ({ figures }: Kpi) => figures.some(({ n }) => n > 0);

/** Figures of a tile; the others are a table's. */
const MOST_FIGURES = 16;

/** A tile of more takes a row of its own. */
const NARROW_FIGURES = 3;

function tile(kpi: Kpi): Html {
  const { title, formula, figures, bar } = kpi;
  const counted = figures.filter(({ n }) => n > 0);
  const [first, ...others] = counted.slice(0, MOST_FIGURES);
  const isWide = counted.length > NARROW_FIGURES;
  const foot = [
    counted.length > MOST_FIGURES ? `and ${counted.length - MOST_FIGURES} more` : "",
    bar === undefined ? "" : `to hold against: ${bar}`,
  ].filter((line) => line !== "");
  return html`<div role="listitem" title="${formula}" style="${isWide ? "grid-column:1/-1;" : ""}border:${HAIRLINE};border-radius:6px;padding:8px 12px;background:color-mix(in srgb,currentColor 4%,transparent)">
<div style="font-weight:600">${title}</div>${first ? mainFigure(first, kpi) : html`<div style="${QUIET}">nothing to count yet</div>`}${otherFigures(others, kpi, isWide)}${foot.map((line) => html`<div style="${QUIET};font-size:12px">${line}</div>`)}</div>`;
}

function mainFigure(figure: KpiFigure, kpi: Kpi): Html {
  const of =
    figure.of === undefined
      ? ""
      : html`<span style="font-size:12px;font-weight:400;${QUIET}"> ${figure.of}</span>`;
  return html`<div style="font-size:22px;line-height:1.3;font-weight:600;font-variant-numeric:tabular-nums">${formatKpi(figure.value, kpi.unit)}${of}</div><div style="${QUIET};font-size:12px;font-variant-numeric:tabular-nums">${rangeAndCount(figure, kpi)}</div>`;
}

function otherFigures(figures: readonly KpiFigure[], kpi: Kpi, isWide: boolean): Html {
  const columns = isWide
    ? "display:grid;grid-template-columns:repeat(auto-fill,minmax(min(280px,100%),1fr))"
    : "";
  return html`<div style="${columns}">${figures.map((figure) => otherFigure(figure, kpi))}</div>`;
}

function otherFigure(figure: KpiFigure, kpi: Kpi): Html {
  return html`<div style="font-size:12px;margin-top:2px;font-variant-numeric:tabular-nums"><span>${figure.of ?? ""}</span> <strong>${formatKpi(figure.value, kpi.unit)}</strong> <span style="${QUIET}">${rangeAndCount(figure, kpi)}</span></div>`;
}

function rangeAndCount({ interval, n }: KpiFigure, { unit }: Kpi): string {
  const range = interval ? `[${formatKpiRange(interval, unit)}] ` : "";
  return `${range}n\u00a0=\u00a0${formatNumber(n)}`;
}
