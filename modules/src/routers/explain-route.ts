import { scoreOf, sumOf } from "./compile-rules.ts";
import type { RouteDecision, Signal } from "./router.ts";
import { whatWouldFlip } from "./what-would-flip.ts";

/** A decision in one paragraph for people: where, why, how close, and what would have led elsewhere. */
export function explainRoute(decision: RouteDecision): string {
  const sentences = [sayWhere(decision), saySignals(decision), sayFlip(decision), ...saySkipped(decision)];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

function sayWhere({ router, target, score, threshold, margin }: RouteDecision): string {
  const side = score >= threshold ? "at or above" : "below";
  const close = margin < CLOSE_CALL ? ", a close call" : "";
  return `The ${router} router chose ${target}: the score ${figure(score)} is ${side} the threshold ${figure(threshold)}, by ${figure(margin)}${close}.`;
}

/** A margin that one weak signal would bridge. */
const CLOSE_CALL = 0.1;

function saySignals({ base, signals }: RouteDecision): string {
  const start = base === undefined ? "" : `It began at ${figure(base)}; `;
  if (signals.length === 0) return capital(`${start}no signal was found.`);
  return capital(`${start}${listed(signals.map(saySignal))}${sayHeld(base, signals)}.`);
}

/** A sum beyond 0 or 1 is held there; without a word about it the figures would not add up. */
function sayHeld(base: number | undefined, signals: readonly Signal[]): string {
  if (base === undefined) return "";
  const sum = sumOf(base, signals);
  const score = scoreOf(base, signals);
  return sum === score ? "" : `, which makes ${figure(sum)}, held at ${figure(score)}`;
}

function saySignal({ name, value, weight }: Signal): string {
  const what = typeof value === "number" ? `${name} (${value})` : `${name} ("${value}")`;
  if (weight === 0) return `${what} counted for nothing`;
  return `${what} ${weight > 0 ? "added" : "took off"} ${figure(Math.abs(weight))}`;
}

function sayFlip(decision: RouteDecision): string {
  const flip = whatWouldFlip(decision);
  if (flip) {
    const names = listed(flip.without.map(({ name }) => name));
    return `Without ${names} the score would be ${figure(flip.score)} and the route ${flip.target}.`;
  }
  if (decision.base === undefined) return "Its score is no sum of signals, so leaving one out says nothing.";
  return decision.signals.length === 0 ? "" : "Leaving out any of these would not change that.";
}

function saySkipped({ skipped }: RouteDecision): readonly string[] {
  return skipped.map(({ router, reason }) => `Before it, the ${router} router did not decide: ${reason}.`);
}

/** `a`, `a and b`, `a, b and c`. */
function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}

const figure = (value: number) => value.toFixed(2);

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
