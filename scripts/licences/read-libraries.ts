import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** A library that the kit runs with. */
export interface Library {
  readonly name: string;
  /** As the package file pins it. */
  readonly pinned: string;
  /** What lies in node_modules; undefined where this machine does without. */
  readonly installed: string | undefined;
  /** SPDX expression of its own package file, else of the lock file. */
  readonly licence: string;
}

/** A package of the lock file that is there when the kit runs. */
export interface LockedPackage {
  readonly name: string;
  readonly licence: string;
}

const versions = z.record(z.string(), z.string()).default({});
const manifestSchema = z.object({
  version: z.string().optional(),
  license: z.string().optional(),
  dependencies: versions,
  optionalDependencies: versions,
});
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      license: z.string().optional(),
      dev: z.boolean().optional(),
      link: z.boolean().optional(),
    }),
  ),
});

const UNKNOWN = "unknown";

const readManifest = (file: string) => manifestSchema.parse(JSON.parse(readFileSync(file, "utf8")));

/** What the kit and its modules name themselves, by name. */
export function directLibraries(root: string): readonly Library[] {
  const pins = new Map<string, string>();
  for (const folder of ["", "modules"]) {
    const { dependencies, optionalDependencies } = readManifest(join(root, folder, "package.json"));
    for (const [name, version] of Object.entries({ ...dependencies, ...optionalDependencies }))
      pins.set(name, version);
  }
  const locked = new Map(lockedPackages(root).map(({ name, licence }) => [name, licence]));
  return [...pins]
    .sort(([a], [b]) => a.localeCompare(b, "en"))
    .map(([name, pinned]) => {
      const file = join(root, "node_modules", name, "package.json");
      const found = existsSync(file) ? readManifest(file) : undefined;
      const licence = found?.license ?? locked.get(name) ?? UNKNOWN;
      return { name, pinned, installed: found?.version, licence };
    });
}

/** Everything that comes with them, for any system. What only tests and builds need is left out. */
export function lockedPackages(root: string): readonly LockedPackage[] {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")));
  return Object.entries(packages)
    .filter(([path, { dev, link }]) => path.includes("node_modules/") && !dev && !link)
    .map(([path, { license: licence = UNKNOWN }]) => ({
      name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
      licence,
    }));
}
