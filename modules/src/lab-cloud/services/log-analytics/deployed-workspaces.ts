import { hashGuid } from "../../../azure/bicep/deployment.ts";
import { instrumentationKeyOf } from "../../../azure/bicep/runtime-state.ts";
import type { ArmResource } from "../control-plane/resource-store.ts";

const COMPONENT = "microsoft.insights/components";
const WORKSPACE = "microsoft.operationalinsights/workspaces";

/** Ids under which deployed workspaces are queried: the `customerId` that their deployments tell. */
export function workspacesIn(resources: readonly ArmResource[]): readonly string[] {
  return resources.filter(({ type }) => type.toLowerCase() === WORKSPACE).map(({ id }) => hashGuid([id]));
}

/** Keys under which deployed components of Application Insights take telemetry in. */
export function instrumentationKeysIn(resources: readonly ArmResource[]): readonly string[] {
  return resources
    .filter(({ type }) => type.toLowerCase() === COMPONENT)
    .map(({ id }) => instrumentationKeyOf(id));
}
