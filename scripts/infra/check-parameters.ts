import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { BicepFile } from "../../modules/src/azure/bicep/index.ts";
import { readYaml } from "../../modules/src/config/index.ts";
import type { InfraEntry } from "./infra-entries.ts";
import type { InfraFinding } from "./infra-finding.ts";

/** The names that people set must exist in the files that they deploy. */
export function checkParameterNames(
  entries: readonly InfraEntry[],
  files: readonly BicepFile[],
): readonly InfraFinding[] {
  return entries.flatMap(({ path, parameters }) => {
    const file = files.find((one) => one.file.endsWith(`/${path}`));
    const known = file?.parameters.map(({ name }) => name) ?? [];
    return parameters
      .filter((name) => !known.includes(name))
      .map((name) => ({
        message: `The parameter "${name}" is missing.`,
        file: file?.file ?? path,
        line: 1,
        column: 1,
      }));
  });
}

/** Every output that a module declares is used by some file; a module that no file uses is dead. */
export function findUnusedModules(
  files: readonly BicepFile[],
  entries: readonly InfraEntry[],
): readonly InfraFinding[] {
  const named = files.flatMap(({ path, modules }) => modules.map((module) => join(path, "..", module.path)));
  return files
    .filter(
      ({ path }) =>
        !named.includes(path) &&
        !entries.some((entry) => path.replaceAll("\\", "/").endsWith(`/${entry.path}`)),
    )
    .map(({ file }) => ({ message: "No file deploys this module.", file, line: 1, column: 1 }));
}

const azdFile = z.object({ infra: z.object({ path: z.string(), module: z.string() }) });

/** azd's files: where the template lies, and the parameters that it fills from variables. */
export function checkAzd(
  root: string,
  main: BicepFile,
  documented: ReadonlySet<string>,
): readonly InfraFinding[] {
  const at = (file: string) => ({ file, line: 1, column: 1 });
  const { infra } = readYaml(join(root, "azure.yaml"), "azd's file", azdFile).content;
  const template = join(root, infra.path, `${infra.module}.bicep`);
  if (!existsSync(template))
    return [{ message: `There is no ${infra.path}/${infra.module}.bicep.`, ...at("azure.yaml") }];
  const file = `${infra.path}/${infra.module}.parameters.json`;
  const { parameters } = JSON.parse(readFileSync(join(root, file), "utf8"));
  const names = main.parameters.map(({ name }) => name);
  const findings: InfraFinding[] = [];
  for (const [name, { value }] of Object.entries<{ value: unknown }>(parameters)) {
    if (!names.includes(name))
      findings.push({ message: `${main.file} has no parameter "${name}".`, ...at(file) });
    for (const [, variable = ""] of String(value).matchAll(/\$\{(\w+)/g))
      if (!documented.has(variable))
        findings.push({ message: `${variable} is not in .env.example.`, ...at(file) });
  }
  for (const { name, fallback } of main.parameters)
    if (!fallback && !(name in parameters))
      findings.push({ message: `The parameter "${name}" has no value.`, ...at(file) });
  return findings;
}

/** Names of variables that `.env.example` explains. */
export function documentedVariables(root: string): ReadonlySet<string> {
  const text = readFileSync(join(root, ".env.example"), "utf8");
  return new Set([...text.matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map((match) => match[1] ?? ""));
}
