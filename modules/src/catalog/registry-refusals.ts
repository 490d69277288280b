import { nearestName } from "../config/nearest-name.ts";
import { RoutingError, SettingsError } from "../core/errors.ts";
import type { Family } from "./model-families.ts";
import type { ModelNames } from "./model-names.ts";
import type { ModelProfile, RegistryConfig } from "./registry-config.ts";

/** What a config says of who does what. */
export type Routes = Pick<RegistryConfig, "rules" | "primaryModel" | "chains">;

export function refuseClash({ clashes }: ModelNames, { name }: ModelProfile): void {
  const problems = clashes.map(
    ({ written, of, taken }) => `${of} wants the name ${written}, which is ${taken}'s.`,
  );
  if (problems.length > 0) throw new SettingsError(problems, `Give ${name} another name or alias.`);
}

export function refuseNeeded(name: string, { primaryModel, chains }: Routes): void {
  const needs = [
    ...Object.entries(primaryModel).flatMap(([intent, model]) =>
      model === name ? [`the intent ${intent}`] : [],
    ),
    ...Object.entries(chains).flatMap(([start, chain]) =>
      start === name || chain.includes(name) ? [`the chain of ${start}`] : [],
    ),
  ];
  if (needs.length === 0) return;
  throw new SettingsError(
    [`${name} cannot go: ${needs.join(", ")} needs it.`],
    "Change the registry file first.",
  );
}

export function unknownModel(written: string, names: ModelNames): RoutingError {
  const short = written.length > 60 ? `${written.slice(0, 57)}...` : written;
  const near = nearestName(short, names.all);
  const known = names.all.slice(0, 12).join(", ");
  return new RoutingError(`There is no model ${JSON.stringify(short)}.`, {
    code: "MODEL_UNKNOWN",
    hint: near
      ? `Did you mean ${near}?`
      : `There are: ${known}${names.all.length > 12 ? " and others" : ""}.`,
  });
}

export function unknownVersion({ versions, active }: Family, version: string): RoutingError {
  return new RoutingError(`There is no version ${JSON.stringify(version)} of ${active.profile.name}.`, {
    code: "MODEL_VERSION_UNKNOWN",
    hint: `There are: ${versions.map(({ profile }) => profile.version).join(", ")}.`,
  });
}
