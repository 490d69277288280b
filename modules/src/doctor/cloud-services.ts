import { allVariables } from "../config/index.ts";
import type { Machine } from "./machine.ts";
import { addressOf, isOfLabCloud, settingsOf, setVariables } from "./set-variables.ts";

/** A service in the cloud that the settings may name. */
export interface CloudService {
  /** Id of its check. */
  readonly id: string;
  readonly title: string;
  /** The variable that names it. */
  readonly variable: string;
  /** The variable of its key, when it may have one. */
  readonly key?: string;
  /** Takes part only while this variable is set. */
  readonly onlyWith?: string;
  /** What stands in for it when it is not set. */
  readonly without?: string;
  /** How labs go on when it cannot be used. */
  readonly goOn?: string;
}

/** Every service that a check of its own looks at, in the order of the prerequisites. */
export const cloudServices: readonly CloudService[] = [
  {
    id: "AZURE_OPENAI",
    title: "Azure OpenAI",
    variable: "AZURE_OPENAI_ENDPOINT",
    key: "AZURE_OPENAI_API_KEY",
    without: "the lab cloud answers, simulated",
    goOn: "Or take AZURE_OPENAI_ENDPOINT away: the lab cloud answers then.",
  },
  {
    id: "AZURE_FOUNDRY",
    title: "Azure AI Foundry",
    variable: "AZURE_AI_FOUNDRY_ENDPOINT",
    key: "AZURE_AI_FOUNDRY_API_KEY",
    without: "only programs that use dual mode need it",
    goOn: "Labs run without it: only programs that use dual mode ask it.",
  },
  {
    id: "OPENAI",
    title: "OpenAI directly",
    variable: "OPENAI_BASE_URL",
    key: "OPENAI_API_KEY",
    onlyWith: "OPENAI_API_KEY",
    without: "the lab cloud answers, simulated",
  },
  { id: "FOUNDRY_PROJECT", title: "Foundry project", variable: "AZURE_AI_FOUNDRY_PROJECT_ENDPOINT" },
  {
    id: "MODEL_ROUTER",
    title: "Model router",
    variable: "AZURE_AI_MODEL_ROUTER_ENDPOINT",
    key: "AZURE_AI_MODEL_ROUTER_KEY",
  },
  { id: "APIM", title: "API Management", variable: "APIM_GATEWAY_URL", key: "APIM_API_KEY" },
  { id: "APP_INSIGHTS", title: "Application Insights", variable: "APPLICATIONINSIGHTS_CONNECTION_STRING" },
  { id: "LOG_ANALYTICS", title: "Log Analytics", variable: "LOG_ANALYTICS_WORKSPACE_ID" },
  { id: "AZURE_SUBSCRIPTION", title: "Azure subscription", variable: "AZURE_SUBSCRIPTION_ID" },
];

/** Whether the settings name a service. */
export function isNamed({ variable, onlyWith }: CloudService, machine: Machine): boolean {
  return setVariables(machine).has(onlyWith ?? variable);
}

/** The address behind a service, when it has one of its own. */
export function addressOfService({ variable }: CloudService, machine: Machine): URL | undefined {
  const settings = settingsOf(machine)?.settings;
  if (variable === "OPENAI_BASE_URL") return addressOf(settings?.openai.baseUrl);
  if (variable === "APPLICATIONINSIGHTS_CONNECTION_STRING")
    return addressOf(/IngestionEndpoint=([^;]+)/i.exec(settings?.telemetry.connectionString ?? "")?.[1]);
  return addressOf(setVariables(machine).get(variable)?.value);
}

/** The service that labs ask for cloud answers, by the id of its check; `undefined` for the lab cloud. Dual mode plays no part. */
export function chosenCloud(machine: Machine): "AZURE_OPENAI" | undefined {
  const address = addressOf(settingsOf(machine)?.settings.azureOpenai.endpoint);
  return address && !isOfLabCloud(address, machine) ? "AZURE_OPENAI" : undefined;
}

/** Who that is, for people. */
export const titleOfCloud = (cloud: ReturnType<typeof chosenCloud>): "Azure OpenAI" | "the lab cloud" =>
  cloud === undefined ? "the lab cloud" : "Azure OpenAI";

/** Nothing reads the variable so far. */
export const isNotUsedYet = (name: string): boolean =>
  allVariables.some((variable) => variable.name === name && variable.notUsedYet);

/** What a lab cloud sets for the processes it is to be found by: its own addresses, looked at elsewhere. */
const OF_LAB_CLOUD = /^LAB_/;

/** The variables whose value is an address that no other check looks at. */
export function otherAddresses(machine: Machine): { readonly variable: string; readonly address: URL }[] {
  const looked = new Set(["LOCAL_MODEL_ENDPOINT", ...cloudServices.map(({ variable }) => variable)]);
  return [...setVariables(machine).values()].flatMap(({ name, value }) => {
    const address = addressOf(value);
    return address && !looked.has(name) && !OF_LAB_CLOUD.test(name) ? [{ variable: name, address }] : [];
  });
}
