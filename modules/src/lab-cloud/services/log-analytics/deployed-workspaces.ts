import { hashGuid } from "../../../azure/bicep/deployment.ts";
import type { ArmResource } from "../control-plane/resource-store.ts";

const WORKSPACE = "microsoft.operationalinsights/workspaces";

/** Ids under which deployed workspaces are queried: the `customerId` that their deployments tell. */
export function workspacesIn(resources: readonly ArmResource[]): readonly string[] {
  return resources.filter(({ type }) => type.toLowerCase() === WORKSPACE).map(({ id }) => hashGuid([id]));
}
