import { AzureRefusal } from "../azure-refusal.ts";
import type { LabContext } from "../lab-app.ts";
import type { EmbedderSide } from "../models/embedder-side.ts";
import { chatRoutes } from "./azure-openai/chat-routes.ts";
import { embeddingRoutes } from "./azure-openai/embeddings/embedding-routes.ts";
import { type FineTuningOptions, fineTuningRoutes } from "./azure-openai/fine-tuning-routes.ts";
import type { AzureResource } from "./azure-openai/resource.ts";
import { statefulRoutes } from "./azure-openai/stateful-routes.ts";
import { withHeaders } from "./azure-openai/with-headers.ts";
import { directModelRoutes } from "./openai-direct/direct-models.ts";
import { asOpenAi } from "./openai-direct/openai-refusal.ts";
import type { LabRoute, LabService } from "./service.ts";

/** OpenAI's own surface, without Azure: what "direct" mode talks to. */
export function createOpenAiDirect(
  resource: AzureResource,
  embedder: EmbedderSide,
  fineTuning: FineTuningOptions,
): LabService {
  const routes = [
    ...chatRoutes(resource),
    ...embeddingRoutes(resource, embedder),
    ...statefulRoutes(resource),
    ...fineTuningRoutes(resource, fineTuning),
    ...directModelRoutes(resource),
  ];
  return {
    name: "openai",
    title: "OpenAI",
    provenance: "simulated",
    routes: routes.map((route) => withHeaders(resource, refusingAsOpenAi(route))),
    health: () => ({ state: "ready", note: "OpenAI's own protocol, answers written beforehand." }),
  };
}

function refusingAsOpenAi(route: LabRoute): LabRoute {
  const handle = async (c: LabContext) => {
    try {
      return await route.handle(c);
    } catch (error) {
      throw error instanceof AzureRefusal ? asOpenAi(error, c.get("deployment")) : error;
    }
  };
  return { ...route, handle };
}
