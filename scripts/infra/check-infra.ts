import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { loadBicepParser } from "../../modules/src/azure/bicep/index.ts";
import { findUnused, listBicepFiles, readBicepFiles } from "./bicep-files.ts";
import { checkEntry } from "./check-entry.ts";
import { checkAzd, checkParameterNames, documentedVariables, findUnusedModules } from "./check-parameters.ts";
import { INFRA_ENTRIES } from "./infra-entries.ts";
import type { InfraFinding } from "./infra-finding.ts";
import { parseWithPycep } from "./run-pycep.ts";

export interface CheckInfraOptions {
  /** The repository, or a copy of it. */
  readonly root: string;
  /** A Python that has pycep. */
  readonly python?: string | undefined;
  /** How long pycep may take for one file. */
  readonly timeoutMs: number;
}

export interface InfraReport {
  readonly findings: readonly InfraFinding[];
  /** What was looked at, one line each. */
  readonly lines: readonly string[];
}

/** Reads all Bicep files, evaluates those that people deploy, and loads their gateways into the emulator. */
export async function checkInfra({ root, python, timeoutMs }: CheckInfraOptions): Promise<InfraReport> {
  const folder = join(root, "infra", "bicep");
  const paths = listBicepFiles(folder);
  const { files, findings } = readBicepFiles(paths, root, await loadBicepParser());
  const found: InfraFinding[] = [...findings, ...findUnused(files)];
  const lines = [`${paths.length} Bicep files read with tree-sitter`];
  if (python !== undefined) {
    for (const path of paths)
      found.push(...(await parseWithPycep(python, path, nameOf(path, root), timeoutMs)));
    lines.push(`${paths.length} Bicep files read with pycep`);
  }
  found.push(...checkParameterNames(INFRA_ENTRIES, files), ...findUnusedModules(files, INFRA_ENTRIES));
  const main = files.find(({ path }) => path === join(folder, "main.bicep"));
  if (main) found.push(...checkAzd(root, main, documentedVariables(root)));
  const used = new Set<string>();
  for (const entry of INFRA_ENTRIES) {
    const { findings: wrong, gateway, loads } = await checkEntry(entry, folder, root);
    found.push(...wrong);
    if (!gateway) continue;
    for (const path of gateway.files) used.add(path);
    if (!loads) continue;
    const { apis, backends } = gateway.config;
    lines.push(
      `${entry.path}: ${gateway.resources.length} resources, ${Object.keys(gateway.outputs).length} outputs; the emulator loads its gateway: APIs ${apis.length}, backends ${backends.length}`,
    );
  }
  found.push(...findUnusedPolicies(root, used));
  return { findings: distinct(found), lines };
}

/** A policy that no Bicep file loads is deployed by nobody. */
function findUnusedPolicies(root: string, used: ReadonlySet<string>): readonly InfraFinding[] {
  const folder = join(root, "infra", "policies");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".xml") && !used.has(join(folder, name)))
    .map((name) => ({
      message: "No Bicep file loads this policy.",
      file: `infra/policies/${name}`,
      line: 1,
      column: 1,
    }));
}

function nameOf(path: string, root: string): string {
  return relative(root, path).replaceAll("\\", "/");
}

/** A module that several files deploy is wrong once. */
function distinct(findings: readonly InfraFinding[]): readonly InfraFinding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}
