import { setImmediate as nextTurn } from "node:timers/promises";
import type { Model } from "../../../catalog/index.ts";
import { createRandom } from "../../../core/index.ts";
import type { NumberedExample } from "../../../finetune/example-file.ts";
import { AzureRefusal } from "../../azure-refusal.ts";
import type { LabContext } from "../../lab-app.ts";
import type { EmbedderSide } from "../../models/embedder-side.ts";
import type { SimulatedModel } from "../../models/simulated-model.ts";
import type { LabRoute } from "../service.ts";
import { fileRoutes } from "./files/file-routes.ts";
import { createFileStore } from "./files/file-store.ts";
import { createOrder } from "./fine-tuning/create-order.ts";
import type { FineTuningPlace, FineTuningState } from "./fine-tuning/fine-tuning-place.ts";
import { createJob, type FineTuningJob, noteEvent } from "./fine-tuning/job.ts";
import type { JobQueue } from "./fine-tuning/job-queue.ts";
import { jobRoutes, type StartJob } from "./fine-tuning/job-routes.ts";
import { createJobStore } from "./fine-tuning/job-store.ts";
import { runJob } from "./fine-tuning/run-job.ts";
import type { TunedDeployments } from "./fine-tuning/tuned-deployments.ts";
import { tunedModelEntry, tunedName } from "./fine-tuning/tuned-name.ts";
import type { AzureResource } from "./resource.ts";
import { prefixOf } from "./route-form.ts";

export interface FineTuningOptions {
  readonly models: readonly Model[];
  readonly tuned: TunedDeployments;
  readonly queue: JobQueue;
  readonly embed: EmbedderSide["embed"];
  /** Counts tokens. */
  readonly model: () => Promise<SimulatedModel>;
  /** Ends every job. */
  readonly ending: AbortSignal;
  /** The same seed draws the same seeds for jobs that name none. */
  readonly seed: number;
}

/**
 * Files and fine-tuning jobs in every form of a surface. What is kept belongs to one resource, as on Azure. No language model is
 * tuned: a job trains a classifier over embeddings on the rows that were sent in.
 */
export function fineTuningRoutes(resource: AzureResource, options: FineTuningOptions): readonly LabRoute[] {
  const { models, tuned, queue, embed, ending } = options;
  const { clock } = resource;
  const random = createRandom(options.seed);
  const states = new Map<string, FineTuningState>();

  const forget = ({ order, checkpoints }: FineTuningJob) => {
    for (const { fine_tuned_model_checkpoint: name } of checkpoints) tuned.remove(order.resource, name);
  };
  const stateOf = (c: LabContext): FineTuningState => {
    const name = resource.resourceOf(c);
    const state = states.get(name) ?? { files: createFileStore(clock), jobs: createJobStore(forget) };
    states.set(name, state);
    return state;
  };

  const start: StartJob = async (c, place, call) => {
    const { files, jobs } = place.stateOf(c);
    const nowMs = clock.now();
    const { order, examples } = await createOrder(call, {
      models,
      files,
      resource: resource.resourceOf(c),
      nowMs,
      random,
    });
    const job = createJob(order);
    const { baseModel: base, id: jobId, suffix } = order;
    const region = resource.deploymentsOf(c)[0]?.region ?? "";
    const queued = queue.add(() =>
      runJob(job, {
        clock,
        embed,
        files,
        ending,
        name: tunedName({ base, jobId, suffix, form: place.form }),
        countTokens: () => countTokens(examples, options.model),
        deploy: (name, model) =>
          tuned.deploy({ name, model: tunedModelEntry(base, name), region, resource: order.resource }, model),
      }),
    );
    if (!queued) throw tooManyJobs();
    jobs.add(job);
    noteEvent(job, nowMs, "Job enqueued. Waiting for jobs ahead to complete.");
    return job;
  };

  return resource.forms
    .map(
      (form): FineTuningPlace => ({
        form,
        prefix: prefixOf[form],
        createdStatus: form === "direct" ? 200 : 201,
        enter: (c) => resource.enter(c, form),
        stateOf,
      }),
    )
    .flatMap((place) => [...fileRoutes(place), ...jobRoutes(resource, place, start)]);
}

/** Tokens that are counted before the server gets a turn. */
const TOKENS_AT_A_TIME = 5000;

async function countTokens(
  examples: readonly NumberedExample[],
  model: () => Promise<SimulatedModel>,
): Promise<number> {
  const { countPrompt } = await model();
  let tokens = 0;
  let pausedAt = 0;
  for (const { example } of examples) {
    tokens += countPrompt(example.messages.map(({ role, content }) => ({ role, text: content })));
    if (tokens - pausedAt < TOKENS_AT_A_TIME) continue;
    pausedAt = tokens;
    await nextTurn();
  }
  return tokens;
}

const tooManyJobs = () =>
  new AzureRefusal(
    429,
    {
      code: "tooManyRequests",
      message: "Too many fine-tuning jobs are waiting; let some end, or cancel them.",
    },
    { "retry-after": "5" },
  );
