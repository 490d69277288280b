import { join, relative } from "node:path";
import { loadGatewayModel } from "../../modules/src/apim/index.ts";
import {
  BicepError,
  checkBackendFormat,
  type GatewayFromBicep,
  type PlainValue,
  readGatewayFromBicep,
} from "../../modules/src/azure/bicep/index.ts";
import type { InfraEntry } from "./infra-entries.ts";
import type { InfraFinding } from "./infra-finding.ts";

export interface EntryReport {
  readonly findings: readonly InfraFinding[];
  /** Undefined when the file cannot be evaluated. */
  readonly gateway: GatewayFromBicep | undefined;
  /** Whether the emulator would run the gateway. */
  readonly loads: boolean;
}

/**
 * Evaluates a file that people deploy and holds it against what they count on; the gateway in it is loaded by the emulator.
 * @param folder `infra/bicep`
 */
export async function checkEntry(entry: InfraEntry, folder: string, from: string): Promise<EntryReport> {
  const path = join(folder, entry.path);
  const file = relative(from, path).replaceAll("\\", "/");
  let gateway: GatewayFromBicep;
  try {
    gateway = await readGatewayFromBicep(path, entry.params, { from });
  } catch (error) {
    if (error instanceof BicepError) return { findings: error.problems, gateway: undefined, loads: false };
    throw error;
  }
  const { model, problems } = await loadGatewayModel({ config: gateway.config });
  return {
    gateway,
    loads: model !== undefined,
    findings: [
      ...missingOutputs(entry, Object.keys(gateway.outputs), file),
      ...emptyOutputs(gateway.outputs, file),
      ...gateway.ignored,
      ...checkBackendFormat(gateway),
      ...openPlaceholders(gateway),
      ...unusedNamedValues(gateway, file),
      ...placed([...problems, ...(model?.warnings ?? [])], gateway, file),
      ...(await sameBackends(gateway, entry, path, file)),
    ],
  };
}

function missingOutputs(
  { outputs }: InfraEntry,
  given: readonly string[],
  file: string,
): readonly InfraFinding[] {
  const missing = outputs
    .filter((name) => !given.includes(name))
    .map((name) => `The output "${name}" is missing.`);
  const surplus = given
    .filter((name) => !outputs.includes(name))
    .map((name) => `The output "${name}" is in nobody's list.`);
  return [...missing, ...surplus].map((message) => ({ message, file, line: 1, column: 1 }));
}

function emptyOutputs(outputs: Readonly<Record<string, PlainValue>>, file: string): readonly InfraFinding[] {
  return Object.entries(outputs)
    .filter(([, value]) => value === "" || value === null)
    .map(([name]) => ({ message: `The output "${name}" is empty.`, file, line: 1, column: 1 }));
}

/** Places that Bicep should have filled: `{backend-id}`. */
function openPlaceholders({ policyOrigins }: GatewayFromBicep): readonly InfraFinding[] {
  return policyOrigins.flatMap(({ scope, text, position }) =>
    [...new Set([...text.matchAll(/="(\{[\w-]+\})"/g)].map((match) => match[1] ?? ""))].map((place) => ({
      message: `${place} is not replaced in the policy of ${scope}.`,
      ...position,
    })),
  );
}

function unusedNamedValues({ config }: GatewayFromBicep, file: string): readonly InfraFinding[] {
  const text = JSON.stringify(config);
  return Object.keys(config.namedValues)
    .filter((name) => !text.includes(`{{${name}}}`))
    .map((name) => ({ message: `No policy uses the named value "${name}".`, file, line: 1, column: 1 }));
}

/** What the emulator tells of a policy's text, at its place in the XML file. */
function placed(
  problems: readonly InfraFinding[],
  { policyOrigins }: GatewayFromBicep,
  file: string,
): readonly InfraFinding[] {
  return problems.map((problem) => {
    const scope = /^the policy of (?:API|product) (.+)$/.exec(problem.file)?.[1];
    if (scope === undefined) return { ...problem, file };
    const origin = policyOrigins.find((one) => one.scope.endsWith(` ${scope}`));
    return { ...problem, file: origin?.file ?? file };
  });
}

/** The emulator may be given the Bicep file itself as its backends; both ways must mean the same. */
async function sameBackends(
  { config }: GatewayFromBicep,
  { params }: InfraEntry,
  path: string,
  file: string,
): Promise<readonly InfraFinding[]> {
  const api = { id: "any", path: "any", subscriptionRequired: false };
  const [direct, listed] = await Promise.all([
    loadGatewayModel({
      config: { api, backends: path, backendParameters: JSON.parse(JSON.stringify(params)) },
    }),
    loadGatewayModel({ config: { api, backends: config.backends } }),
  ]);
  if (JSON.stringify(direct.model?.backends) === JSON.stringify(listed.model?.backends)) return [];
  const message = "The emulator reads other backends from the file itself than from its resources.";
  return [{ message, file, line: 1, column: 1 }];
}
