export {
  answerOf,
  type ChatExample,
  type ExampleMessage,
  questionOf,
  readExample,
  toJsonLines,
} from "./chat-example.ts";
export { estimateFineTuning, type FineTuningEstimate } from "./estimate-fine-tuning.ts";
export {
  describeProblem,
  type ExampleFile,
  type LineProblem,
  type NumberedExample,
  readExamples,
} from "./example-file.ts";
export type { FineTuningClient, FineTuningEvent, FineTuningJob } from "./fine-tuning-client.ts";
export {
  type PreparedFineTuning,
  type PrepareOptions,
  prepareFineTuning,
  type TargetCounts,
  type TuningRow,
} from "./prepare-fine-tuning.ts";
export { exampleOf, tuningPrompt } from "./tuning-prompt.ts";
export { uploadExamples } from "./upload-examples.ts";
export { type LossRow, type WatchedJob, type WatchOptions, watchJob } from "./watch-job.ts";
