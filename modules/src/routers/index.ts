export { createHybridRouter, type HybridRouterOptions } from "./hybrid.ts";
export { createRouters, type RouterRegistry, type RouterRegistryOptions } from "./registry.ts";
export type { RouteContext, RouteDecision, Router, Signal, Target } from "./router.ts";
export { createRuleRouter, type RuleRouterOptions } from "./rule.ts";
export { RULE_BASE_SCORE, RULE_SIGNALS, type RuleSignal } from "./rule-signals.ts";
