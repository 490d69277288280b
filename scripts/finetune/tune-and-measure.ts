import type { PreparedFineTuning, WatchedJob } from "../../modules/src/finetune/index.ts";
import { lossCurve } from "./loss-curve.ts";
import { type Measurement, measurementLines, measureRouters } from "./measure-routers.ts";
import type { TuningService } from "./open-service.ts";
import { runTuningJob, type TuningOrder } from "./run-tuning-job.ts";
import type { TuningFileRow } from "./tuning-rows.ts";

export interface TuningTask {
  readonly prepared: PreparedFineTuning;
  readonly order: TuningOrder;
  readonly heldOut: readonly TuningFileRow[];
  /** Tune nothing, and measure this deployment. */
  readonly onlyMeasure: string | undefined;
  /** Deployment of the model before tuning; absent = the model's name on the lab cloud, none on Azure. */
  readonly base: string | undefined;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

export interface TuningResult {
  readonly provenance: "simulated" | "live";
  /** Absent when nothing was tuned. */
  readonly watched: WatchedJob | undefined;
  /** Absent when there is no deployment to measure yet. */
  readonly measured: Measurement | undefined;
}

const POLL_MS = { lab: 1000, azure: 5000 };

/** Tunes, shows how it went, and measures; `undefined` when it did not come to its end, which is told already. */
export async function tuneAndMeasure(
  service: TuningService,
  task: TuningTask,
): Promise<TuningResult | undefined> {
  const { isLab, provider } = service;
  const { log, signal, order, heldOut } = task;
  const watched = task.onlyMeasure === undefined ? await tune(service, task) : undefined;
  if (task.onlyMeasure === undefined && !watched) return undefined;

  const tunedModel = watched?.job.fine_tuned_model ?? "";
  const tuned = task.onlyMeasure ?? (isLab ? tunedModel : undefined);
  const base = task.base ?? (isLab ? order.baseName : undefined);
  if (tuned === undefined) log(howToDeploy(tunedModel));
  const measured =
    tuned === undefined ? undefined : await measureRouters({ provider, tuned, base }, heldOut, signal);
  if (measured) for (const line of measurementLines(measured)) log(line);
  if (isLab) log(LAB_NOTE);
  return { provenance: isLab ? "simulated" : "live", watched, measured };
}

/** A job that has succeeded, its curve shown; `undefined` for any other. */
async function tune(
  { client, isLab }: TuningService,
  { prepared, order, signal, log }: TuningTask,
): Promise<WatchedJob | undefined> {
  const pollMs = isLab ? POLL_MS.lab : POLL_MS.azure;
  const watched = await runTuningJob(client, prepared, order, { pollMs, signal, log });
  if (!watched) return undefined;
  const { job, losses } = watched;
  if (job.status !== "succeeded") {
    console.error(`Job ${job.id} has ${job.status}. ${job.error?.message ?? ""}`.trim());
    return undefined;
  }
  for (const line of ["", ...lossCurve(losses), ""]) log(line);
  return watched;
}

const howToDeploy = (model: string) =>
  [
    "On Azure the model answers only when it is deployed, and each hour of that is billed. Deploy it in the portal, or with",
    `  az cognitiveservices account deployment create --name RESOURCE --resource-group GROUP --deployment-name router --model-name "${model}" --model-version 1 --model-format OpenAI --sku-name Standard --sku-capacity 10`,
    "then measure it: npm run finetune:phi -- --measure router. Delete the deployment when you are done.",
  ].join("\n");

const LAB_NOTE =
  "simulated: on the lab cloud the zero-shot model's labels come from the rule router, and the tuned model is a classifier over embeddings, really trained on these rows; neither is a language model.";
