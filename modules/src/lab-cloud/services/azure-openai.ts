import { chatRoutes } from "./azure-openai/chat-routes.ts";
import { modelRoutes } from "./azure-openai/model-routes.ts";
import type { AzureResource } from "./azure-openai/resource.ts";
import { withHeaders } from "./azure-openai/with-headers.ts";
import type { LabService } from "./service.ts";

/** Azure OpenAI on the dated routes and on `/openai/v1`, with all resources of the catalog. */
export function createAzureOpenai(resource: AzureResource): LabService {
  const routes = [...chatRoutes(resource), ...modelRoutes(resource)];
  return {
    name: "azure-openai",
    title: "Azure OpenAI",
    provenance: "simulated",
    routes: routes.map((route) => withHeaders(resource, route)),
    health: () => ({ state: "ready", note: "Azure's protocol, answers written beforehand." }),
  };
}
