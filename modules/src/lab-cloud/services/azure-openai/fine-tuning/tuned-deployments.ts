import type { Deployment } from "../../../../catalog/index.ts";
import type { TunedModel } from "../../../models/tuned-model.ts";
import type { Quotas } from "../quotas.ts";
import type { Served } from "../surface.ts";

/**
 * Deployments that were added since the start. Tuned models: each deployed under its own name as soon as it is there. (On Azure a tuned model answers only when it has been
 * deployed through the management plane, which takes minutes and is billed by the hour.) Models of the catalog: as an infrastructure deploys them.
 */
export interface TunedDeployments {
  find(resource: string, name: string): Served | undefined;
  /** Of one resource, or of all. */
  list(resource?: string): readonly Deployment[];
  deploy(deployment: Deployment, tuned?: TunedModel): void;
  /** Takes a model away again; nothing happens when it is not there. */
  remove(resource: string, name: string): void;
}

export function createTunedDeployments(quotas: Quotas): TunedDeployments {
  const served = new Map<string, Served>();
  const keyOf = (resource: string, name: string) => `${resource}/${name}`;
  return {
    find: (resource, name) => served.get(keyOf(resource, name)),
    list: (resource) =>
      [...served.values()]
        .map(({ deployment }) => deployment)
        .filter((deployment) => resource === undefined || deployment.resource === resource),
    deploy(deployment, tuned) {
      const key = keyOf(deployment.resource, deployment.name);
      served.set(key, { deployment, quota: quotas.create(deployment, key), ...(tuned && { tuned }) });
    },
    remove(resource, name) {
      served.delete(keyOf(resource, name));
    },
  };
}
