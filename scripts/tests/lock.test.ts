import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";

interface Locked {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly resolved?: string;
}

const read = (name: string) => JSON.parse(readFileSync(join(paths.root, name), "utf8"));
const packages: Readonly<Record<string, Locked>> = read("package-lock.json").packages;

test("the lock holds every platform's packages, so that an install works on all of them", () => {
  const locked = new Set(Object.keys(packages).map((path) => path.split("node_modules/").at(-1)));
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !locked.has(name))
      .map((name) => `${path || "root"} needs ${name}`),
  );
  expect(missing).toEqual([]);
  expect(locked).toContain("@biomejs/cli-darwin-arm64");
  expect(locked).toContain("@biomejs/cli-win32-x64");
});

test("every dependency is pinned to one version", () => {
  const loose = ["", "modules"].flatMap((workspace) => {
    const { dependencies = {}, devDependencies = {}, optionalDependencies = {} } = packages[workspace] ?? {};
    return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
      .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
      .map(([name, version]) => `${name}@${version}`);
  });
  expect(loose).toEqual([]);
});

test("the lock names no registry, so that any mirror serves it", () => {
  expect(Object.values(packages).filter(({ resolved }) => resolved?.startsWith("http"))).toEqual([]);
});
