import { LabError } from "../core/errors.ts";
import type { RouteDecision, Signal } from "../routers/router.ts";
import { badge } from "./badge.ts";
import { describeValue } from "./describe-value.ts";
import { notebookOutput } from "./display.ts";
import { formatMs, formatNumber, formatValue, shorten } from "./format-value.ts";
import { type Html, html } from "./html.ts";
import { palette } from "./palette.ts";
import { box, HAIRLINE, QUIET } from "./theme.ts";

/** Draws a route decision with everything that led to it. */
export function showDecision(decision: RouteDecision): void {
  notebookOutput().html(renderDecision(decision));
}

export function renderDecision(decision: RouteDecision): string {
  checkDecision(decision);
  return box({ colour: decision.target }, decisionParts(decision)).markup;
}

/** A learner's own router may give anything. */
function checkDecision(decision: RouteDecision): void {
  const given: Partial<RouteDecision> = Object(decision);
  if (given.target !== "local" && given.target !== "cloud")
    throw noDecision(`target is ${describeValue(given.target)} and must be "local" or "cloud"`);
  if (!Array.isArray(given.signals)) throw noDecision("signals must be an array");
  if (!Array.isArray(given.skipped)) throw noDecision("skipped must be an array");
}

function noDecision(problem: string): LabError {
  return new LabError(`This is no route decision: ${problem}.`, {
    code: "NOT_DRAWABLE",
    hint: "Give what a router's route() resolves to; was it awaited?",
  });
}

/** The inside of the box, for views that show more than the decision. */
export function decisionParts(decision: RouteDecision): Html {
  const { target, router, ms, margin, runnerUp, confidence, reason, signals, skipped } = decision;
  const facts = [
    `${router} router`,
    formatMs(ms),
    `margin ${twoDigits(margin)}`,
    `runner-up ${runnerUp}`,
    confidence === undefined ? "" : `confidence ${twoDigits(confidence)}`,
  ].filter((fact) => fact !== "");
  return html`<div>${badge(target, target.toUpperCase())} <strong>${reason}</strong></div>
<div style="${QUIET}">${facts.join(" · ")}</div>
${scoreBar(decision)}
${signals.length === 0 ? html`<div style="${QUIET}">No signals.</div>` : signalTable(signals)}
${skipped.map((earlier) => html`<div style="${QUIET}">${earlier.router} router did not decide: ${earlier.reason}</div>`)}`;
}

/** Score as a bar from 0 (local) to 1 (cloud), the threshold as a line across it. */
function scoreBar({ score, threshold, target }: RouteDecision): Html {
  const words = `score ${twoDigits(score)}, cloud from ${twoDigits(threshold)}`;
  const line = `position:absolute;top:-4px;width:2px;height:18px;background:currentColor;left:calc(${percent(threshold)}% - 1px)`;
  return html`<div style="display:flex;align-items:center;gap:10px;margin:8px 0 6px;flex-wrap:wrap"><span>local</span><div role="img" aria-label="${words}" style="position:relative;width:260px;height:10px;border-radius:5px;background:color-mix(in srgb,currentColor 15%,transparent)"><span style="display:block;height:10px;border-radius:5px;background:${palette[target]};width:${percent(score)}%"></span><span style="${line}"></span></div><span>cloud</span><span style="${QUIET};font-variant-numeric:tabular-nums">${words}</span></div>`;
}

const twoDigits = (value: number) => (Number.isFinite(value) ? value.toFixed(2) : formatNumber(value));

const percent = (share: number) =>
  Number.isFinite(share) ? Math.round(1000 * Math.min(1, Math.max(0, share))) / 10 : 0;

function signalTable(signals: readonly Signal[]): Html {
  const cellStyle = `padding:2px 12px 2px 0;text-align:left;border-bottom:${HAIRLINE};vertical-align:top`;
  const figureStyle = `${cellStyle};text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap`;
  const rows = signals.map(
    ({ name, value, weight }) =>
      html`<tr style="background:none"><td style="${cellStyle}">${name}</td><td style="${cellStyle};overflow-wrap:anywhere">${shorten(formatValue(value), 120)}</td><td style="${figureStyle}">${signed(weight)}</td><td style="${cellStyle}">${pull(weight)}</td></tr>`,
  );
  return html`<table style="border-collapse:collapse;font-size:inherit;color:inherit;background:none;margin:4px 0"><thead><tr style="background:none"><th scope="col" style="${cellStyle}">signal</th><th scope="col" style="${cellStyle}">value</th><th scope="col" style="${figureStyle}">weight</th><th scope="col" style="${cellStyle}">pulls</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function signed(weight: number): string {
  const figure = twoDigits(Math.abs(weight));
  return weight < 0 ? `−${figure}` : `+${figure}`;
}

function pull(weight: number): string {
  if (weight === 0) return "neither way";
  return weight > 0 ? "to cloud" : "to local";
}
