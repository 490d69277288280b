import type { LabelledPrompt } from "../../modules/src/evaluation/labelled-prompt.ts";
import { analyzeQuery } from "../../modules/src/routers/analyze-query.ts";
import type { RuleSet } from "../../modules/src/routers/rule-set.ts";

/** A labelled prompt as the search sees it: which signals are in it, and where it belongs. */
export interface FoundSignals {
  /** Places of the signals in the rule set. */
  readonly signals: readonly number[];
  /** 1 belongs in the cloud, -1 on this machine. */
  readonly side: 1 | -1;
  /** How much it counts: each set, language and target counts alike, however many rows it has. */
  readonly share: number;
}

/** What the rules find in sets of labelled prompts. Weights play no part in it. */
export function findSignals(rules: RuleSet, sets: readonly (readonly LabelledPrompt[])[]): FoundSignals[] {
  const places = new Map(rules.signals.map(({ name }, place) => [name, place]));
  const groups = sets.flatMap((rows) => [
    ...Map.groupBy(rows, ({ language, target }) => `${language} ${target}`).values(),
  ]);
  return groups.flatMap((rows) =>
    rows.map(({ prompt, target }) => ({
      signals: analyzeQuery(prompt, rules).signals.flatMap(({ name }) => places.get(name) ?? []),
      side: target === "cloud" ? 1 : -1,
      share: 1 / (groups.length * rows.length),
    })),
  );
}
