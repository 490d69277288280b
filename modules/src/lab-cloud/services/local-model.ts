import type { Clock, Logger } from "../../core/index.ts";
import type { LabApp } from "../lab-app.ts";
import type { LocalSide } from "../models/local-side.ts";
import { createFoundryLocal } from "./foundry-local.ts";
import type { ListedService } from "./service.ts";

export interface LocalModelService extends ListedService {
  readonly app: LabApp;
}

export interface LocalModelServiceOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Address it listens at, known only once it does. */
  readonly endpoint: () => string;
}

/** The local model as the lab cloud lists it: Foundry Local's web service on a port of its own. */
export function createLocalModelService(
  side: LocalSide,
  options: LocalModelServiceOptions,
): LocalModelService {
  const app = createFoundryLocal({ models: [side.model], ...options });
  return {
    name: "foundry-local",
    title: "Local model (Foundry Local)",
    get provenance() {
      return side.model.provenance;
    },
    routes: app.routes.filter(({ method }) => method !== "ALL"),
    health: side.health,
    app,
  };
}
