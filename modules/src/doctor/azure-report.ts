import { modelDeployments, resolveDeployment } from "../catalog/index.ts";
import type { LoadedSettings, SettingSource } from "../config/index.ts";
import { explainError, SettingsError } from "../core/errors.ts";
import { addressOfService, chosenCloud, cloudServices, isNamed, titleOfCloud } from "./cloud-services.ts";
import { type CommandByHand, commandsByHand, type ResourceByHand } from "./commands-by-hand.ts";
import { type Credential, findCredential } from "./credential.ts";
import type { HostReach, Machine } from "./machine.ts";
import { addressOf, isOfLabCloud, settingsOf, showAddress } from "./set-variables.ts";
import { findUnfitVariables } from "./unfit-variables.ts";

/** How this machine would call Azure, and what to look at by hand. No value of a secret is in it. */
export interface AzureReport {
  /** `USE_AZURE_FOUNDRY`, and where that comes from. Programs that use dual mode go by it. */
  readonly dualMode: { readonly on: boolean; readonly source: SettingSource };
  /** Who answers what labs send to the cloud; `AZURE_OPENAI_ENDPOINT` says it. */
  readonly cloud: ReturnType<typeof titleOfCloud>;
  readonly endpoints: readonly AzureEndpoint[];
  readonly deployments: readonly MappedDeployment[];
  /** What is wrong with the settings, one line each. */
  readonly problems: readonly string[];
  /** Commands a person may run, each with what it does. Secrets are in them as $VARIABLE. */
  readonly byHand: readonly CommandByHand[];
}

export interface AzureEndpoint {
  readonly title: string;
  readonly variable: string;
  /** Without user, password and query. */
  readonly address: string;
  readonly reach: HostReach;
  readonly credential: Credential;
}

/** Where a model of dual mode is served. */
export interface MappedDeployment {
  readonly model: string;
  readonly publisher: string;
  readonly variable: string;
  /** `undefined` when the variable is set to nothing that can be used. */
  readonly deployment: string | undefined;
  readonly source: SettingSource;
}

/**
 * Looks at what the settings say of Azure. Hosts are connected to, nothing is asked of them.
 * @throws SettingsError when the settings cannot be read
 */
export async function azureReport(machine: Machine): Promise<AzureReport> {
  const loaded = settingsOf(machine);
  if (!loaded) throw new SettingsError("problems" in machine.settings ? machine.settings.problems : []);
  const [endpoints, deployments] = [await lookAtEndpoints(machine), mapDeployments(loaded)];
  const unmapped = deployments.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  return {
    dualMode: { on: loaded.settings.dualMode.useAzureFoundry, source: sourceOf(loaded, "USE_AZURE_FOUNDRY") },
    cloud: titleOfCloud(chosenCloud(machine)),
    endpoints,
    deployments: deployments.map(({ problem: _problem, ...mapped }) => mapped),
    problems: [...findUnfitVariables(machine), ...unmapped],
    byHand: commandsByHand(loaded, namedResources(machine)),
  };
}

/** The resources of Azure that somebody named and that can be asked by hand. */
function namedResources(machine: Machine): readonly ResourceByHand[] {
  const dual = addressOf(settingsOf(machine)?.settings.dualMode.endpoint);
  return [
    ...(chosenCloud(machine) === undefined ? [] : (["AZURE_OPENAI"] as const)),
    ...(dual && !isOfLabCloud(dual, machine) ? (["AZURE_FOUNDRY"] as const) : []),
  ];
}

const sourceOf = ({ sources }: LoadedSettings, name: string) => sources.get(name) ?? "default";

/** Every service of the table that is named and has a key of its own, in parallel. */
async function lookAtEndpoints(machine: Machine): Promise<AzureEndpoint[]> {
  const named = cloudServices.filter((service) => service.key !== undefined && isNamed(service, machine));
  const endpoints = named.map(async (service) => {
    const address = addressOfService(service, machine);
    if (!address) return [];
    const { title, variable, key } = service;
    const reach = await machine.reach(address);
    return [
      { title, variable, address: showAddress(address), reach, credential: findCredential(machine, key) },
    ];
  });
  return (await Promise.all(endpoints)).flat();
}

function mapDeployments(loaded: LoadedSettings): (MappedDeployment & { problem?: string })[] {
  return modelDeployments.map(({ model, publisher, variable }) => {
    const source = sourceOf(loaded, variable);
    try {
      return { model, publisher, variable, source, deployment: resolveDeployment(model, loaded.settings) };
    } catch (error) {
      return { model, publisher, variable, source, deployment: undefined, problem: explainError(error) };
    }
  });
}
