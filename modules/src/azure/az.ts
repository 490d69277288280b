import type { PlainObject, PlainValue } from "./bicep/index.ts";
import type { CleanUpOptions, CleanUpPlan, CleanUpResult } from "./clean-up.ts";
import type { DeploymentOutputs } from "./read-outputs.ts";

/** Runs `az` with these arguments and reads its JSON; undefined when it says nothing. */
export type RunAz = (args: readonly string[]) => Promise<unknown>;

/** Who is signed in, and to which subscription. */
export interface AzAccount {
  readonly user: string;
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly subscriptionName: string;
}

export interface AzGroup {
  readonly name: string;
  readonly location: string;
  /** Whether it was made just now. */
  readonly created: boolean;
}

export interface DeployOrder {
  readonly group: string;
  /** Name of the deployment. Default: that of the template's file. */
  readonly name?: string;
  /** Path of a Bicep file or a JSON template. */
  readonly template: string;
  /** Values by the names of the template's parameters. */
  readonly parameters?: Readonly<Record<string, PlainValue>>;
}

export interface AzDeployment {
  readonly name: string;
  /** The file that the parameters were written to. */
  readonly parametersFile: string;
  readonly outputs: DeploymentOutputs;
}

/** A policy of one API of a gateway, or of one of its operations. */
export interface PolicyPlace {
  /** Id of the API Management service: the output `apimServiceId`. */
  readonly serviceId: string;
  readonly api: string;
  readonly operation?: string;
}

/** What the labs ask of Azure, by `az`: the Azure CLI, or the labs' own one against the lab cloud. */
export interface Az {
  readonly cloud: "lab" | "azure";
  /** Any command. @throws AzError with what `az` said */
  run(args: readonly string[]): Promise<unknown>;
  account(): Promise<AzAccount>;
  /** Makes the group if it is not there. */
  ensureGroup(group: { readonly name: string; readonly location: string }): Promise<AzGroup>;
  /** Writes the parameters to a file and deploys. @throws AzError with what stopped it */
  deploy(order: DeployOrder): Promise<AzDeployment>;
  /** What an earlier deployment gave back. */
  outputs(group: string, deployment: string): Promise<DeploymentOutputs>;
  getApiPolicy(place: PolicyPlace): Promise<string>;
  /** Replaces it. @throws AzError with line and column of what the gateway refuses; the policy then stays as it was */
  setApiPolicy(place: PolicyPlace, policy: string): Promise<void>;
  /** The properties of a backend. */
  getBackend(serviceId: string, name: string): Promise<PlainObject>;
  /** Changes the named properties of a backend; null takes one away. */
  setBackend(serviceId: string, name: string, properties: PlainObject): Promise<PlainObject>;
  /** What has to go with a resource group, as data; deletes nothing. */
  planCleanUp(group: string): Promise<CleanUpPlan>;
  /** Runs a plan; only tells it when `dryRun` is not false. */
  runCleanUp(plan: CleanUpPlan, options?: CleanUpOptions): Promise<readonly CleanUpResult[]>;
}
