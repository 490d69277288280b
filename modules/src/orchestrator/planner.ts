import type { Tier } from "../chat/source.ts";
import { SettingsError } from "../core/errors.ts";
import {
  createFallbackPlan,
  type FallbackPlan,
  type MidStreamPolicy,
  type PlanLevel,
} from "../resilience/fallback-plan.ts";
import type { ChatNeeds } from "./chat-needs.ts";
import type { PlannedDeployment } from "./chat-part.ts";
import type { LackOf, LeftOut } from "./fit-plan.ts";
import type { Serving, ServingDeployment } from "./serving.ts";

/** Whom to ask on one route, made once at start-up. */
export interface ReadyPlan {
  readonly route: string;
  readonly fallback: FallbackPlan;
  readonly deployments: readonly ServingDeployment[];
  readonly told: readonly PlannedDeployment[];
  /** Deployments that the route is for; any other that answers is a fallback. */
  readonly meant: ReadonlySet<string>;
  /** Deployments that cannot take the request; absent when all can. */
  readonly leftOut?: readonly LeftOut[];
}

export interface PlannerOptions {
  /** For each route the names of deployments, models or tiers, in their order. */
  readonly routes: Readonly<Record<string, readonly string[]>>;
  /** Models that step in for a model that is asked for by name. */
  readonly chains?: Readonly<Record<string, readonly string[]>>;
  /** Most deployments that are asked for one answer. */
  readonly maxTried: number;
  readonly midStream: MidStreamPolicy;
  readonly hedgeAfterMs?: number | undefined;
  /** Names that chains may hold although nothing serves them here. */
  readonly absent?: readonly string[];
  /** Why a deployment cannot take a request; default: each can. */
  readonly lackOf?: LackOf;
  /** True: what is meant for this machine never leaves it. */
  readonly staysLocal?: boolean;
}

export interface Planner {
  /** By route name; undefined for one that there is not. */
  ofRoute(route: string): ReadyPlan | undefined;
  /** For a model asked for by name; undefined for an unknown one. */
  ofModel(name: string): ReadyPlan | undefined;
  /** The same plan with another order, selection or policy. */
  changed(plan: ReadyPlan, change: PlanChange): ReadyPlan;
  /** The plan with one of its models first, for which it is then meant. */
  ledBy(plan: ReadyPlan, model: string): ReadyPlan;
  /** The plan without those that cannot take the request; the same one when all can. */
  fit(plan: ReadyPlan, needs: ChatNeeds): ReadyPlan;
  /** Models that can take a request, wherever they are. */
  ableTo(needs: ChatNeeds): readonly string[];
  readonly staysLocal: boolean;
  /** Routes with the names of their deployments, to show. */
  readonly chains: Readonly<Record<string, readonly string[]>>;
}

export interface PlanChange {
  readonly prefer?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  /** True: only this machine; false: only the cloud. */
  readonly local?: boolean | undefined;
  /** True: only deployments that the plan is meant for. */
  readonly alone?: boolean | undefined;
  /** Deployments, models or tiers that step in, instead of those of the plan. */
  readonly standIns?: readonly string[] | undefined;
  readonly midStream?: MidStreamPolicy | undefined;
}

