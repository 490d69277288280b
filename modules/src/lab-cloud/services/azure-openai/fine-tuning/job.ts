import type { Model } from "../../../../catalog/index.ts";
import { newId } from "../../../../core/index.ts";
import type { TrainingPlan } from "../../../models/tuned-model-training.ts";
import type { Metadata } from "../conversations/metadata.ts";
import type { RouteForm } from "../route-form.ts";

/** What a job measured at a step, in the words of the wire. */
export interface StepMetrics {
  readonly step: number;
  readonly train_loss: number;
  readonly train_mean_token_accuracy: number;
  readonly valid_loss?: number;
  readonly valid_mean_token_accuracy?: number;
  readonly full_valid_loss?: number;
  readonly full_valid_mean_token_accuracy?: number;
}

export interface JobEvent {
  readonly id: string;
  readonly object: "fine_tuning.job.event";
  readonly created_at: number;
  readonly level: "info" | "warn" | "error";
  readonly message: string;
  readonly type: "message" | "metrics";
  readonly data: StepMetrics | null;
}

export interface JobCheckpoint {
  readonly id: string;
  readonly object: "fine_tuning.job.checkpoint";
  readonly created_at: number;
  readonly fine_tuned_model_checkpoint: string;
  readonly fine_tuning_job_id: string;
  readonly metrics: StepMetrics;
  readonly step_number: number;
}

/** What a job is made of; it changes only in `JobProgress`. */
export interface JobOrder {
  readonly id: string;
  /** Seconds since 1970-01-01 UTC. */
  readonly createdAt: number;
  readonly baseModel: Model;
  /** Name of the resource it belongs to. */
  readonly resource: string;
  readonly suffix: string | undefined;
  readonly metadata: Metadata;
  readonly trainingFile: string;
  readonly validationFile: string | undefined;
  readonly labels: readonly string[];
  readonly plan: TrainingPlan;
}

export interface JobProgress {
  status: "pending" | "running" | "succeeded" | "failed" | "cancelled";
  finishedAt?: number;
  tunedModel?: string;
  trainedTokens?: number;
  resultFile?: string;
  /** Why it failed. */
  failure?: string;
}

export interface FineTuningJob {
  readonly order: JobOrder;
  readonly progress: JobProgress;
  /** In the order of their coming; so are the checkpoints. */
  readonly events: JobEvent[];
  readonly checkpoints: JobCheckpoint[];
  /** Ends it when it is cancelled. */
  readonly abort: AbortController;
}

export const createJob = (order: JobOrder): FineTuningJob => ({
  order,
  progress: { status: "pending" },
  events: [],
  checkpoints: [],
  abort: new AbortController(),
});

export const hasEnded = ({ progress: { status } }: FineTuningJob): boolean =>
  status !== "pending" && status !== "running";

/** A job as it is sent. */
export function jobObject({ order, progress }: FineTuningJob, form: RouteForm): object {
  const { epochs, batchSize, learningRateMultiplier, seed } = order.plan;
  const hyperparameters = {
    n_epochs: epochs,
    batch_size: batchSize,
    learning_rate_multiplier: learningRateMultiplier,
  };
  return {
    id: order.id,
    object: "fine_tuning.job",
    model: modelName(order.baseModel),
    created_at: order.createdAt,
    finished_at: progress.finishedAt ?? null,
    fine_tuned_model: progress.tunedModel ?? null,
    organization_id: form === "direct" ? "org-lab" : null,
    status: statusOf(progress, form),
    training_file: order.trainingFile,
    validation_file: order.validationFile ?? null,
    result_files: progress.resultFile === undefined ? [] : [progress.resultFile],
    trained_tokens: progress.trainedTokens ?? null,
    error:
      progress.failure === undefined
        ? null
        : { code: "internalFailure", message: progress.failure, param: null },
    seed,
    estimated_finish: null,
    integrations: [],
    metadata: order.metadata,
    hyperparameters,
    method: { type: "supervised", supervised: { hyperparameters } },
    user_provided_suffix: order.suffix ?? null,
  };
}

/** OpenAI calls a job that waits `queued`, Azure `pending`. */
const statusOf = ({ status }: JobProgress, form: RouteForm) =>
  status === "pending" && form === "direct" ? "queued" : status;

export const modelName = ({ name, version }: Model): string => `${name}-${version}`;

export function noteEvent(job: FineTuningJob, nowMs: number, message: string, data?: StepMetrics): void {
  job.events.push({
    id: newId("ftevent-"),
    object: "fine_tuning.job.event",
    created_at: Math.floor(nowMs / 1000),
    level: job.progress.status === "failed" ? "error" : "info",
    message,
    type: data ? "metrics" : "message",
    data: data ?? null,
  });
}
