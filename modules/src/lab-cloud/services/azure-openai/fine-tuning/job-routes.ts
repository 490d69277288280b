import { AzureRefusal, invalidRequest } from "../../../azure-refusal.ts";
import type { LabContext } from "../../../lab-app.ts";
import type { LabRoute } from "../../service.ts";
import { pageOf, readPageQuery } from "../conversations/item-page.ts";
import type { AzureResource } from "../resource.ts";
import { behind } from "../stateful-place.ts";
import type { FineTuningPlace } from "./fine-tuning-place.ts";
import { type FineTuningJob, hasEnded, jobObject, noteEvent } from "./job.ts";
import { type JobCall, readJobCall } from "./job-call.ts";

/** Makes a job of a request and lets it run. @throws AzureRefusal (400, 429) */
export type StartJob = (c: LabContext, place: FineTuningPlace, call: JobCall) => Promise<FineTuningJob>;

/** Fine-tuning jobs: made, looked at, watched and cancelled. */
export function jobRoutes(
  resource: AzureResource,
  place: FineTuningPlace,
  start: StartJob,
): readonly LabRoute[] {
  const found = (c: LabContext): FineTuningJob => {
    const id = c.req.param("job") ?? "";
    const job = place.stateOf(c).jobs.get(id);
    if (!job) throw jobNotFound(id);
    return job;
  };
  const shown = (job: FineTuningJob) => jobObject(job, place.form);

  const create = async (c: LabContext) => {
    const call = readJobCall(await resource.readBody(c));
    return c.json(shown(await start(c, place, call)), place.createdStatus);
  };
  const list = (c: LabContext) => {
    const jobs = place.stateOf(c).jobs.list();
    const page = pageOf(
      jobs.map((job) => ({ id: job.order.id, job })),
      readPageQuery(c),
    );
    return c.json({ ...page, data: page.data.map(({ job }) => shown(job)) });
  };
  const retrieve = (c: LabContext) => c.json(shown(found(c)));
  const cancel = (c: LabContext) => {
    const job = found(c);
    if (hasEnded(job)) throw alreadyEnded(job);
    job.progress.status = "cancelled";
    job.progress.finishedAt = Math.floor(resource.clock.now() / 1000);
    job.abort.abort();
    noteEvent(job, resource.clock.now(), "Job cancelled.");
    return c.json(shown(job));
  };
  const listEvents = (c: LabContext) => c.json(pageOf(found(c).events, readPageQuery(c)));
  const listCheckpoints = (c: LabContext) => c.json(pageOf(found(c).checkpoints, readPageQuery(c)));

  const path = `${place.prefix}/fine_tuning/jobs`;
  const one = `${path}/:job`;
  return behind(place, [
    { method: "POST", path, handle: create },
    { method: "GET", path, handle: list },
    { method: "GET", path: one, handle: retrieve },
    { method: "POST", path: `${one}/cancel`, handle: cancel },
    { method: "GET", path: `${one}/events`, handle: listEvents },
    { method: "GET", path: `${one}/checkpoints`, handle: listCheckpoints },
  ]);
}

const jobNotFound = (id: string) =>
  new AzureRefusal(404, {
    code: "notFound",
    message: `Could not find fine tune: ${id.slice(0, 80)}`,
    type: "invalid_request_error",
    param: "fine_tuning_job_id",
  });

const alreadyEnded = ({ order, progress }: FineTuningJob) =>
  invalidRequest(
    `Job ${order.id} has already ${progress.status}.`.replace("already cancelled", "already been cancelled"),
    "fine_tuning_job_id",
    "unexpectedEntityState",
  );
