import { setImmediate as nextTurn } from "node:timers/promises";
import type { Model } from "../../../../catalog/index.ts";
import { newId } from "../../../../core/index.ts";
import type { NumberedExample } from "../../../../finetune/example-file.ts";
import { invalidRequest } from "../../../azure-refusal.ts";
import type { TrainingPlan } from "../../../models/tuned-model-training.ts";
import type { FileStore } from "../files/file-store.ts";
import { examplesOf } from "../files/stored-file.ts";
import type { JobOrder } from "./job.ts";
import { modelName } from "./job.ts";
import type { JobCall } from "./job-call.ts";
import { labelledTexts, labelsIn } from "./training-rows.ts";

export interface OrderGround {
  readonly models: readonly Model[];
  readonly files: FileStore;
  /** Name of the resource the job is for. */
  readonly resource: string;
  readonly nowMs: number;
  /** Draws a seed for a job that names none. */
  readonly random: () => number;
}

/** An order and what it was made from. */
export interface NewOrder {
  readonly order: JobOrder;
  readonly examples: readonly NumberedExample[];
}

/**
 * Makes an order of a request. Files are read here: what cannot be trained on is refused at once, where Azure takes the job and
 * lets it fail.
 * @throws AzureRefusal (400)
 */
export async function createOrder(call: JobCall, ground: OrderGround): Promise<NewOrder> {
  const baseModel = ground.models.find((model) => [model.name, modelName(model)].includes(call.model));
  if (!baseModel?.fineTuning) throw notTunable(ground.models);
  const examples = await readFile(call.trainingFile, "training_file", ground.files);
  const labels = labelsIn(examples);
  const checks =
    call.validationFile === undefined
      ? []
      : await readFile(call.validationFile, "validation_file", ground.files);
  const training = labelledTexts(examples, labels, "training_file");
  const validation = labelledTexts(checks, labels, "validation_file");
  const order: JobOrder = {
    id: newId("ftjob-"),
    createdAt: Math.floor(ground.nowMs / 1000),
    baseModel,
    resource: ground.resource,
    suffix: call.suffix,
    metadata: call.metadata,
    trainingFile: call.trainingFile,
    validationFile: call.validationFile,
    labels,
    plan: {
      training,
      validation,
      labels: labels.length,
      ...chooseHyperparameters(call, training.length),
      seed: call.seed ?? Math.floor(ground.random() * 2 ** 31),
    },
  };
  return { order, examples };
}

/** What `auto` stands for: some hundred steps, whatever the number of rows. */
function chooseHyperparameters(
  { epochs, batchSize, learningRateMultiplier }: JobCall,
  rows: number,
): Pick<TrainingPlan, "epochs" | "batchSize" | "learningRateMultiplier"> {
  return {
    epochs: epochs ?? Math.min(10, Math.max(3, Math.round(300 / rows))),
    batchSize: batchSize ?? Math.min(32, Math.max(1, Math.ceil(rows / 150))),
    learningRateMultiplier: learningRateMultiplier ?? 1,
  };
}

async function readFile(
  id: string,
  param: "training_file" | "validation_file",
  files: FileStore,
): Promise<readonly NumberedExample[]> {
  const file = files.get(id);
  if (!file) throw unfit(param, `Invalid '${param}': there is no file ${id.slice(0, 80)}.`);
  if (file.purpose !== "fine-tune") throw unfit(param, `Invalid '${param}': its purpose is ${file.purpose}.`);
  await file.checked;
  if (file.problem !== undefined) {
    throw unfit(
      param,
      `The specified file reference must point to a completed file import. ${file.problem}`.slice(0, 900),
    );
  }
  return (await examplesOf(file.content, nextTurn)).examples;
}

const notTunable = (models: readonly Model[]) => {
  const tunable = models.filter(({ fineTuning }) => fineTuning).map(modelName);
  return unfit(
    "model",
    `The specified base model does not support fine-tuning. The lab cloud tunes ${tunable.join(", ")}.`,
  );
};

const unfit = (param: string, message: string) => invalidRequest(message, param, "invalidPayload");
