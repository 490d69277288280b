import { SettingsError } from "../../modules/src/core/errors.ts";
import { findLeaks } from "../../modules/src/evaluation/find-leaks.ts";
import type { LabelledPrompt } from "../../modules/src/evaluation/labelled-prompt.ts";
import { generatePrompts } from "./generate-prompts.ts";
import { templateGroups } from "./templates/index.ts";

/** Another seed draws other splits, questions and typos: every published figure would change. */
export const PROMPT_SEED = 20250101;

/**
 * The labelled prompts of `data/prompts/routing.jsonl`.
 * @throws SettingsError when the templates give rows that leak from one split to the other.
 */
export function makePrompts(): LabelledPrompt[] {
  const rows = generatePrompts({ groups: templateGroups, seed: PROMPT_SEED });
  const { exact, near, repeated, placeholders } = findLeaks(rows);
  const problems = [
    ...exact.map((pair) => `${pair.test} says the same as ${pair.dev} of the dev split.`),
    ...near.map((pair) => `${pair.test} is nearly the same as ${pair.dev} of the dev split.`),
    ...repeated.map(({ first, again }) => `${again} says the same as ${first}.`),
    ...placeholders.map(({ id, found }) => `${id} has an open gap: ${found}.`),
  ];
  if (problems.length > 0) {
    throw new SettingsError(problems, `Change the templates in ${templatesFolder}.`);
  }
  return rows;
}

const templatesFolder = "scripts/data/templates";
