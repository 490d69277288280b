import { nearestName } from "../config/nearest-name.ts";
import { RoutingError } from "../core/errors.ts";
import { createHybridRouter } from "./hybrid.ts";
import type { Router } from "./router.ts";
import { createRuleRouter } from "./rule.ts";

export interface RouterRegistry {
  readonly names: readonly string[];
  /** @throws RoutingError naming the routers that exist. */
  get(name: string): Router;
}

export interface RouterRegistryOptions {
  /** Score from which the rule router asks the cloud. */
  readonly complexityThreshold?: number;
  readonly priority?: readonly string[];
  /** The learner's own routers, by name. */
  readonly extra?: readonly Router[];
}

/** Every router that can be chosen by name. A new one needs its file and a line here. */
export function createRouters(options: RouterRegistryOptions = {}): RouterRegistry {
  const { complexityThreshold = 0.5, priority = ["rule"], extra = [] } = options;
  const routers = new Map<string, Router>();
  const add = (router: Router) => routers.set(router.name, router);
  add(createRuleRouter({ threshold: complexityThreshold }));
  for (const router of extra) add(router);
  const single = new Map(routers);
  add(createHybridRouter({ priority, find: (name) => single.get(name) }));
  return {
    names: [...routers.keys()],
    get(name) {
      const router = routers.get(name);
      if (router) return router;
      const near = nearestName(name, [...routers.keys()]);
      throw new RoutingError(`There is no router named "${name}".`, {
        code: "UNKNOWN_ROUTER",
        hint: near ? `Did you mean ${near}?` : `There are: ${[...routers.keys()].join(", ")}.`,
      });
    },
  };
}
