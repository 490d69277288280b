import type { LabPlaces, PlainObject } from "../../../azure/index.ts";
import { labRuntime } from "../../../azure/lab-runtime.ts";
import { armHeaders } from "./arm-refusal.ts";
import type { Deployment } from "./deployments.ts";
import type { ArmResource } from "./resource-store.ts";

export const json = (
  content: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response => Response.json(content, { status, headers: { ...armHeaders(), ...headers } });

/** A resource as lists show it: without its properties. */
export function describeResource({ id, name, type, body }: ArmResource): PlainObject {
  const shown = ["location", "kind", "sku", "tags", "identity"].flatMap((part) => {
    const value = body[part];
    return value === undefined ? [] : [[part, value] as const];
  });
  return { id, name, type, ...Object.fromEntries(shown) };
}

/** Parts of resources that are given, never shown. */
const SECRETS = new Set(["primaryKey", "secondaryKey", "connectionString", "credentials"]);
const KEPT_CREDENTIALS = "microsoft.apimanagement/service/backends";

/** All of a resource, with what it shows once it is deployed. @param places addresses of the lab cloud */
export function presentResource(resource: ArmResource, places: LabPlaces): PlainObject {
  const { id, name, type, body, properties } = resource;
  const added = labRuntime(places)({ type, name, id, existing: true, body })?.["properties"];
  const isOpen = type.toLowerCase() === KEPT_CREDENTIALS;
  const shown = Object.entries(properties).filter(
    ([part, value]) => value !== null && (isOpen || !SECRETS.has(part)),
  );
  const runtime = typeof added === "object" && added !== null ? added : {};
  return {
    ...describeResource({ ...resource, body }),
    properties: { ...runtime, ...Object.fromEntries(shown), provisioningState: "Succeeded" },
  };
}

export function presentDeployment({
  id,
  name,
  mode,
  state,
  startedAt,
  endedAt,
  outputs,
  resources,
  error,
}: Deployment) {
  return {
    id,
    name,
    type: "Microsoft.Resources/deployments",
    properties: {
      provisioningState: state,
      mode,
      timestamp: new Date(endedAt ?? startedAt).toISOString(),
      duration: `PT${((endedAt ?? startedAt) - startedAt) / 1000}S`,
      ...(state === "Succeeded" && { outputs }),
      outputResources: state === "Succeeded" ? resources.map((one) => ({ id: one })) : [],
      ...(error && { error }),
    },
  };
}
