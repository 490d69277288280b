import { randomUUID } from "node:crypto";
import type { PlainObject } from "../../../azure/index.ts";
import type { Clock } from "../../../core/index.ts";
import { type ArmError, ArmRefusal } from "./arm-refusal.ts";
import type { Estate } from "./estate.ts";
import { type ReadTemplate, readTemplate } from "./read-template.ts";
import { inGroup, type ResourceGroup } from "./resource-store.ts";

export type ProvisioningState = "Running" | "Succeeded" | "Failed";

/** One deployment as Resource Manager shows it. */
export interface Deployment {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly mode: "Incremental" | "Complete";
  readonly operation: string;
  readonly startedAt: number;
  state: ProvisioningState;
  endedAt: number | undefined;
  outputs: ReadTemplate["outputs"];
  resources: readonly string[];
  error: ArmError | undefined;
}

export interface Deployments {
  /** Begins a deployment; what cannot be read is refused at once, what goes wrong later is told by its state. */
  begin(group: ResourceGroup, name: string, properties: PlainObject): Deployment;
  /** @throws ArmRefusal InvalidTemplate */
  validate(group: ResourceGroup, properties: PlainObject): void;
  find(group: string, name: string): Deployment;
  findOperation(operation: string): Deployment;
  list(group: string): readonly Deployment[];
  remove(group: string, name?: string): void;
}

export function createDeployments(estate: Estate, clock: Clock): Deployments {
  const known = new Map<string, Deployment>();
  const keyOf = (group: string, name: string) => `${group}/${name}`.toLowerCase();

  const run = async (deployment: Deployment, template: ReadTemplate) => {
    try {
      await estate.put(template.resources, template.policyFiles);
      if (deployment.mode === "Complete") await removeOthers(estate, deployment.group, template);
      deployment.outputs = template.outputs;
      deployment.state = "Succeeded";
    } catch (error) {
      deployment.error = failureOf(error, deployment);
      deployment.state = "Failed";
    }
    deployment.endedAt = clock.now();
  };

  return {
    begin(group, name, properties) {
      const template = readTemplate(properties["template"], properties["parameters"], group.id);
      const deployment: Deployment = {
        id: `${group.id}/providers/Microsoft.Resources/deployments/${name}`,
        name,
        group: group.name,
        mode: properties["mode"] === "Complete" ? "Complete" : "Incremental",
        operation: randomUUID(),
        startedAt: clock.now(),
        state: "Running",
        endedAt: undefined,
        outputs: {},
        resources: template.resources.map(({ id }) => id),
        error: undefined,
      };
      known.set(keyOf(group.name, name), deployment);
      void run(deployment, template);
      return deployment;
    },
    validate: (group, properties) =>
      void readTemplate(properties["template"], properties["parameters"], group.id),
    find(group, name) {
      const found = known.get(keyOf(group, name));
      if (found) return found;
      throw new ArmRefusal(404, {
        code: "DeploymentNotFound",
        message: `Deployment '${name}' could not be found.`,
      });
    },
    findOperation(operation) {
      const found = [...known.values()].find((one) => one.operation === operation);
      if (found) return found;
      throw new ArmRefusal(404, {
        code: "OperationNotFound",
        message: `Operation '${operation}' could not be found.`,
      });
    },
    list: (group) => [...known.values()].filter((one) => one.group.toLowerCase() === group.toLowerCase()),
    remove(group, name) {
      for (const [key, one] of known)
        if (
          one.group.toLowerCase() === group.toLowerCase() &&
          (name === undefined || key === keyOf(group, name))
        )
          known.delete(key);
    },
  };
}

/** Everything else in the group goes. */
async function removeOthers(estate: Estate, group: string, { resources }: ReadTemplate): Promise<void> {
  const wanted = new Set(resources.map(({ id }) => id.toLowerCase()));
  for (const { id, parentId } of inGroup(estate.store, group))
    if (parentId === undefined && !wanted.has(id.toLowerCase()) && estate.store.get(id))
      await estate.remove(id);
}

function failureOf(error: unknown, { id }: Deployment): ArmError {
  const detail: ArmError =
    error instanceof ArmRefusal
      ? error.error
      : { code: "InternalServerError", message: error instanceof Error ? error.message : String(error) };
  return {
    code: "DeploymentFailed",
    target: id,
    message:
      "At least one resource deployment operation failed. Please list deployment operations for details.",
    details: [detail],
  };
}
