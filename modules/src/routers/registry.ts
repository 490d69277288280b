import { nearestName } from "../config/nearest-name.ts";
import { RoutingError } from "../core/errors.ts";
import { type BertRouterOptions, createBertRouter } from "./bert.ts";
import { type CascadeOptions, createCascade } from "./cascade.ts";
import { createHybridRouter } from "./hybrid.ts";
import { createIntentRouter } from "./intent.ts";
import { createPhiRouter, type PhiRouterOptions } from "./phi.ts";
import type { Router } from "./router.ts";
import { createRuleRouter } from "./rule.ts";
import { createTaskRouter } from "./task.ts";
import { type RouterMemory, withMemory } from "./with-memory.ts";
import { withScreen } from "./with-screen.ts";

export interface RouterRegistry {
  /** Routers that can be used here. */
  readonly names: readonly string[];
  /** Routers that are known but cannot be used here, each with the reason. */
  readonly absent: Readonly<Record<string, string>>;
  /** @throws RoutingError saying why it is absent, or naming the routers that exist. */
  get(name: string): Router;
}

export interface RouterRegistryOptions {
  /** Score from which the rule router asks the cloud; the rules' own when absent. */
  readonly complexityThreshold?: number;
  readonly priority?: readonly string[];
  /** Least confidence of a router in the priority chain, 0 to 1; default: any is enough. */
  readonly leastConfidence?: (name: string) => number | undefined;
  readonly bert?: BertRouterOptions;
  /** The chat model that phi and cascade ask, usually the local one; without it they are absent. */
  readonly model?: Pick<PhiRouterOptions, "chat" | "model">;
  readonly phi?: Omit<PhiRouterOptions, "chat" | "model">;
  readonly cascade?: Omit<CascadeOptions, "chat" | "model">;
  /** What phi and cascade remember of their decisions; nothing when absent. */
  readonly memory?: RouterMemory | undefined;
  /** Routers that are not to be used, each with the reason: `{ phi: "is switched off" }`. */
  readonly absent?: Readonly<Record<string, string>>;
  /** The learner's own routers, by name. They get each query whole. */
  readonly extra?: readonly Router[];
}

/**
 * Every router that can be chosen by name. A new one needs its file and a line here. What in a query is addressed to the
 * router is set aside before they see it.
 */
export function createRouters(options: RouterRegistryOptions = {}): RouterRegistry {
  const { priority = ["rule"], leastConfidence, extra = [] } = options;
  const built = buildRouters(options);
  const routers = new Map<string, Router>();
  for (const { name, router } of built) if (router) routers.set(name, router);
  for (const router of extra) {
    if (router.name === HYBRID || built.some(({ name }) => name === router.name))
      throw nameTaken(router.name);
    if (routers.has(router.name)) throw nameTaken(router.name);
    routers.set(router.name, router);
  }
  const absent = Object.fromEntries(built.flatMap(({ name, absent }) => (absent ? [[name, absent]] : [])));
  const single = new Map(routers);
  const hybrid = createHybridRouter({
    priority,
    find: (name) => single.get(name),
    whyAbsent: (name) => absent[name],
    ...(leastConfidence && { leastConfidence }),
  });
  routers.set(HYBRID, hybrid);
  return {
    names: [...routers.keys()],
    absent,
    get: (name) => routers.get(name) ?? refuse(name, [...routers.keys()], absent),
  };
}

/** The chain of all others; no router may take its name. */
const HYBRID = "hybrid";

/** The workshop's own routers, whether or not they can be used here. */
export const ROUTER_NAMES: readonly string[] = ["rule", "bert", "phi", "intent", "task", "cascade", HYBRID];

interface BuiltRouter {
  readonly name: string;
  readonly router?: Router;
  readonly absent?: string;
}

/** The workshop's own routers. */
function buildRouters(options: RouterRegistryOptions): readonly BuiltRouter[] {
  const { complexityThreshold, bert = {}, model, phi = {}, cascade = {}, absent = {}, memory } = options;
  const remember = (router: Router) => (memory ? withMemory(router, memory) : router);
  const rule = createRuleRouter(complexityThreshold === undefined ? {} : { threshold: complexityThreshold });
  const builders: readonly [name: string, router: Router | undefined, whyNot: string][] = [
    ["rule", rule, ""],
    ["bert", createBertRouter(bert), ""],
    ["phi", model && remember(createPhiRouter({ ...phi, ...model })), NO_MODEL],
    ["intent", createIntentRouter(), ""],
    ["task", createTaskRouter(), ""],
    ["cascade", model && remember(createCascade({ ...cascade, ...model })), NO_MODEL],
  ];
  return builders.map(([name, router, whyNot]) => {
    const reason = absent[name] ?? (router ? undefined : whyNot);
    return router && reason === undefined
      ? { name, router: withScreen(router) }
      : { name, absent: reason ?? whyNot };
  });
}

const NO_MODEL = "has no local model to ask";

function refuse(name: string, names: readonly string[], absent: Readonly<Record<string, string>>): never {
  const reason = absent[name];
  if (reason !== undefined) {
    throw new RoutingError(`The router ${name} ${reason}.`, {
      code: "ROUTER_ABSENT",
      hint: `There are: ${names.join(", ")}.`,
    });
  }
  const near = nearestName(name, names);
  throw new RoutingError(`There is no router named "${name}".`, {
    code: "UNKNOWN_ROUTER",
    hint: near ? `Did you mean ${near}?` : `There are: ${names.join(", ")}.`,
  });
}

function nameTaken(name: string): RoutingError {
  return new RoutingError(`There is a router named "${name}" already.`, {
    code: "ROUTER_NAME_TAKEN",
    hint: "Give yours another name.",
  });
}
