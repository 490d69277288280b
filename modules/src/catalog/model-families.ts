import { indexModelNames } from "./model-names.ts";
import type { RegisteredModel, RegistryEvent } from "./model-registry.ts";
import { isSameServer, type Sightings, showModel, unseen } from "./model-sightings.ts";
import type { ModelProfile } from "./registry-config.ts";

/** One version of a model with what was seen of it. */
export interface Held {
  readonly profile: ModelProfile;
  readonly origin: RegisteredModel["origin"];
  seen: Sightings;
  /** What is handed out until something changes. */
  shown: RegisteredModel | undefined;
}

/** All versions of a model, oldest first. */
export interface Family {
  readonly versions: readonly Held[];
  readonly active: Held;
}

/** By name, in the order of registration. */
export type Families = ReadonlyMap<string, Family>;

export function show(held: Held): RegisteredModel {
  held.shown ??= showModel(held.profile, held.origin, held.seen);
  return held.shown;
}

export const showMaybe = (held: Held | undefined) => held && show(held);

const hold = (profile: ModelProfile, origin: Held["origin"], before?: Held): Held => ({
  profile,
  origin,
  seen: before && isSameServer(before.profile, profile) ? ratedAs(before, profile) : unseen(profile),
  shown: undefined,
});

/** A quality that nobody rated follows its profile. */
const ratedAs = ({ seen, profile: before }: Held, profile: ModelProfile): Sightings =>
  seen.ratedQuality === before.quality ? { ...seen, ratedQuality: profile.quality } : seen;

export const namesOf = (families: Families) =>
  indexModelNames([...families.values()].map(({ active }) => active.profile));

const isVersion = (version: string) => (held: Held) => held.profile.version === version;

export function withVersion(families: Families, profile: ModelProfile, activate: boolean): Families {
  const family = families.get(profile.name);
  const before = family?.versions.find(isVersion(profile.version));
  const held = hold(profile, "run-time", before);
  const others = family?.versions ?? [];
  const versions = before ? others.map((one) => (one === before ? held : one)) : [...others, held];
  const stays = family && !activate && family.active !== before;
  return new Map(families).set(profile.name, { versions, active: stays ? family.active : held });
}

export function withoutVersions(families: Families, family: Family, left: readonly Held[]): Families {
  const { name } = family.active.profile;
  const next = new Map(families);
  const newest = left.at(-1);
  if (newest)
    return next.set(name, { versions: left, active: left.includes(family.active) ? family.active : newest });
  next.delete(name);
  return next;
}

/** The file's models in its order, then those registered while running. A version that the file newly brings becomes active. */
export function mergeFile(families: Families, models: readonly ModelProfile[]): Families {
  const next = new Map<string, Family>();
  for (const [name, profiles] of Map.groupBy(models, (profile) => profile.name)) {
    const family = families.get(name);
    const known = (version: string) => family?.versions.find(isVersion(version));
    const fromFile = profiles.map((profile) => hold(profile, "file", known(profile.version)));
    const added = fromFile.findLast(({ profile }) => !known(profile.version));
    const kept = runTimeOf(family).filter(({ profile }) => !fromFile.some(isVersion(profile.version)));
    const versions = [...fromFile, ...kept];
    const active = added ?? versions.find(isVersion(family?.active.profile.version ?? "")) ?? versions.at(-1);
    if (active) next.set(name, { versions, active });
  }
  for (const [name, family] of families) {
    const kept = next.has(name) ? [] : runTimeOf(family);
    const newest = kept.at(-1);
    if (newest)
      next.set(name, { versions: kept, active: kept.includes(family.active) ? family.active : newest });
  }
  return next;
}

const runTimeOf = (family: Family | undefined) =>
  family?.versions.filter(({ origin }) => origin === "run-time") ?? [];

export function* differences(before: Families, after: Families, at: number): Generator<RegistryEvent> {
  const all = (families: Families) =>
    new Map(
      [...families.values()]
        .flatMap(({ versions }) => versions)
        .map(({ profile }) => [`${profile.name}@${profile.version}`, profile] as const),
    );
  const [old, now] = [all(before), all(after)];
  for (const [key, { name, version }] of old)
    if (!now.has(key)) yield { type: "model-removed", at, name, version };
  for (const [key, profile] of now) {
    const { name, version } = profile;
    const was = old.get(key);
    if (!was) yield { type: "model-added", at, name, version };
    else if (JSON.stringify(was) !== JSON.stringify(profile))
      yield { type: "model-changed", at, name, version };
  }
}
