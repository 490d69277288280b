import type { FineTuningJob, StepMetrics } from "./job.ts";

const COLUMNS = [
  "step",
  "train_loss",
  "train_mean_token_accuracy",
  "valid_loss",
  "valid_mean_token_accuracy",
  "full_valid_loss",
  "full_valid_mean_token_accuracy",
] as const satisfies readonly (keyof StepMetrics)[];

/** `results.csv`: one line for each step that was told. */
export function resultsCsv({ events }: FineTuningJob): string {
  const lines = events.flatMap(({ data }) =>
    data ? [COLUMNS.map((column) => data[column] ?? "").join(",")] : [],
  );
  return `${[COLUMNS.join(","), ...lines].join("\n")}\n`;
}
