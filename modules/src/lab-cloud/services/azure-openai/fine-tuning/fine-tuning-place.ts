import type { LabContext } from "../../../lab-app.ts";
import type { FileStore } from "../files/file-store.ts";
import type { RouteForm } from "../route-form.ts";
import type { JobStore } from "./job-store.ts";

/** What is kept for one resource. */
export interface FineTuningState {
  readonly files: FileStore;
  readonly jobs: JobStore;
}

/** Where the routes of files and jobs hang. */
export interface FineTuningPlace {
  readonly form: RouteForm;
  /** What stands before `/files` and `/fine_tuning`, e.g. `/openai/v1`. */
  readonly prefix: string;
  /** Azure answers 201 to what makes a thing, OpenAI 200. */
  readonly createdStatus: 200 | 201;
  /** @throws AzureRefusal for whoever may not enter. */
  enter(c: LabContext): void;
  /** What is kept for the resource that a request is for. @throws AzureRefusal (404) when there is none. */
  stateOf(c: LabContext): FineTuningState;
}
