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
  /** Score from which the rule router asks the cloud; the rules' own when absent. */
  readonly complexityThreshold?: number;
  readonly priority?: readonly string[];
  /** The learner's own routers, by name. */
  readonly extra?: readonly Router[];
}

/** Every router that can be chosen by name. A new one needs its file and a line here. */
export function createRouters(options: RouterRegistryOptions = {}): RouterRegistry {
  const { complexityThreshold, priority = ["rule"], extra = [] } = options;
  const routers = new Map<string, Router>();
  const add = (router: Router) => {
    if (routers.has(router.name) || router.name === HYBRID) throw nameTaken(router.name);
    routers.set(router.name, router);
  };
  add(createRuleRouter(complexityThreshold === undefined ? {} : { threshold: complexityThreshold }));
  for (const router of extra) add(router);
  const single = new Map(routers);
  routers.set(HYBRID, createHybridRouter({ priority, find: (name) => single.get(name) }));
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

/** The chain of all others; no router may take its name. */
const HYBRID = "hybrid";

function nameTaken(name: string): RoutingError {
  return new RoutingError(`There is a router named "${name}" already.`, {
    code: "ROUTER_NAME_TAKEN",
    hint: "Give yours another name.",
  });
}
