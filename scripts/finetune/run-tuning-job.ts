import {
  type FineTuningClient,
  type LossRow,
  type PreparedFineTuning,
  uploadExamples,
  type WatchedJob,
  watchJob,
} from "../../modules/src/finetune/index.ts";

export interface TuningOrder {
  /** Base model and version: `gpt-4o-mini-2024-07-18`. */
  readonly model: string;
  /** Without its version. */
  readonly baseName: string;
  readonly suffix: string;
  readonly seed: number;
  /** Absent = the service chooses. */
  readonly epochs: number | undefined;
}

export interface JobWatch {
  /** Milliseconds between two looks. */
  readonly pollMs: number;
  /** Cancels the job. */
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** Uploads, tunes and tells how it goes. `undefined` when it was cancelled on the way, and that is told already. */
export async function runTuningJob(
  client: FineTuningClient,
  { training, validation }: PreparedFineTuning,
  order: TuningOrder,
  watch: JobWatch,
): Promise<WatchedJob | undefined> {
  const { log, signal, pollMs } = watch;
  const trainingFile = await uploadExamples(client, training, "training.jsonl");
  const validationFile =
    validation.length > 0 ? await uploadExamples(client, validation, "validation.jsonl") : undefined;
  log(`Uploaded ${[trainingFile.id, validationFile?.id].filter((id) => id !== undefined).join(" and ")}.`);
  if (signal.aborted) return cancelled(log, "No job was started.");

  const { model, suffix, seed, epochs } = order;
  const { id } = await client.fineTuning.jobs.create({
    model,
    suffix,
    seed,
    training_file: trainingFile.id,
    ...(validationFile && { validation_file: validationFile.id }),
    ...(epochs !== undefined && {
      method: { type: "supervised", supervised: { hyperparameters: { n_epochs: epochs } } },
    }),
  });
  log(`Job ${id} is made.`);
  try {
    const tell = createTeller(log);
    return await watchJob(client, id, { pollMs, signal, onUpdate: tell });
  } catch (error) {
    if (!signal.aborted) throw error;
    const { status } = await client.fineTuning.jobs.cancel(id);
    return cancelled(log, `Job ${id} is ${status}.`);
  }
}

function cancelled(log: (line: string) => void, what: string): undefined {
  log(`Stopped. ${what}`);
}

/** Tells each message once, and of the steps the latest. */
function createTeller(log: (line: string) => void): (watched: WatchedJob) => void {
  let told = 0;
  let lastStep = 0;
  return ({ job, losses, messages }) => {
    for (const message of messages.slice(told)) log(`  ${message}`);
    told = messages.length;
    const latest = losses.at(-1);
    if (!latest || latest.step === lastStep) return;
    lastStep = latest.step;
    log(`  ${job.status}, ${describeStep(losses)}`);
  };
}

/** Single batches jump up and down: the mean of the last ones says more. */
const SMOOTHED_STEPS = 20;

function describeStep(losses: readonly LossRow[]): string {
  const last = losses.slice(-SMOOTHED_STEPS);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const valid = last.flatMap(({ validLoss }) => validLoss ?? []);
  const validation = valid.length > 0 ? `, validation ${mean(valid).toFixed(3)}` : "";
  return `step ${losses.at(-1)?.step}: loss ${mean(last.map(({ trainLoss }) => trainLoss)).toFixed(3)}${validation} (mean of the last ${last.length} steps)`;
}
