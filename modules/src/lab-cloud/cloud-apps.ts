import { explainError, type Logger } from "../core/index.ts";
import { AzureRefusal, notEmulated } from "./azure-refusal.ts";
import { clientGone, isClientGone } from "./client-gone.ts";
import { spoilAnswers } from "./faults/spoil-answers.ts";
import { ConnectionReset } from "./faults/strike.ts";
import type { Journal } from "./journal.ts";
import { createLabApp, type LabApp } from "./lab-app.ts";
import { loopbackOnly } from "./loopback-only.ts";
import { resetConnection } from "./sent-answer.ts";
import type { ControlPlane } from "./services/control-plane.ts";
import { type LabControlOptions, mountLabControl } from "./services/lab-control.ts";
import { type LabService, mountService } from "./services/service.ts";

export interface CloudAppOptions {
  readonly services: readonly LabService[];
  readonly controlPlane: ControlPlane;
  readonly control: LabControlOptions;
  readonly journal: Journal;
  readonly logger: Logger;
}

/** Name under which the journal counts requests that nothing answers. */
export const NOT_EMULATED = "not-emulated";

/** What http and https serve. */
export function createCloudApp(options: CloudAppOptions): LabApp {
  const { services, controlPlane, control, journal, logger } = options;
  const app = createLabApp();
  const logFailure = (error: unknown) =>
    logger.error("a request failed in the lab cloud", { reason: explainError(error) });
  app.onError((error, c) => {
    if (error instanceof AzureRefusal) return error.toResponse();
    if (error instanceof ConnectionReset) return resetConnection(c);
    if (isClientGone(c)) return clientGone();
    logFailure(error);
    return new AzureRefusal(500, {
      code: "InternalServerError",
      message: "The lab cloud failed on this request; its log says why.",
    }).toResponse();
  });
  app.notFound((c) => {
    c.set("service", NOT_EMULATED);
    return notEmulated(c.req.method, c.req.path.slice(0, 200)).toResponse();
  });
  app.use(journal.middleware, spoilAnswers);
  app.use(async (c, next) => {
    c.set("logFailure", logFailure);
    await next();
  });
  mountLabControl(app, control);
  for (const service of services) mountService(app, service);
  controlPlane.mount(app);
  return app;
}

/** What the local model's port serves. Without a key, so pages of other origins are kept out here as well. */
export function createLocalApp(service: LabApp, journal: Journal): LabApp {
  const app = createLabApp();
  app.use(loopbackOnly(), journal.middleware);
  app.route("/", service);
  return app;
}
