import type { Deployment, Model } from "../../catalog/index.ts";
import { anthropicForm } from "./anthropic.ts";
import { cohereForm } from "./cohere.ts";
import { geminiForm } from "./gemini.ts";
import { gitHubModelsForm } from "./github-models.ts";
import { huggingFaceForm } from "./hugging-face.ts";
import { mistralForm } from "./mistral.ts";
import {
  createPublisherService,
  type PublisherServiceOptions,
  publisherDeployments,
} from "./publishers/publisher-service.ts";
import type { LabService } from "./service.ts";

/** Every publisher that is asked at its own address; a new one needs its file and a line here. */
const FORMS = [anthropicForm, geminiForm, mistralForm, cohereForm, gitHubModelsForm, huggingFaceForm];

/** The publishers' own services, each below `/NAME`. */
export const createPublishers = (options: PublisherServiceOptions): readonly LabService[] =>
  FORMS.map((form) => createPublisherService(form, options));

/** What they serve, so that faults can be ordered for it. */
export const publishersDeployments = (models: readonly Model[]): readonly Deployment[] =>
  FORMS.flatMap((form) => publisherDeployments(form, models));
