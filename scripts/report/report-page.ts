import type { Model } from "../../modules/src/catalog/catalog.ts";
import type { Provenance } from "../../modules/src/chat/provenance.ts";
import { badge, provenanceBadge } from "../../modules/src/notebook/badge.ts";
import { formatKpi, formatKpiRange } from "../../modules/src/notebook/format-kpi.ts";
import { formatNumber, formatUsd } from "../../modules/src/notebook/format-value.ts";
import { type Html, html, trusted } from "../../modules/src/notebook/html.ts";
import { renderKpis } from "../../modules/src/notebook/show-kpis.ts";
import { renderTable } from "../../modules/src/notebook/table.ts";
import {
  computeKpis,
  type Kpi,
  type KpiFigure,
  type ProvenanceClass,
  type TimeEfficiency,
} from "../../modules/src/telemetry/index.ts";
import { PAGE_STYLE } from "../notebooks/gallery/page-style.ts";
import type { BesideCost } from "./part-entries.ts";
import { latencyChart, moneyChart, timeChart } from "./report-charts.ts";
import type { ReportRows } from "./report-row.ts";
import type { ReportSection, RouterFigures } from "./report-sections.ts";
import { timeBuckets } from "./time-buckets.ts";

export interface Report {
  /** In words, both ends. */
  readonly period: string;
  readonly found: ReportRows;
  readonly sections: readonly ReportSection[];
  readonly baseline: Model;
  /** Day of the catalog's prices. */
  readonly pricesRead: string;
  /** ISO time. */
  readonly madeAt: string;
}

