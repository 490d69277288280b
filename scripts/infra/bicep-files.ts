import { readdirSync } from "node:fs";
import { join } from "node:path";
import {
  BicepError,
  type BicepFile,
  type BicepParser,
  readBicepFile,
} from "../../modules/src/azure/bicep/index.ts";
import type { InfraFinding } from "./infra-finding.ts";
import { usedNames } from "./used-names.ts";

/** Paths of all Bicep files below a folder. */
export function listBicepFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".bicep"))
    .sort()
    .map((name) => join(folder, name));
}

export interface ReadFiles {
  readonly files: readonly BicepFile[];
  readonly findings: readonly InfraFinding[];
}

/** Reads every file with the grammar of tree-sitter. */
export function readBicepFiles(paths: readonly string[], from: string, parser: BicepParser): ReadFiles {
  const files: BicepFile[] = [];
  const findings: InfraFinding[] = [];
  for (const path of paths) {
    try {
      files.push(readBicepFile(path, from, parser));
    } catch (error) {
      if (!(error instanceof BicepError)) throw error;
      findings.push(...error.problems);
    }
  }
  return { files, findings };
}

/** Parameters and variables that nothing uses. */
export function findUnused(files: readonly BicepFile[]): readonly InfraFinding[] {
  return files.flatMap((file) => {
    const used = usedNames(file);
    return [...file.parameters, ...file.variables]
      .filter(({ name }) => !used.has(name))
      .map(({ name, position }) => ({ message: `Nothing uses "${name}".`, ...position }));
  });
}
