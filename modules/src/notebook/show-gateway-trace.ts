import type { GatewayTrace, TraceStep } from "../apim/index.ts";
import { LabError } from "../core/errors.ts";
import { badge } from "./badge.ts";
import { describeValue } from "./describe-value.ts";
import { notebookOutput } from "./display.ts";
import { formatMs, shorten } from "./format-value.ts";
import { type Html, html } from "./html.ts";
import { type PaletteName, palette } from "./palette.ts";
import { box, HAIRLINE, MONO, QUIET } from "./theme.ts";

/** Draws the way of one request through the gateway: every policy, what it did and why, and how long it took. */
export function showGatewayTrace(trace: GatewayTrace): void {
  notebookOutput().html(renderGatewayTrace(trace));
}

export function renderGatewayTrace(trace: GatewayTrace): string {
  checkTrace(trace);
  const { method, path, status, error, steps } = trace;
  const colour = colourOf(trace);
  return box(
    { colour },
    html`<div>${badge(colour, String(status))} <strong>${method} ${path}</strong></div>
<div style="${QUIET}">${factsOf(trace).join(" · ")}</div>
${error === undefined ? "" : html`<div style="margin-top:4px"><strong>${error}</strong></div>`}
${steps.length === 0 ? html`<div style="${QUIET}">No policy ran.</div>` : stepTable(trace)}`,
  ).markup;
}

function checkTrace(trace: GatewayTrace): void {
  const given: Partial<GatewayTrace> = Object(trace);
  if (typeof given.status === "number" && Array.isArray(given.steps)) return;
  throw new LabError(`This is no trace of a gateway: ${describeValue(trace)}.`, {
    code: "NOT_DRAWABLE",
    hint: "Give one entry of gateway.traces(), for example the last: gateway.traces().at(-1).",
  });
}

function colourOf({ status, cut }: GatewayTrace): PaletteName {
  if (cut || status >= 500) return "wrong";
  return status >= 400 ? "pending" : "right";
}

function factsOf(trace: GatewayTrace): readonly string[] {
  const { api, operation, subscription, product, durationMs, waitedMs, streamed, cut } = trace;
  return [
    api === undefined ? "no API fits" : `API ${api}`,
    operation === undefined ? "" : `operation ${operation}`,
    subscription === undefined ? "no subscription" : `subscription ${subscription}`,
    product === undefined ? "" : `product ${product}`,
    formatMs(durationMs),
    waitedMs > 0 ? `${formatMs(waitedMs)} of it waited between tries` : "",
    streamed ? "streamed" : "",
    cut ? "broke off" : "",
  ].filter((fact) => fact !== "");
}

const CELL = `padding:3px 12px 3px 0;text-align:left;border-bottom:${HAIRLINE};vertical-align:top`;

function stepTable({ steps }: GatewayTrace): Html {
  const total = Math.max(...steps.map(({ startMs, durationMs }) => startMs + durationMs));
  const rows = steps.map((step, index) => {
    const section = step.section === steps[index - 1]?.section ? "" : step.section;
    return html`<tr style="background:none"><td style="${CELL}">${section}</td><td style="${CELL};padding-left:${14 * step.depth}px"><div style="white-space:nowrap"><strong>${step.policy}</strong></div><div style="${QUIET};font-size:11px;max-width:190px;overflow-wrap:anywhere" title="${step.position.file}">${placeOf(step)}</div></td><td style="${CELL};overflow-wrap:anywhere">${notesOf(step)}</td><td style="${CELL}">${bar(step, total)}</td><td style="${CELL};text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums">${formatMs(step.durationMs)}</td></tr>`;
  });
  const heads = ["section", "policy", "what it did", "when", "took"].map(
    (head) => html`<th scope="col" style="${CELL}">${head}</th>`,
  );
  return html`<table style="border-collapse:collapse;font-size:inherit;color:inherit;background:none;margin-top:8px;width:100%"><thead><tr style="background:none">${heads}</tr></thead><tbody>${rows}</tbody></table>`;
}

/** The folder is in the tooltip. */
const placeOf = ({ scope, position: { file, line } }: TraceStep) =>
  `${scope} · ${file.split("/").at(-1)}:${line}`;

const LONGEST_NOTE = 300;

function notesOf({ notes, error }: TraceStep): readonly Html[] {
  const failed = error === undefined ? [] : [html`<div>✗ ${shorten(error, LONGEST_NOTE)}</div>`];
  return [
    ...notes.map(
      (note) =>
        html`<div style="${MONO};font-size:12px;margin-bottom:3px">${shorten(note, LONGEST_NOTE)}</div>`,
    ),
    ...failed,
  ];
}

/** The waterfall: from where to where in the request's time. */
function bar({ startMs, durationMs, error }: TraceStep, totalMs: number): Html {
  const left = totalMs > 0 ? (100 * startMs) / totalMs : 0;
  const width = totalMs > 0 ? (100 * durationMs) / totalMs : 0;
  const colour = palette[error === undefined ? "cloud" : "wrong"];
  const style = `position:absolute;left:min(${left.toFixed(1)}%,calc(100% - 2px));width:max(2px,${width.toFixed(1)}%);height:8px;top:6px;border-radius:2px;background:${colour}`;
  return html`<div style="position:relative;width:110px;height:20px" title="from ${formatMs(startMs)} on"><span style="${style}"></span></div>`;
}
