import { html } from "../notebook/html.ts";
import type { PaletteName } from "../notebook/palette.ts";
import { box, MONO, QUIET } from "../notebook/theme.ts";
import type { Outcome, OutcomeKind } from "./outcome.ts";

/** What a box says of its exercise. */
export interface ExerciseText {
  readonly id: string;
  readonly title: string;
  readonly prompt: string;
}

interface Look {
  readonly colour: PaletteName;
  /** Says the state in words and with a sign: the colour alone says nothing. */
  readonly label: string;
}

const LOOKS: Readonly<Record<OutcomeKind, Look>> = {
  unattempted: { colour: "cloud", label: "✎ Your turn" },
  pass: { colour: "right", label: "✓ Correct" },
  fail: { colour: "pending", label: "✗ Not yet" },
  error: { colour: "wrong", label: "! Your code stopped" },
};

/** The feedback of a check. `notices` are one-line remarks, such as a damaged progress file. */
export function renderOutcome(
  { id, title, prompt }: ExerciseText,
  outcome: Outcome,
  notices: readonly string[] = [],
): string {
  const { colour, label } = LOOKS[outcome.kind];
  const body = outcome.kind === "unattempted" ? prompt : outcome.message;
  const next =
    outcome.kind === "pass" ? undefined : html`<div style="${QUIET}">Stuck? ${code(`${id}.hint()`)}</div>`;
  return box(
    { colour, attributes: html`role="status" data-exercise="${id}" data-outcome="${outcome.kind}"` },
    html`<div><strong>${label}</strong> · ${title} <span style="${QUIET}">(${id})</span></div>
${body === "" ? undefined : html`<div style="overflow-wrap:anywhere">${capitalise(body)}</div>`}
${next}${notices.map((notice) => html`<div style="${QUIET}">${notice}</div>`)}`,
  ).markup;
}

/** Hint `number` of `total`, and what to run next. */
export function renderHint(
  { id, title }: ExerciseText,
  hint: string,
  place: { readonly number: number; readonly total: number },
): string {
  const next = place.number < place.total ? `${id}.hint()` : `${id}.solution()`;
  return box(
    { colour: "neutral", attributes: html`data-hint="${id}"` },
    html`<div><strong>Hint ${place.number} of ${place.total}</strong> · ${title}</div><div>${hint}</div><div style="${QUIET}">Next: ${code(next)}</div>`,
  ).markup;
}

/** One way to solve it, as code to read or to copy. */
export function renderSolution({ id, title }: ExerciseText, solution: string): string {
  return box(
    { colour: "neutral", attributes: html`data-solution="${id}"` },
    html`<div><strong>One solution</strong> · ${title}</div><pre style="${MONO};font-size:12.5px;margin:6px 0 0;padding:0;overflow-x:auto;color:inherit;background:none">${solution}</pre>`,
  ).markup;
}

/** Remarks that belong to no outcome, one line each. */
export function renderNotices(notices: readonly string[]): string {
  return box(
    { colour: "neutral" },
    notices.map((notice) => html`<div>${notice}</div>`),
  ).markup;
}

const code = (text: string) => html`<code style="${MONO};color:inherit;background:none">${text}</code>`;

const capitalise = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
