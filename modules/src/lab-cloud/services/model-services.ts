import type { Catalog } from "../../catalog/index.ts";
import type { Clock } from "../../core/index.ts";
import type { Router } from "../../routers/index.ts";
import type { Faults } from "../faults/faults.ts";
import type { EmbedderSide } from "../models/embedder-side.ts";
import type { SimulatedModel } from "../models/simulated-model.ts";
import { rememberVectors } from "../models/tuned-model-vectors.ts";
import type { LabSecrets } from "../trust/lab-secrets.ts";
import { createAzureSurface } from "./azure-openai/azure-surface.ts";
import { createJobQueue } from "./azure-openai/fine-tuning/job-queue.ts";
import type { TunedDeployments } from "./azure-openai/fine-tuning/tuned-deployments.ts";
import { createLatency } from "./azure-openai/latency.ts";
import { createModelChoice } from "./azure-openai/model-router.ts";
import type { Quotas } from "./azure-openai/quotas.ts";
import { createAzureResource } from "./azure-openai/resource.ts";
import { createAzureOpenai } from "./azure-openai.ts";
import { directDeployments } from "./openai-direct/direct-models.ts";
import { createOpenAiSurface } from "./openai-direct/openai-surface.ts";
import { createOpenAiDirect } from "./openai-direct.ts";
import { createPublishers } from "./publishers.ts";
import type { LabService } from "./service.ts";

export interface ModelServicesOptions {
  readonly catalog: Catalog;
  readonly model: () => Promise<SimulatedModel>;
  readonly embedder: EmbedderSide;
  /** Models that were tuned since the start. */
  readonly tuned: TunedDeployments;
  /** Decides for the model-router deployment. */
  readonly router: Router;
  readonly quotas: Quotas;
  readonly secrets: LabSecrets;
  readonly faults: Faults;
  readonly clock: Clock;
  /** 0 = no delay, 1 = as the catalog states. */
  readonly timeScale: number;
  readonly seed: number;
  /** Ends what still runs. */
  readonly ending: AbortSignal;
}

/** The same models behind Azure OpenAI, behind OpenAI's own surface and behind those of other publishers. */
export function createModelServices(options: ModelServicesOptions): readonly LabService[] {
  const { catalog, embedder, router, secrets, clock, timeScale, seed } = options;
  const { models, regions, resources, deployments } = catalog;
  const shared = {
    ...options,
    choose: createModelChoice(models, router),
    latency: createLatency({ regions, timeScale, seed, clock }),
  };
  const azure = createAzureSurface({ resources, region: deployments[0]?.region ?? "", secrets, clock });
  const direct = createOpenAiSurface({ secrets, clock });
  const fineTuning = { ...options, models, queue: createJobQueue(), embed: rememberVectors(embedder.embed) };
  return [
    createAzureOpenai(createAzureResource({ ...shared, deployments, surface: azure }), embedder, fineTuning),
    createOpenAiDirect(
      createAzureResource({ ...shared, deployments: directDeployments(models), surface: direct }),
      embedder,
      fineTuning,
    ),
    ...createPublishers({ ...shared, models }),
  ];
}