/** The report as one page that works alone: no scripts, nothing loaded, light or dark as the reader's system. */
export function renderReport(report: Report): string {
  const { period, sections, madeAt } = report;
  const title = `Routing, ${period}`;
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title>
<style>
${trusted(PAGE_STYLE)}
main,footer{max-width:58rem}
@media(max-width:40rem){.shown figure>svg[aria-label]{max-width:none;min-width:30rem}}
.shown td{overflow-wrap:break-word!important}
</style>
<main>
<h1>${title}</h1>
${introduction(report)}
${sections.map((section) => sectionPart(section, report))}
${explanations()}
</main>
<footer>Made ${madeAt} from the files that were named. Brackets are 95 % intervals; n is the number of requests that a figure stands on.</footer>
</html>
`.markup;
}

function introduction({ found, sections, baseline, pricesRead }: Report): Html {
  const { rows, joined, ledgerOnly, traceOnly, repeatedIds, unpriced, judged, beside } = found;
  const unanswered = rows.filter(({ classes }) => classes.length === 0).length;
  const { input, output } = baseline.usdPerMillion ?? { input: 0, output: 0 };
  const facts = [
    `${count(rows.length, "request")}: ${formatNumber(joined)} with a trace and an entry in the ledger, ${formatNumber(ledgerOnly)} in the ledger alone, ${formatNumber(traceOnly)} as a trace alone.`,
    ledgerOnly > 0
      ? "Times, fallbacks and availability stand on requests with a trace. Telemetry that keeps only a share of them keeps every failed one: availability then reads too low, fallbacks too high."
      : "",
    `Cost saved is held against ${baseline.name} for everything: $${input} and $${output} a million tokens, prices of ${baseline.priceReading?.checked ?? pricesRead}. What was for nothing and what the choice itself cost are in the cost.${traceOnly > 0 ? " A request that has a trace alone brings its own comparison." : ""}`,
    judged > 0
      ? `${count(judged, "request")} with a rating or a label; quality, regret and misroutes stand on those.`
      : "How good the answers were is not known: no ratings or labels were given.",
    sections.length > 1
      ? "Figures of different provenance are never added up: each has a section of its own."
      : "",
    unanswered > 0 && sections.length > 1
      ? `Requests that nobody answered stand in each section of one provenance: ${formatNumber(unanswered)}.`
      : "",
    unpriced > 0
      ? `${count(unpriced, "request")} had a call without a known price and are in no figure of cost.`
      : "",
    repeatedIds > 0
      ? `${count(repeatedIds, "request id")} came more than once; those requests are counted from the ledger alone, if they are in it.`
      : "",
    beside.length > 0
      ? `Paid beside the answers, and in no figure of this page: ${beside.map(sayBeside).join("; ")}.`
      : "",
  ].filter((fact) => fact !== "");
  return html`<ul>${facts.map((fact) => html`<li>${fact}</li>`)}</ul>`;
}

/** `24 health checks (simulated), $0.0012`. */
export const sayBeside = ({ what, provenance, requests, costUsd }: BesideCost): string =>
  `${formatNumber(requests)} ${what} (${provenance}), ${costUsd === undefined ? "of a price that is not known" : formatUsd(costUsd)}`;

const count = (number: number, what: string) => `${formatNumber(number)} ${what}${number === 1 ? "" : "s"}`;

const TITLES: Readonly<Record<ProvenanceClass, string>> = {
  real: "Live clouds and models on this machine",
  simulated: "Simulated answers",
  recorded: "Recorded answers",
};

function titleOf({ answers, others }: ReportSection): string {
  if (answers === undefined) return "Requests that nobody answered";
  const calls = others.length === 0 ? "" : `, with calls of ${others.join(" and ")} models on the way`;
  return `${TITLES[answers]}${calls}`;
}

function sectionPart(section: ReportSection, { baseline }: Report): Html {
  const { answers, rows, kpis, money, routers, models } = section;
  const provenances = [...new Set(rows.flatMap(({ provenance }) => provenance ?? []))];
  const badges = provenances.map((one: Provenance) => provenanceBadge(one));
  const charts = [
    money && moneyChart(money, baseline.name, answers === "real"),
    timeChart(timeBuckets(rows)),
    latencyChart(kpis),
  ].flatMap((markup) => markup ?? []);
  return html`<section><h2>${titleOf(section)}</h2>
<p>${provenances.length === 0 ? badge("neutral", "NO ANSWER") : badges} ${count(rows.length, "request")}</p>
${verdict(section, baseline)}
${trusted(renderKpis(kpis.filter(isTold)))}
${charts.map((markup) => html`<div class="shown">${trusted(markup)}</div>`)}
${routers.length > 0 ? html`<h3>By router</h3><div class="shown">${routerTable(routers)}</div>` : ""}
${models.length > 0 ? html`<h3>By model</h3><div class="shown">${trusted(modelTable(section))}</div>` : ""}</section>`;
}

/** What the sources do not tell at all has no tile, and no line that says so in each section. */
const isTold = ({ name, figures }: Kpi) => name !== "privacy" || figures.some(({ n }) => n > 0);

/** The first sentence that somebody reads who reads no other. */
function verdict({ answers, kpis, money, time }: ReportSection, baseline: Model): Html {
  const saved = figureOf(kpis, "cost-saved");
  const local = figureOf(kpis, "local-share");
  const lines = [
    local?.value === undefined ? "" : `This machine gave ${said(local, "share")} of the answers of a model.`,
    saved?.value === undefined || money === undefined
      ? ""
      : `Routing cost ${formatUsd(money.costUsd)} instead of ${formatUsd(money.baselineUsd)} for ${baseline.name} alone: ${saved.value < 0 ? "more, saved" : "saved"} ${said(saved, "share")}.`,
    money === undefined
      ? "What calls of different provenance cost is not added up; the table by model has them apart."
      : "",
    answers === "simulated"
      ? "The lab cloud wrote these answers: its times and token counts are not those of the models it stands for."
      : "",
  ].filter((line) => line !== "");
  return html`<p>${lines.join(" ")}</p>
${time ? html`<p>${sayTime(time)}</p>` : ""}`;
}

/** What it is held against stands in the same breath: harder questions go to the cloud, and take longer. */
function sayTime({ routedSeconds, cloudSeconds, cloudAnswers, efficiency }: TimeEfficiency): string {
  const seconds = (value: number) => formatKpi(value, "seconds");
  return `An answer took ${seconds(routedSeconds)} in the mean; the ${formatNumber(cloudAnswers)} that the cloud gave at once took ${seconds(cloudSeconds)}. Had all taken as long as those: ${(efficiency.value ?? 0) < 0 ? "more, saved" : "saved"} ${said(efficiency, "share")} of the time. The cloud got other questions than this machine, so this is no like for like.`;
}

const figureOf = (kpis: readonly Kpi[], name: Kpi["name"]): KpiFigure | undefined =>
  kpis.find((kpi) => kpi.name === name)?.figures[0];

const said = ({ value, interval }: KpiFigure, unit: Kpi["unit"]) =>
  `${formatKpi(value, unit)}${interval ? ` [${formatKpiRange(interval, unit)}]` : ""}`;

const CELL = "padding:.3rem .9rem .3rem 0;vertical-align:top";

/** The figure, below it its interval and, where it stands on fewer than all, how many. */
function cell(figure: KpiFigure | undefined, unit: Kpi["unit"], requests: number): Html {
  if (figure === undefined || figure.value === undefined) return html`<td style="${CELL}">–</td>`;
  const { value, interval, n } = figure;
  const below = [
    interval ? `[${formatKpiRange(interval, unit)}]` : "",
    n === requests ? "" : `of ${formatNumber(n)}`,
  ].filter((part) => part !== "");
  return html`<td style="${CELL};white-space:nowrap;font-variant-numeric:tabular-nums">${formatKpi(value, unit)}<div class="quiet" style="font-size:.75rem;white-space:normal">${below.join(" ")}</div></td>`;
}

const ROUTER_COLUMNS = [
  ["local share", "share", (one: RouterFigures) => one.localShare],
  ["cost saved", "share", (one: RouterFigures) => one.costSaved],
  ["P50", "seconds", (one: RouterFigures) => one.p50],
  ["P95", "seconds", (one: RouterFigures) => one.p95],
  ["decision P99", "seconds", (one: RouterFigures) => one.decisionP99],
  ["escalations", "share", (one: RouterFigures) => one.escalations],
  ["local but bad", "share", (one: RouterFigures) => one.localButBad],
  ["cloud, not needed", "share", (one: RouterFigures) => one.cloudNotNeeded],
] as const;

function routerTable(routers: readonly RouterFigures[]): Html {
  const heads = ["router", "requests", ...ROUTER_COLUMNS.map(([head]) => head)];
  const rows = routers.map(
    (one) =>
      html`<tr><th scope="row" style="${CELL}">${one.router}</th><td style="${CELL}">${formatNumber(one.requests)}</td>${ROUTER_COLUMNS.map(([, unit, of]) => cell(of(one), unit, one.requests))}</tr>`,
  );
  return html`<table style="font-size:.85rem"><thead><tr>${heads.map((head) => html`<th scope="col" style="${CELL}">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table>`;
}

function modelTable({ models }: ReportSection): string {
  return renderTable(models, {
    caption: "What the ledger has; costs in US dollars",
    limit: 50,
    columns: [
      "model",
      "tier",
      "provenance",
      "calls",
      { key: "promptTokens", header: "tokens in" },
      { key: "answerTokens", header: "tokens out" },
      { key: "costUsd", header: "cost", format: formatUsd },
      { key: "wastedUsd", header: "for nothing", format: formatUsd },
      { key: "routingUsd", header: "the choice", format: formatUsd },
    ],
  });
}

function explanations(): Html {
  const items = computeKpis([]).map(
    ({ title, formula, bar }) =>
      html`<dt><strong>${title}</strong></dt><dd>${formula}${bar === undefined ? "" : `; to hold against: ${bar}`}</dd>`,
  );
  return html`<h2>How it is counted</h2><dl>${items}<dt><strong>Time saved</strong></dt><dd>1 − mean seconds of all answers of models / mean seconds of those that the cloud gave with its first call, without the decision; only where this machine and the cloud both answered in the period</dd></dl>`;
}
