import { isProvenance } from "../chat/provenance.ts";
import {
  ATTRIBUTES as A,
  type AttributeValue,
  type SpanRecord,
  type Trace,
  type WaterfallRow,
  waterfallOf,
} from "../telemetry/index.ts";
import { badge, provenanceBadge } from "./badge.ts";
import { notebookOutput } from "./display.ts";
import { formatMs, formatUsd, shorten } from "./format-value.ts";
import { type Html, html } from "./html.ts";
import { type PaletteName, palette } from "./palette.ts";
import { decisionList } from "./show-trace-decision.ts";
import { box, HAIRLINE, MONO, QUIET } from "./theme.ts";
import { noTrace, spansOf } from "./trace-spans.ts";

/** Draws a trace as a waterfall: each span below its parent, when it began and how long it took, and how the way was decided. */
export function showTrace(trace: Trace | readonly SpanRecord[]): void {
  notebookOutput().html(renderTrace(trace));
}

export function renderTrace(trace: Trace | readonly SpanRecord[]): string {
  const spans = spansOf(trace);
  const rows = waterfallOf(spans);
  const [root] = rows;
  if (!root) throw noTrace("it has no span");
  const colour = colourOfTrace(rows);
  const decision = decisionList(spans);
  return box(
    { colour },
    html`<figure role="group" aria-label="${spokenTrace(rows)}" style="margin:0">
<div>${badge(colour, outcomeOf(rows))} <strong>${root.name}</strong> ${provenanceOf(rows)}</div>
<div style="${QUIET};overflow-wrap:anywhere">${factsOf(rows, spans[0]?.traceId ?? "").join(" · ")}</div>
${spanTable(rows)}
${decision ? html`<details style="margin-top:6px"><summary style="cursor:pointer">How it was decided</summary>${decision}</details>` : ""}
<details style="margin-top:4px"><summary style="cursor:pointer">All attributes</summary>${rows.map(attributeTable)}</details></figure>`,
  ).markup;
}

const isFailed = ({ status }: WaterfallRow) => status === "error";

function colourOfTrace(rows: readonly WaterfallRow[]): PaletteName {
  const outcome = attributeOf(rows, A.outcome);
  if (outcome === "failed" || rows.some((row) => row.depth === 0 && isFailed(row))) return "wrong";
  return outcome === "cancelled" ? "pending" : "right";
}

function outcomeOf(rows: readonly WaterfallRow[]): string {
  return String(attributeOf(rows, A.httpStatus) ?? attributeOf(rows, A.outcome) ?? "over");
}

function provenanceOf(rows: readonly WaterfallRow[]): Html | undefined {
  const provenance = attributeOf(rows, A.provenance);
  return isProvenance(provenance) ? provenanceBadge(provenance) : undefined;
}

/** Of the first span that has it. */
function attributeOf(rows: readonly WaterfallRow[], name: keyof WaterfallRow["attributes"]) {
  return rows.map(({ attributes }) => attributes[name]).find((value) => value !== undefined);
}

const endOf = (rows: readonly WaterfallRow[]): number =>
  Math.max(0, ...rows.map(({ offsetMs, durationMs }) => offsetMs + durationMs));

function factsOf(rows: readonly WaterfallRow[], traceId: string): readonly string[] {
  const calls = rows.filter(({ kind }) => kind === "client");
  const costUsd = attributeOf(rows, A.costUsd);
  const failed = calls.filter(isFailed).length;
  return [
    formatMs(endOf(rows)),
    `${rows.length} spans`,
    `${calls.length} ${calls.length === 1 ? "call" : "calls"}${failed > 0 ? `, ${failed} failed` : ""}`,
    typeof costUsd === "number" ? formatUsd(costUsd) : "",
    `trace ${traceId}`,
  ].filter((fact) => fact !== "");
}

function spokenTrace(rows: readonly WaterfallRow[]): string {
  const lines = rows.map(
    ({ name, offsetMs, durationMs }) => `${name} from ${formatMs(offsetMs)} on for ${formatMs(durationMs)}`,
  );
  return `Waterfall of a trace: ${lines.join("; ")}.`;
}

