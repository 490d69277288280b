import { type BicepPosition, bicepError } from "./bicep-error.ts";
import { hashGuid, hashKey } from "./deployment.ts";
import type { PlainObject, PlainValue } from "./value.ts";

/** A resource as far as the file says it: what Azure would be asked to create. */
export interface DeclaredResource {
  readonly type: string;
  /** The last part of its name: `foundry1`. */
  readonly name: string;
  readonly id: string;
  /** Declared as `existing`: it is only referred to. */
  readonly existing: boolean;
  /** All that is declared: location, sku, properties … */
  readonly body: PlainObject;
}

/** What Azure adds to a resource once it is there: `properties.endpoint`, `identity.principalId`. */
export type ReadRuntimeState = (resource: DeclaredResource) => PlainObject | undefined;

type StateOf = (resource: DeclaredResource) => PlainObject;

/** What resources of these types show once they are deployed, as Azure's documented address patterns give it. */
const STATES: Readonly<Record<string, StateOf>> = {
  "microsoft.apimanagement/service": ({ name }) => ({
    gatewayUrl: `https://${name}.azure-api.net`,
    managementApiUrl: `https://${name}.management.azure-api.net`,
    developerPortalUrl: `https://${name}.developer.azure-api.net`,
  }),
  "microsoft.cache/redisenterprise": ({ name, body }) => ({
    hostName: `${name}.${String(body.location)}.redis.azure.net`,
  }),
  "microsoft.cognitiveservices/accounts": accountState,
  "microsoft.cognitiveservices/accounts/projects": ({ id, name }) => ({
    endpoints: {
      "AI Foundry API": `https://${id.split("/").at(-3)}.services.ai.azure.com/api/projects/${name}`,
    },
  }),
  "microsoft.insights/components": ({ id, body }) => {
    const region = String(body.location).toLowerCase().replaceAll(" ", "");
    return insightsState(id, {
      ingestion: `https://${region}-0.in.applicationinsights.azure.com/`,
      live: `https://${region}.livediagnostics.monitor.azure.com/`,
    });
  },
  "microsoft.managedidentity/userassignedidentities": ({ id }) => ({
    principalId: hashGuid([id, "principal"]),
    clientId: hashGuid([id, "client"]),
  }),
  "microsoft.operationalinsights/workspaces": ({ id }) => ({ customerId: hashGuid([id]) }),
};

/** What a component of Application Insights shows: its key, and where telemetry is taken in. */
export function insightsState(
  id: string,
  { ingestion, live }: { readonly ingestion: string; readonly live: string },
): PlainObject {
  const key = instrumentationKeyOf(id);
  const application = hashGuid([id, "application"]);
  return {
    InstrumentationKey: key,
    ConnectionString: `InstrumentationKey=${key};IngestionEndpoint=${ingestion};LiveEndpoint=${live};ApplicationId=${application}`,
    AppId: application,
  };
}

export const instrumentationKeyOf = (id: string): string => hashGuid([id, "instrumentation"]);

function accountState({ name, body }: DeclaredResource): PlainObject {
  const { customSubDomainName } = objectOf(body.properties);
  const domain = typeof customSubDomainName === "string" ? customSubDomainName : name;
  const host = body.kind === "OpenAI" ? "openai.azure.com" : "cognitiveservices.azure.com";
  return {
    endpoint: `https://${domain}.${host}/`,
    endpoints: {
      "AI Foundry API": `https://${domain}.services.ai.azure.com/`,
      "OpenAI Language Model Instance API": `https://${domain}.openai.azure.com/`,
    },
  };
}

/** The state after deployment, or of a resource that is there already; what `read` gives goes over what is known of the type. */
export function runtimeState(resource: DeclaredResource, read: ReadRuntimeState | undefined): PlainObject {
  const { type, id, body, existing } = resource;
  const given = read?.(resource) ?? {};
  const known = STATES[type.toLowerCase()]?.(resource) ?? {};
  const identity = objectOf(body.identity);
  const hasPrincipal = existing || /SystemAssigned/i.test(String(identity.type));
  const principal = hasPrincipal ? { principalId: hashGuid([id, "principal"]) } : {};
  return {
    ...body,
    ...given,
    properties: { ...known, ...objectOf(body.properties), ...objectOf(given.properties) },
    ...(hasPrincipal && { identity: { ...identity, ...principal, ...objectOf(given.identity) } }),
  };
}

export function objectOf(value: PlainValue | undefined): PlainObject {
  if (typeof value !== "object" || value === null || isPlainList(value)) return {};
  return value;
}

export function isPlainList(value: PlainValue | undefined): value is readonly PlainValue[] {
  return Array.isArray(value);
}

/** Keys that the resource would show to its owner; of the local gateway only. */
export function keysOf(id: string, method: string, at: BicepPosition): PlainObject {
  const primary = hashKey([id.toLowerCase(), "primary"]);
  const secondary = hashKey([id.toLowerCase(), "secondary"]);
  if (method === "listKeys")
    return {
      key1: primary,
      key2: secondary,
      primaryKey: primary,
      secondaryKey: secondary,
      primarySharedKey: primary,
      secondarySharedKey: secondary,
    };
  if (method === "listSecrets") return { primaryKey: primary, secondaryKey: secondary };
  throw bicepError(`${method}() is not evaluated here; listKeys() and listSecrets() are.`, at);
}
