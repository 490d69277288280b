import type { Deployment } from "../../../catalog/index.ts";
import type { AzureRefusal } from "../../azure-refusal.ts";
import type { LabContext } from "../../lab-app.ts";
import type { TunedModel } from "../../models/tuned-model.ts";
import type { Quota } from "./quota.ts";
import type { RouteForm } from "./route-form.ts";

/** One deployment and what is left of its minute. */
export interface Served {
  readonly deployment: Deployment;
  readonly quota: Quota;
  /** What answers, when it is no written answer. */
  readonly tuned?: TunedModel;
}

/** In what Azure's and OpenAI's own way of serving models differ. */
export interface Surface {
  readonly forms: readonly RouteForm[];
  /** Whether prompts and answers pass a content filter. */
  readonly filters: boolean;
  /** @throws AzureRefusal for whoever may not enter, or asks for a version that is not there. */
  enter(c: LabContext, form: RouteForm): void;
  /** Name of the resource that a request is for. @throws AzureRefusal when there is none of that name. */
  resourceOf(c: LabContext): string;
  /** The refusal for a name that nothing is deployed under. */
  notFound(name: string): AzureRefusal;
  /** Headers of every answer and refusal; with those of the deployment, when one was found. */
  headers(c: LabContext, served: Served | undefined): Record<string, string>;
}
