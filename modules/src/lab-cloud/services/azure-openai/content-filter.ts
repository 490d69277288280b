import type { PromptMessage } from "../../models/simulated-model.ts";

/** The categories that Azure's filter tells of with each prompt and answer. */
export type HarmCategory = "hate" | "self_harm" | "sexual" | "violence";
export type Severity = "safe" | "low" | "medium" | "high";

export interface CategoryFinding {
  readonly filtered: boolean;
  readonly severity: Severity;
}

export type AnswerFindings = Readonly<Record<HarmCategory, CategoryFinding>>;
export type PromptFindings = AnswerFindings & {
  readonly jailbreak: { readonly filtered: boolean; readonly detected: boolean };
};

/**
 * The whole list of what the lab cloud's filter reacts to. It judges no text: it looks for these harmless marks, so that a
 * lab can see what happens when a real filter reacts.
 *
 * - `LAB_FILTER_HATE`, `_SELF_HARM`, `_SEXUAL`, `_VIOLENCE` in a prompt or an answer, with `_LOW`, `_MEDIUM` or `_HIGH`
 *   behind it (nothing = medium). Medium and high are filtered, low is only told, as by Azure's default.
 * - in a user's message the word `JAILBREAK` in capitals, or one of a few well-known phrases.
 */
const HARM_MARK = /\bLAB_FILTER_(HATE|SELF_HARM|SEXUAL|VIOLENCE)(?:_(LOW|MEDIUM|HIGH))?\b/g;
const JAILBREAK =
  /\bJAILBREAK\b|\b[Ii]gnore (?:all )?(?:of )?(?:the |your )?(?:previous|prior|above) instructions\b|\b[Dd]isregard (?:all )?(?:the |your )?(?:previous|prior) instructions\b|\b[Yy]ou are now DAN\b/;

const CATEGORIES = ["hate", "self_harm", "sexual", "violence"] as const satisfies readonly HarmCategory[];
const SEVERITIES = ["safe", "low", "medium", "high"] as const satisfies readonly Severity[];

interface Mark {
  readonly at: number;
  readonly category: HarmCategory;
  readonly severity: Severity;
}

/** What the filter finds in a conversation. */
export function inspectPrompt(messages: readonly PromptMessage[]): PromptFindings {
  const marks = messages.flatMap(({ text }) => marksIn(text));
  const detected = messages.some(({ role, text }) => role === "user" && JAILBREAK.test(text));
  return { ...findings(marks), jailbreak: { filtered: detected, detected } };
}

export const isFiltered = (found: PromptFindings | AnswerFindings): boolean =>
  Object.values(found).some(({ filtered }) => filtered);

/** What the filter finds in an answer, and how many of its characters come before the first thing it stops. */
export function inspectAnswer(text: string): { readonly found: AnswerFindings; readonly keep: number } {
  const marks = marksIn(text);
  const stopping = marks.find(({ severity }) => stops(severity));
  const reached = stopping ? marks.filter(({ at }) => at <= stopping.at) : marks;
  return { found: findings(reached), keep: stopping?.at ?? text.length };
}

function marksIn(text: string): Mark[] {
  return [...text.matchAll(HARM_MARK)].map((match) => ({
    at: match.index,
    category: pick(CATEGORIES, match[1]) ?? "hate",
    severity: pick(SEVERITIES, match[2]) ?? "medium",
  }));
}

const pick = <Word extends string>(words: readonly Word[], text: string | undefined): Word | undefined =>
  words.find((word) => word === text?.toLowerCase());

function findings(marks: readonly Mark[]): AnswerFindings {
  const worst = (category: HarmCategory): CategoryFinding => {
    const found = marks.filter((mark) => mark.category === category).map(({ severity }) => severity);
    const severity = SEVERITIES.findLast((one) => found.includes(one)) ?? "safe";
    return { filtered: stops(severity), severity };
  };
  return {
    hate: worst("hate"),
    self_harm: worst("self_harm"),
    sexual: worst("sexual"),
    violence: worst("violence"),
  };
}

const stops = (severity: Severity) => severity === "medium" || severity === "high";
