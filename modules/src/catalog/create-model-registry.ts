import { type Clock, systemClock } from "../core/clock.ts";
import { type Logger, silentLogger } from "../core/logger.ts";
import { checkProfile } from "./check-profile.ts";
import {
  differences,
  type Families,
  type Family,
  type Held,
  mergeFile,
  namesOf,
  show,
  showMaybe,
  withoutVersions,
  withVersion,
} from "./model-families.ts";
import { indexModelNames, type ModelNames, splitVersion } from "./model-names.ts";
import type { ModelRegistry, RegistryEvent, TaskWish } from "./model-registry.ts";
import { type Sightings, sawCall } from "./model-sightings.ts";
import { rankModels } from "./rank-models.ts";
import type { RegistryConfig, TaskRule } from "./registry-config.ts";
import { type Routes, refuseClash, refuseNeeded, unknownModel, unknownVersion } from "./registry-refusals.ts";
import { taskName } from "./task-capability.ts";

export interface ModelRegistryOptions {
  /** What it begins with; nothing when absent. */
  readonly config?: RegistryConfig;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly onEvent?: ((event: RegistryEvent) => void) | undefined;
}

const NO_ROUTES: Routes = { rules: [], primaryModel: {}, chains: {} };

/** Task names come from requests too, so the cache of ranked models has an end. */
const RANKINGS = 256;

/** Creates a registry in memory. Nothing is asked over the network; `createHealthChecks` does that. */
export function createModelRegistry(options: ModelRegistryOptions = {}): ModelRegistry {
  const { clock = systemClock, logger = silentLogger, onEvent } = options;
  let families: Families = new Map();
  let names: ModelNames = indexModelNames([]);
  let routes = NO_ROUTES;
  let ruleOf: ReadonlyMap<string, TaskRule> = new Map();
  let revision = 0;
  const rankings = new Map<string, readonly Held[]>();

  const tell = (event: RegistryEvent) => onEvent?.(event);

  const changed = () => {
    revision++;
    rankings.clear();
  };

  function take(next: Families, nextNames: ModelNames): void {
    const before = families;
    families = next;
    names = nextNames;
    changed();
    for (const event of differences(before, next, clock.now())) tell(event);
  }

  function see(held: Held, seen: Sightings): void {
    held.seen = seen;
    held.shown = undefined;
  }

  function heldOf(written: string): Held | undefined {
    const whole = names.nameOf(written);
    if (whole !== undefined) return families.get(whole)?.active;
    const { name, version } = splitVersion(written);
    if (version === undefined) return undefined;
    const family = families.get(names.nameOf(name) ?? "");
    return family?.versions.find(({ profile }) => profile.version === version);
  }

  function familyOf(written: string): Family {
    const family = families.get(names.nameOf(written) ?? "");
    if (family) return family;
    throw unknownModel(written, names);
  }

  function ranked(task: string, wish: TaskWish): readonly Held[] {
    const key = JSON.stringify([taskName(task), wish]);
    const known = rankings.get(key);
    if (known) return known;
    const active = [...families.values()].map((family) => family.active);
    const models = rankModels(active.map(show), task, ruleOf.get(taskName(task)), wish);
    const order = models.flatMap(({ name }) => families.get(name)?.active ?? []);
    if (rankings.size >= RANKINGS) rankings.clear();
    rankings.set(key, order);
    return order;
  }

  const registry: ModelRegistry = {
    get revision() {
      return revision;
    },
    get rules() {
      return routes.rules;
    },
    list: () => [...families.values()].map(({ active }) => show(active)),
    find: (name) => showMaybe(heldOf(name)),
    get(name) {
      const held = heldOf(name);
      if (held) return show(held);
      throw unknownModel(name, names);
    },
    versions: (name) => families.get(names.nameOf(name) ?? "")?.versions.map(({ profile }) => profile) ?? [],
    modelsForTask: (task, wish = {}) => ranked(task, wish).map(show),
    chainOf(name) {
      const start = names.nameOf(name);
      const chain = start === undefined ? undefined : routes.chains[start];
      return (chain ?? []).flatMap((next) => showMaybe(families.get(next)?.active) ?? []);
    },
    primaryFor: (intent) => {
      const { primaryModel } = routes;
      const name = Object.hasOwn(primaryModel, intent) ? primaryModel[intent] : primaryModel.general;
      return name === undefined ? undefined : showMaybe(heldOf(name));
    },
    register(profile, { activate = true } = {}) {
      checkProfile(profile);
      const next = withVersion(families, profile, activate);
      const nextNames = namesOf(next);
      refuseClash(nextNames, profile);
      take(next, nextNames);
    },
    activate(name, version) {
      const family = familyOf(name);
      const active = family.versions.find(({ profile }) => profile.version === version);
      if (!active) throw unknownVersion(family, version);
      if (active === family.active) return;
      const next = new Map(families).set(active.profile.name, { ...family, active });
      take(next, namesOf(next));
      tell({ type: "version-activated", at: clock.now(), name: active.profile.name, version });
    },
    retire(name, version) {
      const family = familyOf(name);
      const left =
        version === undefined ? [] : family.versions.filter(({ profile }) => profile.version !== version);
      if (left.length === family.versions.length) throw unknownVersion(family, version ?? "");
      if (left.length === 0) refuseNeeded(family.active.profile.name, routes);
      const next = withoutVersions(families, family, left);
      take(next, namesOf(next));
    },
    apply(config) {
      const next = mergeFile(families, config.models);
      const nextNames = namesOf(next);
      routes = config;
      ruleOf = new Map(config.rules.map((rule) => [taskName(rule.task), rule]));
      take(next, nextNames);
      const [models, rules] = [config.models.length, config.rules.length];
      logger.info(`Loaded ${models} models and ${rules} routing rules`, { models, rules });
      for (const warning of config.warnings) logger.warn(warning);
      tell({ type: "config-applied", at: clock.now(), models, rules });
    },
    recordCall(name, { ok, latencyMs }) {
      const held = heldOf(name);
      if (held) see(held, sawCall(held.seen, ok, latencyMs));
    },
    rateQuality(name, quality) {
      const held = heldOf(name);
      if (!held || Number.isNaN(quality)) return;
      see(held, { ...held.seen, ratedQuality: Math.min(1, Math.max(0, quality)) });
      changed();
    },
    recordCheck(name, { at, availability }) {
      const held = heldOf(name);
      if (!held) return;
      const before = held.seen.availability.kind;
      see(held, { ...held.seen, availability, lastCheckAt: at });
      if (before === availability.kind) return;
      changed();
      tell({ type: "availability", at, name: held.profile.name, to: availability });
    },
  };
  if (options.config) registry.apply(options.config);
  return registry;
}
