import { chosenCloud, titleOfCloud } from "./cloud-services.ts";
import type { Machine } from "./machine.ts";
import { settingsOf, setVariables } from "./set-variables.ts";

/** Variables that say nothing without others. */
interface Partnership {
  readonly variable: string;
  readonly needs: readonly string[];
}

const PARTNERSHIPS: readonly Partnership[] = [
  { variable: "AZURE_OPENAI_API_KEY", needs: ["AZURE_OPENAI_ENDPOINT"] },
  { variable: "AZURE_AI_FOUNDRY_API_KEY", needs: ["AZURE_AI_FOUNDRY_ENDPOINT"] },
  { variable: "AZURE_AI_MODEL_ROUTER_KEY", needs: ["AZURE_AI_MODEL_ROUTER_ENDPOINT"] },
  { variable: "APIM_API_KEY", needs: ["APIM_GATEWAY_URL"] },
  { variable: "APIM_CLIENT_ID", needs: ["APIM_CLIENT_SECRET", "APIM_TENANT_ID"] },
  { variable: "APIM_CLIENT_SECRET", needs: ["APIM_CLIENT_ID", "APIM_TENANT_ID"] },
  { variable: "IDENTITY_ENDPOINT", needs: ["IDENTITY_HEADER"] },
  { variable: "IDENTITY_HEADER", needs: ["IDENTITY_ENDPOINT"] },
];

/** One line for each variable that is set without those it needs, or that stands in the way of an SDK. */
export function findUnfitVariables(machine: Machine): string[] {
  const set = setVariables(machine);
  const inTheWay = set.has("OPENAI_BASE_URL") ? [BASE_URL_IN_THE_WAY] : [];
  const alone = PARTNERSHIPS.flatMap(({ variable, needs }) => {
    const absent = needs.filter((name) => !set.has(name));
    if (!set.has(variable) || absent.length === 0) return [];
    return [`${variable} is set without ${absent.join(" and ")}: set both or neither.`];
  });
  return [...alone, ...dualModeWithoutEndpoint(machine), ...inTheWay];
}

function dualModeWithoutEndpoint(machine: Machine): string[] {
  const { useAzureFoundry = false, endpoint } = settingsOf(machine)?.settings.dualMode ?? {};
  if (!useAzureFoundry || endpoint !== undefined) return [];
  const asked = titleOfCloud(chosenCloud(machine));
  return [
    `USE_AZURE_FOUNDRY=true needs AZURE_AI_FOUNDRY_ENDPOINT in programs that use dual mode; the labs ask ${asked} all the same.`,
  ];
}

const BASE_URL_IN_THE_WAY =
  "OPENAI_BASE_URL is set: AzureOpenAI of the openai package, which labs use, does not start with it. Take it away for the labs.";
