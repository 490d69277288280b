import { LabError } from "../core/errors.ts";
import {
  ATTRIBUTES as A,
  type Attributes,
  EVENTS,
  SPANS,
  type SpanRecord,
  type Trace,
} from "../telemetry/index.ts";
import { badge } from "./badge.ts";
import { notebookOutput } from "./display.ts";
import { formatMs, formatNumber } from "./format-value.ts";
import { type Html, html } from "./html.ts";
import { isPaletteName } from "./palette.ts";
import { box } from "./theme.ts";
import { spansOf } from "./trace-spans.ts";

/** Draws how a request found its way, step by step, from its trace alone: routers that passed, the decision, the plan, each call. */
export function showDecisionTrace(trace: Trace | readonly SpanRecord[]): void {
  notebookOutput().html(renderDecisionTrace(trace));
}

/** @throws LabError when the request was refused before it was routed. */
export function renderDecisionTrace(trace: Trace | readonly SpanRecord[]): string {
  const spans = spansOf(trace);
  const list = decisionList(spans);
  const target = spans.find(({ name }) => name === SPANS.route)?.attributes[A.target];
  if (!list)
    throw new LabError("This trace has no decision: the request was refused before it was routed.", {
      code: "NOT_DRAWABLE",
      hint: "showTrace draws what there is.",
    });
  const colour = target === "local" || target === "cloud" ? target : "neutral";
  return box({ colour }, html`<div><strong>How it was decided</strong></div>${list}`).markup;
}

/** The steps as a list; undefined when nothing was decided. */
export function decisionList(spans: readonly SpanRecord[]): Html | undefined {
  const route = spans.find(({ name }) => name === SPANS.route);
  if (!route) return undefined;
  const execute = spans.find(({ name }) => name === SPANS.execute);
  const steps = [
    ...listOf(route.attributes[A.skipped]).map((router) => html`${router} router did not decide`),
    decided(route),
    ...(execute ? planned(execute.attributes) : []),
    ...callsOf(spans, execute).map(called),
    ...(execute ? [ended(execute.attributes)] : []),
  ];
  return html`<ol style="margin:6px 0;padding-left:22px">${steps.map((step) => html`<li style="margin:2px 0;overflow-wrap:anywhere"><div>${step}</div></li>`)}</ol>`;
}

const listOf = (value: Attributes[keyof Attributes]): readonly string[] =>
  Array.isArray(value) ? value.map(String) : [];

const twoDigits = (value: unknown) => (typeof value === "number" ? value.toFixed(2) : "–");

function decided({ attributes, durationMs }: SpanRecord): Html {
  const target = String(attributes[A.target] ?? "none");
  const router = String(attributes[A.router] ?? attributes[A.strategy] ?? "a");
  const colour = isPaletteName(target) ? target : "neutral";
  const confidence = attributes[A.confidence];
  const facts = [
    `score ${twoDigits(attributes[A.score])}, cloud from ${twoDigits(attributes[A.threshold])}`,
    `margin ${twoDigits(attributes[A.margin])}`,
    confidence === undefined ? "" : `confidence ${twoDigits(confidence)}`,
    String(attributes[A.reason] ?? ""),
    formatMs(durationMs),
  ].filter((fact) => fact !== "");
  return html`${router} router chose ${badge(colour, target.toUpperCase())} ${facts.join(" · ")}`;
}

function planned(attributes: Attributes): readonly Html[] {
  const plan = listOf(attributes[A.plan]);
  const passed = listOf(attributes[A.passed]);
  return [
    html`plan: ${plan.length > 0 ? plan.join(", then ") : "nobody"}`,
    ...(passed.length > 0 ? [html`passed over or given up: ${passed.join(", ")}`] : []),
  ];
}

interface Call {
  readonly attributes: Attributes;
  readonly ms: number;
}

/** Calls in their order, those without a span of their own too. */
function callsOf(spans: readonly SpanRecord[], execute: SpanRecord | undefined): readonly Call[] {
  const shown = spans
    .filter(({ kind }) => kind === "client")
    .map(({ attributes, durationMs }): Call => ({ attributes, ms: durationMs }));
  const others = (execute?.events ?? [])
    .filter(({ name }) => name === EVENTS.attempt)
    .map(({ attributes }): Call => ({ attributes, ms: Number(attributes[A.attemptMs] ?? 0) }));
  const place = ({ attributes }: Call) => Number(attributes[A.attempt] ?? 0);
  return [...shown, ...others].toSorted((one, other) => place(one) - place(other));
}

function called({ attributes, ms }: Call): Html {
  const outcome = String(attributes[A.attemptOutcome] ?? "over");
  const kind = attributes[A.attemptKind];
  const glyph = outcome === "answered" ? "✓" : "✗";
  const why = attributes[A.errorType] === undefined ? "" : ` (${attributes[A.errorType]})`;
  const again = kind === undefined || kind === "first" ? "" : `${kind}: `;
  return html`${glyph} ${again}${String(attributes[A.requestModel] ?? "a model")} ${outcome}${why} after ${formatMs(ms)}`;
}

function ended(attributes: Attributes): Html {
  const tier = attributes[A.tier];
  const wasted = attributes[A.wastedTokens];
  const facts = [
    String(attributes[A.outcome] ?? "over"),
    tier === undefined ? "" : `by ${tier}`,
    attributes[A.fallback] === true ? "not by the first choice" : "",
    typeof wasted === "number" ? `${formatNumber(wasted)} tokens for nothing` : "",
  ].filter((fact) => fact !== "");
  return html`${facts.join(" · ")}`;
}
