import type { PlainObject, ReadRuntimeState } from "./bicep/index.ts";
import { insightsState } from "./bicep/runtime-state.ts";

const ACCOUNT = "microsoft.cognitiveservices/accounts";
const INSIGHTS = "microsoft.insights/components";
const GATEWAY = "microsoft.apimanagement/service";

/** Models of an account whose name begins with one of these answer as that resource of the lab cloud. */
const LAB_RESOURCE = /^foundry[1-4](?![0-9])/i;

/** The lab cloud's resource that stands for an account: `foundry1` for `foundry1-x7k…`; undefined for the first one. */
export function labResourceOf(accountName: string): string | undefined {
  return LAB_RESOURCE.exec(accountName)?.[0].toLowerCase();
}

/** Where a gateway that was deployed to the lab cloud answers, below the lab cloud's address. */
export const labGatewayPath = (serviceName: string): string => `/apim/${serviceName}`;

/** Where a lab cloud answers, without slashes at the end. Telemetry is taken in over https only. */
export interface LabPlaces {
  readonly http: string;
  readonly https: string;
}

/** What resources show once they are deployed to a lab cloud: addresses on this machine. */
export function labRuntime({ http, https }: LabPlaces): ReadRuntimeState {
  return ({ type, name, id }) => {
    const kind = type.toLowerCase();
    if (kind === ACCOUNT) return { properties: accountState(http, name) };
    if (kind === GATEWAY) return { properties: { gatewayUrl: `${http}${labGatewayPath(name)}` } };
    if (kind === INSIGHTS)
      return { properties: insightsState(id, { ingestion: `${https}/`, live: `${https}/` }) };
    return undefined;
  };
}

function accountState(http: string, name: string): PlainObject {
  const resource = labResourceOf(name);
  const endpoint = resource === undefined ? `${http}/` : `${http}/resources/${resource}/`;
  return {
    endpoint,
    endpoints: { "AI Foundry API": endpoint, "OpenAI Language Model Instance API": endpoint },
  };
}
