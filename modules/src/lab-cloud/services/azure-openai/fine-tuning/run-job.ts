import { setImmediate as nextTurn } from "node:timers/promises";
import { type Clock, explainError, isLabError, newId } from "../../../../core/index.ts";
import type { EmbedderSide } from "../../../models/embedder-side.ts";
import { createTunedModel } from "../../../models/tuned-model.ts";
import {
  stepsOf,
  type TrainedHead,
  type TrainingStep,
  trainHead,
} from "../../../models/tuned-model-training.ts";
import type { FileStore } from "../files/file-store.ts";
import { type FineTuningJob, noteEvent, type StepMetrics } from "./job.ts";
import { resultsCsv } from "./results-file.ts";

/** What a job needs to run. */
export interface JobGround {
  readonly clock: Clock;
  readonly embed: EmbedderSide["embed"];
  readonly files: FileStore;
  /** Tokens of the training file. */
  readonly countTokens: () => Promise<number>;
  /** Name of the finished model. */
  readonly name: string;
  /** Makes a model answer under a name. */
  readonly deploy: (name: string, model: ReturnType<typeof createTunedModel>) => void;
  /** Ends the job when the lab cloud ends. */
  readonly ending: AbortSignal;
}

/** Steps that are told; of longer jobs every second, third ... one is. */
const TOLD_STEPS = 500;
/** Epochs whose models are kept, as by Azure. */
const KEPT_CHECKPOINTS = 3;

/** Trains, tells of each step, and deploys what comes of it. Never rejects: a failure is the job's. */
export async function runJob(job: FineTuningJob, ground: JobGround): Promise<void> {
  const { progress, abort } = job;
  const { clock, ending } = ground;
  const note = (message: string, data?: StepMetrics) => noteEvent(job, clock.now(), message, data);
  const signal = AbortSignal.any([abort.signal, ending]);
  if (signal.aborted) return;
  try {
    progress.status = "running";
    note("Job started.");
    const tokens = await ground.countTokens();
    note("Training started.");
    await train(job, ground, signal);
    note("Training completed.");
    finish(job, ground, tokens);
  } catch (error) {
    if (signal.aborted) return;
    progress.status = "failed";
    progress.failure = explainError(error);
    progress.finishedAt = Math.floor(clock.now() / 1000);
    note(`Job failed: ${progress.failure}`);
  }
}

async function train(job: FineTuningJob, ground: JobGround, signal: AbortSignal): Promise<void> {
  const { plan } = job.order;
  const { clock } = ground;
  const every = Math.ceil(stepsOf(plan) / TOLD_STEPS);
  const embed = patient(ground);
  for await (const step of trainHead(plan, { embed, pause: () => nextTurn(), signal })) {
    const metrics = metricsOf(step);
    if (step.step % every === 0 || step.checkpoint)
      noteEvent(job, clock.now(), `Step ${step.step}: training loss=${metrics.train_loss}`, metrics);
    if (step.checkpoint) keepCheckpoint(job, ground, metrics, step.checkpoint);
  }
}

/** The last one has the model's own name; those of earlier epochs tell their step. */
function keepCheckpoint(
  job: FineTuningJob,
  ground: JobGround,
  metrics: StepMetrics,
  trained: TrainedHead,
): void {
  const { id, labels, plan } = job.order;
  const last = metrics.step === stepsOf(plan);
  const epochsLeft = (stepsOf(plan) - metrics.step) / (stepsOf(plan) / plan.epochs);
  if (epochsLeft >= KEPT_CHECKPOINTS) return;
  const name = last ? ground.name : `${ground.name}:ckpt-step-${metrics.step}`;
  ground.deploy(name, createTunedModel({ labels, embed: ground.embed, ...trained }));
  job.checkpoints.push({
    id: newId("ftckpt-"),
    object: "fine_tuning.job.checkpoint",
    created_at: Math.floor(ground.clock.now() / 1000),
    fine_tuned_model_checkpoint: name,
    fine_tuning_job_id: id,
    metrics,
    step_number: metrics.step,
  });
}

function finish(job: FineTuningJob, { clock, files, name }: JobGround, tokens: number): void {
  const { progress } = job;
  const results = files.add({
    filename: "results.csv",
    purpose: "fine-tune-results",
    content: Buffer.from(resultsCsv(job)),
  });
  progress.resultFile = results.id;
  progress.tunedModel = name;
  progress.trainedTokens = tokens * job.order.plan.epochs;
  progress.finishedAt = Math.floor(clock.now() / 1000);
  progress.status = "succeeded";
  const note = (message: string) => noteEvent(job, clock.now(), message);
  note("Job succeeded.");
  note(`Completed results file: ${results.id}`);
  note(`The lab cloud has deployed the model as ${name}. On Azure it has to be deployed first.`);
}

const metricsOf = ({ step, training, validation, fullValidation }: TrainingStep): StepMetrics => ({
  step,
  train_loss: training.loss,
  train_mean_token_accuracy: training.accuracy,
  ...(validation && { valid_loss: validation.loss, valid_mean_token_accuracy: validation.accuracy }),
  ...(fullValidation && {
    full_valid_loss: fullValidation.loss,
    full_valid_mean_token_accuracy: fullValidation.accuracy,
  }),
});

/** Others may embed as well: who is told that it is too much waits and asks again. */
function patient({ embed, clock }: JobGround): EmbedderSide["embed"] {
  return async (texts, signal) => {
    for (;;) {
      try {
        return await embed(texts, signal);
      } catch (error) {
        if (!isLabError(error) || error.code !== "EMBEDDER_BUSY") throw error;
        await clock.sleep(1000, signal);
      }
    }
  };
}
