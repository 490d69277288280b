import { bicepError } from "../bicep-error.ts";
import { resourceGroupId } from "../deployment.ts";
import { resourceIdBelow } from "../resource-id.ts";
import type { Value } from "../value.ts";
import { type BicepFunctions, type Given, takes } from "./bicep-function.ts";

/** Functions that tell where a deployment takes place, and the ids that follow from it. */
export const placeFunctions: BicepFunctions = {
  deployer: takes(0, 0, ({ scope }) => ({
    objectId: scope.deployment.deployerObjectId,
    tenantId: scope.deployment.tenantId,
  })),
  deployment: takes(0, 0, () => ({ name: "main" })),
  environment: takes(0, 0, ({ scope }) => ({
    name: "AzureCloud",
    authentication: { loginEndpoint: scope.deployment.loginEndpoint ?? "https://login.microsoftonline.com/" },
    resourceManager: "https://management.azure.com/",
  })),
  resourceGroup: takes(0, 1, resourceGroup),
  resourceId: takes(2, undefined, resourceId),
  subscription: takes(0, 0, ({ scope: { deployment } }) => ({
    id: `/subscriptions/${deployment.subscriptionId}`,
    subscriptionId: deployment.subscriptionId,
    tenantId: deployment.tenantId,
  })),
  subscriptionResourceId: takes(2, undefined, (given) =>
    idBelow(`/subscriptions/${given.scope.deployment.subscriptionId}`, given.texts(), given),
  ),
  tenant: takes(0, 0, ({ scope }) => ({ tenantId: scope.deployment.tenantId })),
  tenantResourceId: takes(2, undefined, (given) => idBelow("", given.texts(), given)),
};

function resourceGroup(given: Given): Value {
  const { deployment } = given.scope;
  const name = given.values.length > 0 ? given.text(0) : deployment.resourceGroup;
  return {
    id: resourceGroupId({ ...deployment, resourceGroup: name }),
    name,
    location: deployment.location,
    tags: {},
  };
}

/** `resourceId([subscriptionId], [resourceGroup], type, name…)`: the type is the first text with a slash. */
function resourceId(given: Given): Value {
  const texts = given.texts();
  const type = texts.findIndex((text) => text.includes("/"));
  if (type < 0 || type > 2) throw bicepError("resourceId needs a type such as 'Microsoft.X/y'.", given.at);
  const { deployment } = given.scope;
  const resourceGroup = type > 0 ? (texts[type - 1] ?? "") : deployment.resourceGroup;
  const subscriptionId = type > 1 ? (texts[0] ?? "") : deployment.subscriptionId;
  return idBelow(resourceGroupId({ ...deployment, resourceGroup, subscriptionId }), texts.slice(type), given);
}

function idBelow(scope: string, [type = "", ...names]: readonly string[], given: Given): string {
  const id = resourceIdBelow(scope, type, names);
  if (id !== undefined) return id;
  throw bicepError(`${type} does not fit to ${names.length} names.`, given.at);
}
