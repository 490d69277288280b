import { join } from "node:path";
import { paths } from "../config/paths.ts";
import { readYaml } from "../config/read-yaml.ts";
import { type RuleSet, ruleSetSchema } from "./rule-set.ts";

export const rulesFile = join(paths.data, "rules.yaml");

/**
 * Reads the rule router's signals and weights from a YAML file; without a name, those that come with the workshop.
 * @throws SettingsError with file, line and field of each problem.
 */
export function readRules(file: string = rulesFile): RuleSet {
  return readYaml(file, "The rule file", ruleSetSchema).content;
}

let shipped: RuleSet | undefined;

/** The workshop's own rules, read when they are first needed. */
export function shippedRules(): RuleSet {
  shipped ??= readRules();
  return shipped;
}
