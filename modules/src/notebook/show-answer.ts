import type { Answer, Attempt } from "../orchestrator/answer-part.ts";
import { provenanceBadge, provenanceMeaning } from "./badge.ts";
import { notebookOutput } from "./display.ts";
import { formatMs, formatNumber, formatUsd } from "./format-value.ts";
import { type Html, html } from "./html.ts";
import { palette } from "./palette.ts";
import { decisionParts } from "./show-decision.ts";
import { box, QUIET } from "./theme.ts";

/** Draws an answer with its provenance, the steps it took, its tokens and what it cost. */
export function showAnswer(answer: Answer): void {
  notebookOutput().html(renderAnswer(answer));
}

export function renderAnswer(answer: Answer): string {
  const { provenance, source, servedModel, text, decision } = answer;
  const wide = html`<div style="margin:6px 0 10px;white-space:pre-wrap;overflow-wrap:anywhere;font-size:14px">${text === "" ? html`<em>(no text)</em>` : text}</div>`;
  return box(
    { colour: provenance, attributes: html`data-provenance="${provenance}"` },
    html`<div>${provenanceBadge(provenance)} ${servedModel} · source ${source} <span style="${QUIET}">(${provenanceMeaning(provenance)})</span></div>
${wide}
<div style="${QUIET};font-variant-numeric:tabular-nums">${factsOf(answer).join(" · ")}</div>
${stepRows(answer)}
${answer.attempts.length > 1 || answer.attempts.some(({ outcome }) => outcome !== "answered") ? answer.attempts.map(attemptLine) : ""}
<details style="margin-top:6px"><summary style="cursor:pointer">Why ${decision.target}? ${decision.reason}</summary><div style="margin-top:6px">${decisionParts(decision)}</div></details>`,
  ).markup;
}

function factsOf({ usage, timing, endReason, fallbackUsed, ...answer }: Answer): string[] {
  return [
    `${formatNumber(usage.promptTokens)} tokens in, ${formatNumber(usage.completionTokens)} out${answer.usageEstimated ? " (counted here)" : ""}`,
    costOf(answer),
    `first text after ${formatMs(timing.firstTokenMs)}`,
    `${formatMs(timing.totalMs)} in all`,
    endReason === "stop" ? "" : `ended by: ${endReason}`,
    fallbackUsed ? "fallback used" : "",
  ].filter((fact) => fact !== "");
}

function costOf({ costUsd, provenance }: Pick<Answer, "costUsd" | "provenance">): string {
  if (costUsd === undefined) return "no list price";
  if (provenance === "local") return `${formatUsd(costUsd)} (this machine)`;
  return provenance === "live" ? formatUsd(costUsd) : `${formatUsd(costUsd)} at list price, nothing was paid`;
}

/** A small waterfall: each step begins where the one before it ended; the call has the colour of the provenance. */
function stepRows({ timing: { steps }, provenance }: Answer): Html {
  const total = steps.reduce((sum, { ms }) => sum + ms, 0);
  let from = 0;
  const rows = steps.map(({ step, ms }) => {
    const left = total > 0 ? (100 * from) / total : 0;
    const width = total > 0 ? (100 * ms) / total : 0;
    from += ms;
    const bar = `position:absolute;left:${left.toFixed(1)}%;width:max(2px,${width.toFixed(1)}%);height:8px;top:6px;border-radius:2px;background:${palette[step === "call" ? provenance : "neutral"]}`;
    return html`<div style="display:flex;gap:10px"><span style="width:52px">${step}</span><span style="position:relative;width:220px;height:20px"><span style="${bar}"></span></span><span style="font-variant-numeric:tabular-nums">${formatMs(ms)}</span></div>`;
  });
  return html`<div style="margin-top:6px">${rows}</div>`;
}

function attemptLine({ provider, deployment, outcome, ms, status, error }: Attempt): Html {
  const glyph = outcome === "answered" ? "✓" : "✗";
  const why = [status === undefined ? "" : `status ${status}`, error ?? ""].filter((part) => part !== "");
  return html`<div>${glyph} ${provider} / ${deployment}: ${outcome} after ${formatMs(ms)}${why.length > 0 ? ` (${why.join(", ")})` : ""}</div>`;
}
