import { byLength } from "../../modules/src/evaluation/baselines.ts";
import type { Router } from "../../modules/src/routers/router.ts";
import { createRuleRouter } from "../../modules/src/routers/rule.ts";

/** Routers whose score is kept with each outcome, by their name in the file. A new one is a line here. */
export const scoredRouters: Readonly<Record<string, Router>> = {
  rule: createRuleRouter(),
  length: byLength(),
};