/** Compiles routes into plans, so that a request only looks its own up. @throws SettingsError when a chain names nobody known. */
export function createPlanner(serving: Serving, options: PlannerOptions): Planner {
  const chains = resolveAll(serving, options);
  const build = (route: string, deployments: readonly ServingDeployment[], meant: ReadonlySet<string>) => ({
    route,
    deployments,
    meant,
    told: deployments.map(({ name: deployment, model, tier }) => ({ deployment, model, tier })),
    fallback: createFallbackPlan(deployments.map(levelOf), options),
  });
  const routes = new Map<string, ReadyPlan>();
  for (const [route, chain] of Object.entries(options.routes)) {
    const deployments = distinct(chain.flatMap((entry) => serving.inChain(entry)).filter(isChat));
    routes.set(route, build(route, deployments, meantBy(route, chain, deployments, serving)));
  }
  const models = new Map<string, ReadyPlan>();
  function ofModel(name: string): ReadyPlan | undefined {
    const key = name.toLowerCase();
    const known = models.get(key);
    if (known) return known;
    const own = serving.named(name).filter(isChat);
    if (own.length === 0) return undefined;
    const standIns = chains[own[0]?.model ?? name] ?? [];
    const plan = build(
      "named",
      distinct([...own, ...standIns.flatMap((entry) => serving.inChain(entry)).filter(isChat)]),
      new Set(own.map((one) => one.name)),
    );
    models.set(key, plan);
    return plan;
  }
  const { lackOf = () => undefined, staysLocal = false } = options;
  return {
    ofRoute: (route) => routes.get(route),
    ofModel,
    staysLocal,
    changed(
      plan,
      { prefer = [], exclude = [], local, alone, standIns, midStream = plan.fallback.midStream },
    ) {
      const out = new Set(exclude.flatMap((name) => namedOrRefused(serving, name)));
      const first = prefer.flatMap((name) => namedOrRefused(serving, name)).filter(isChat);
      const meant = first.length > 0 ? new Set(first.map(({ name }) => name)) : plan.meant;
      const own = standIns ? plan.deployments.filter(({ name }) => meant.has(name)) : plan.deployments;
      const after = (standIns ?? []).flatMap((name) => namedOrRefused(serving, name)).filter(isChat);
      const deployments = distinct([...first, ...own, ...after]).filter(
        (one) =>
          !out.has(one) &&
          (local === undefined || (one.tier === "local") === local) &&
          (!alone || meant.has(one.name)),
      );
      const built = build(plan.route, deployments, meant);
      return { ...built, fallback: { ...built.fallback, midStream } };
    },
    ledBy(plan, model) {
      const first = plan.deployments.filter((one) => one.model === model);
      const built = build(plan.route, distinct([...first, ...plan.deployments]), namesOf(first));
      const { midStream } = plan.fallback;
      return { ...plan, ...built, fallback: { ...built.fallback, midStream } };
    },
    fit(plan, needs) {
      if (plan.deployments.every((one) => lackOf(one, needs) === undefined)) return plan;
      const leftOut = plan.deployments.flatMap((one) => {
        const because = lackOf(one, needs);
        return because === undefined ? [] : [{ deployment: one.name, because }];
      });
      const out = new Set(leftOut.map(({ deployment }) => deployment));
      const deployments = plan.deployments.filter(({ name }) => !out.has(name));
      const built = build(plan.route, deployments, meantOf(deployments, plan.meant));
      const { midStream } = plan.fallback;
      return { ...built, leftOut, fallback: { ...built.fallback, midStream } };
    },
    ableTo: (needs) => [
      ...new Set(
        serving.deployments
          .filter((one) => isChat(one) && lackOf(one, needs) === undefined)
          .map(({ model }) => model),
      ),
    ],
    chains: Object.fromEntries(
      [...routes].map(([route, { deployments }]) => [route, deployments.map(({ name }) => name)]),
    ),
  };
}

const isChat = ({ kind }: ServingDeployment): boolean => kind !== "embedding";

const distinct = (deployments: readonly ServingDeployment[]): readonly ServingDeployment[] => [
  ...new Set(deployments),
];

/** A deployment as the resilience asks it. */
export function levelOf({
  name,
  tier,
  maxAttempts,
  firstTokenMs,
  contextTokens,
  continues,
}: ServingDeployment) {
  const level: PlanLevel = {
    deployment: name,
    tier,
    continues: continues ?? "instruction",
    ...(maxAttempts !== undefined && { maxAttempts }),
    ...(firstTokenMs !== undefined && { firstTokenMs }),
    ...(contextTokens !== undefined && { contextTokens }),
  };
  return level;
}

/**
 * `local` is meant for this machine, `cloud` for the nearest tier of the cloud that is there, any other route for what stands
 * first in its chain. So is `local` where its chain names models, and none of them is on this machine.
 */
function meantBy(
  route: string,
  chain: readonly string[],
  deployments: readonly ServingDeployment[],
  serving: Serving,
): ReadonlySet<string> {
  const [first = ""] = chain;
  if (route !== "local" && route !== "cloud") return namesOf(serving.inChain(first));
  const tier = route === "local" ? route : deployments.find((one) => one.tier !== "local")?.tier;
  const own = deployments.filter((one) => one.tier === tier);
  return namesOf(own.length > 0 || TIERS.includes(first) ? own : serving.inChain(first));
}

/** Whoever is left of those that were meant; else the first that is left, and whoever else is of its tier. */
function meantOf(deployments: readonly ServingDeployment[], meant: ReadonlySet<string>): ReadonlySet<string> {
  const left = deployments.filter(({ name }) => meant.has(name));
  return namesOf(left.length > 0 ? left : deployments.filter(({ tier }) => tier === deployments[0]?.tier));
}

const namesOf = (deployments: readonly ServingDeployment[]): ReadonlySet<string> =>
  new Set(deployments.map(({ name }) => name));

function namedOrRefused(serving: Serving, name: string): readonly ServingDeployment[] {
  const found = serving.inChain(name);
  return found.length > 0 ? found : serving.refuse(name);
}

const TIERS: readonly string[] = ["local", "apim", "foundry", "azure", "cloud"] satisfies Tier[];

/** The chains, once every name in them is known. A tier without deployments is no mistake: its provider is not set up. */
function resolveAll(serving: Serving, { routes, chains = {}, absent = [] }: PlannerOptions) {
  const problems = [routes, chains].flatMap((all) =>
    Object.entries(all).flatMap(([route, chain]) =>
      chain
        .filter(
          (entry) => serving.inChain(entry).length === 0 && !TIERS.includes(entry) && !absent.includes(entry),
        )
        .map((entry) => `The chain of ${route} names ${entry}, which is no deployment, model or tier.`),
    ),
  );
  if (problems.length > 0) throw new SettingsError(problems);
  return chains;
}