const CELL = `padding:3px 12px 3px 0;text-align:left;border-bottom:${HAIRLINE};vertical-align:top`;
const FIGURE = `${CELL};text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums`;
const TABLE =
  "border-collapse:collapse;font-size:inherit;color:inherit;background:none;margin-top:8px;width:100%";
const BAR_PX = 200;
const LONGEST_NOTE = 240;

function spanTable(rows: readonly WaterfallRow[]): Html {
  const totalMs = endOf(rows);
  const scale = html`<div style="display:flex;justify-content:space-between;width:${BAR_PX}px;font-weight:400"><span>0</span> <span>${formatMs(totalMs)}</span></div>`;
  const lines = rows.map((row) => {
    const { name, kind, depth, durationMs, note } = row;
    return html`<tr style="background:none"><td style="${CELL};padding-left:${14 * depth}px"><div><strong>${isFailed(row) ? "✗ " : ""}${name}</strong></div><div style="${QUIET};font-size:11px">${kind}</div></td><td style="${CELL};overflow-wrap:anywhere"><div>${shorten(note, LONGEST_NOTE)}</div>${row.marks.map((mark) => markLine(mark))}</td><td style="${CELL}">${bar(row, totalMs)}</td><td style="${FIGURE}">${formatMs(durationMs)}</td></tr>`;
  });
  return html`<div style="overflow-x:auto"><table style="${TABLE}"><thead><tr style="background:none"><th scope="col" style="${CELL}">span</th><th scope="col" style="${CELL}">what it tells</th><th scope="col" style="${CELL}">${scale}</th><th scope="col" style="${FIGURE}">took</th></tr></thead><tbody>${lines}</tbody></table></div>`;
}

const markLine = ({ name, offsetMs }: WaterfallRow["marks"][number]) =>
  html`<div style="${QUIET};font-size:12px">◇ ${name} at ${formatMs(offsetMs)}</div>`;

/** From where to where in the trace's time; diamonds are moments within. The colour repeats what the words beside it say. */
function bar(row: WaterfallRow, totalMs: number): Html {
  const { offsetMs, durationMs, marks } = row;
  const percent = (ms: number) =>
    (totalMs > 0 ? Math.min(100, Math.max(0, (100 * ms) / totalMs)) : 0).toFixed(1);
  const style = `position:absolute;left:min(${percent(offsetMs)}%,calc(100% - 2px));width:max(2px,${percent(durationMs)}%);height:8px;top:6px;border-radius:2px;background:${palette[colourOfSpan(row)]}`;
  const diamonds = marks.map(
    (mark) =>
      html`<span style="position:absolute;left:calc(${percent(mark.offsetMs)}% - 4px);top:5px;width:7px;height:7px;transform:rotate(45deg);border:1px solid currentColor;background:#fff" title="${mark.name} at ${formatMs(mark.offsetMs)}"></span>`,
  );
  return html`<div aria-hidden="true" style="position:relative;width:${BAR_PX}px;height:20px" title="from ${formatMs(offsetMs)} to ${formatMs(offsetMs + durationMs)}"><span style="${style}"></span>${diamonds}</div>`;
}

function colourOfSpan({ status, kind, attributes }: WaterfallRow): PaletteName {
  if (status === "error") return "wrong";
  if (kind !== "client") return "neutral";
  const provenance = attributes[A.provenance];
  return isProvenance(provenance) ? provenance : "pending";
}

/** Figures with all their digits: this is where one looks them up. */
const exactly = (value: AttributeValue) => (Array.isArray(value) ? value.join(", ") : String(value));

function attributeTable({ name, attributes, spanId }: WaterfallRow): Html {
  const lines = Object.entries(attributes).map(
    ([key, value]) =>
      html`<tr style="background:none"><td style="${CELL};${MONO};font-size:12px;width:45%">${key}</td><td style="${CELL};overflow-wrap:anywhere">${shorten(exactly(value), LONGEST_NOTE)}</td></tr>`,
  );
  return html`<table style="${TABLE}"><caption style="caption-side:top;text-align:left;color:inherit"><strong>${name}</strong> <span style="${QUIET}">${spanId}</span></caption><tbody>${lines}</tbody></table>`;
}
