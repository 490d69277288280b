import type { EmbedderSide } from "../models/embedder-side.ts";
import { chatRoutes } from "./azure-openai/chat-routes.ts";
import { embeddingRoutes } from "./azure-openai/embeddings/embedding-routes.ts";
import { type FineTuningOptions, fineTuningRoutes } from "./azure-openai/fine-tuning-routes.ts";
import { modelRoutes } from "./azure-openai/model-routes.ts";
import type { AzureResource } from "./azure-openai/resource.ts";
import { statefulRoutes } from "./azure-openai/stateful-routes.ts";
import { withHeaders } from "./azure-openai/with-headers.ts";
import type { LabService } from "./service.ts";

/** Azure OpenAI on the dated routes and on `/openai/v1`, with all resources of the catalog. */
export function createAzureOpenai(
  resource: AzureResource,
  embedder: EmbedderSide,
  fineTuning: FineTuningOptions,
): LabService {
  const routes = [
    ...chatRoutes(resource),
    ...embeddingRoutes(resource, embedder),
    ...statefulRoutes(resource),
    ...fineTuningRoutes(resource, fineTuning),
    ...modelRoutes(resource),
  ];
  return {
    name: "azure-openai",
    title: "Azure OpenAI",
    provenance: "simulated",
    routes: routes.map((route) => withHeaders(resource, route)),
    health: () => ({
      state: "ready",
      note: `Azure's protocol, answers written beforehand. ${embedder.note()} ${TUNED_NOTE}`,
    }),
  };
}

const TUNED_NOTE =
  "Fine-tuned models are no language models but classifiers over embeddings, trained on the uploaded rows.";
