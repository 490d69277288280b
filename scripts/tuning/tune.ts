import type { LabelledPrompt } from "../../modules/src/evaluation/labelled-prompt.ts";
import type { RuleSet } from "../../modules/src/routers/rule-set.ts";
import { findSignals } from "./found-signals.ts";
import { STEP, searchWeights, THRESHOLD, type Weights } from "./search-weights.ts";

/** The rules with the weights that fit the given sets of prompts best; words, patterns and signs stay as they are. */
export function tuneRules(rules: RuleSet, ...sets: readonly (readonly LabelledPrompt[])[]): RuleSet {
  const signs = rules.signals.map(({ weight }) => (weight < 0 ? -1 : 1));
  return withWeights(rules, searchWeights(signs, findSignals(rules, sets)));
}

function withWeights(rules: RuleSet, { base, signals }: Weights): RuleSet {
  return {
    ...rules,
    base: inPoints(base),
    threshold: inPoints(THRESHOLD),
    signals: rules.signals.map((signal, place) => ({ ...signal, weight: inPoints(signals[place] ?? 0) })),
  };
}

const inPoints = (steps: number) => Math.round(steps * STEP * 100) / 100;

/** Rows by folds; all rows of a template are in one, because they ask nearly the same. */
export function foldsOf(rows: readonly LabelledPrompt[], count: number): LabelledPrompt[][] {
  const templates = [...new Set(rows.map(({ template }) => template))];
  return Array.from({ length: count }, (_, fold) =>
    rows.filter(({ template }) => templates.indexOf(template) % count === fold),
  );
}
