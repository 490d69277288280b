import { compileRules, type QueryAnalysis } from "./compile-rules.ts";
import { shippedRules } from "./read-rules.ts";
import type { RuleSet } from "./rule-set.ts";

/** What the rules see in a query; without `rules`, what the workshop's own see. */
export function analyzeQuery(query: string, rules: RuleSet = shippedRules()): QueryAnalysis {
  return compileRules(rules)(query);
}

/** How much a query asks for, 0 to 1. The same query and rules give the same score. */
export function scoreComplexity(query: string, rules: RuleSet = shippedRules()): number {
  return analyzeQuery(query, rules).score;
}
