import { chatRoutes } from "./azure-openai/chat-routes.ts";
import { modelRoutes } from "./azure-openai/model-routes.ts";
import { type AzureResourceOptions, createAzureResource } from "./azure-openai/resource.ts";
import type { LabService } from "./service.ts";

/** Azure OpenAI on the dated routes and on `/openai/v1`. */
export function createAzureOpenai(options: AzureResourceOptions): LabService {
  const resource = createAzureResource(options);
  return {
    name: "azure-openai",
    title: "Azure OpenAI",
    provenance: "simulated",
    routes: [...chatRoutes(resource), ...modelRoutes(resource)],
    health: () => ({ state: "ready", note: "Azure's protocol, answers written beforehand." }),
  };
}
