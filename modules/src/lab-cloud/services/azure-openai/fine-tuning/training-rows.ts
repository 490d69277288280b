import { answerOf, questionOf } from "../../../../finetune/chat-example.ts";
import type { NumberedExample } from "../../../../finetune/example-file.ts";
import { invalidRequest } from "../../../azure-refusal.ts";
import type { LabelledText } from "../../../models/tuned-model-training.ts";

/** More than a router or a small classifier needs. */
const MAX_LABELS = 10;
const MAX_LABEL_LENGTH = 40;
/** As many as Azure wants. */
const MIN_EXAMPLES = 10;

/**
 * The answers of a training file, sorted.
 * @throws AzureRefusal (400) when they are no small set of words: the lab cloud trains a classifier, no language model.
 */
export function labelsIn(examples: readonly NumberedExample[]): readonly string[] {
  if (examples.length < MIN_EXAMPLES) {
    throw unfit(
      "training_file",
      `Training file has ${examples.length} example(s), but must have at least ${MIN_EXAMPLES} examples.`,
    );
  }
  const longAnswer = examples.find(({ example }) => !isWord(answerOf(example)));
  if (longAnswer) {
    throw unfit("training_file", `${LIMIT}, and the answer on line ${longAnswer.line} is not one word.`);
  }
  const labels = [...new Set(examples.map(({ example }) => answerOf(example)))].sort();
  if (labels.length > MAX_LABELS) {
    throw unfit("training_file", `${LIMIT}, and the training file has ${labels.length} different ones.`);
  }
  if (labels.length < 2) {
    throw unfit(
      "training_file",
      `Every example has the same answer '${labels[0]}', so there is nothing to learn.`,
    );
  }
  return labels;
}

const LIMIT = `The lab cloud can only tune classifiers: every answer must be one of at most ${MAX_LABELS} one-word labels`;

const isWord = (text: string) => text.length <= MAX_LABEL_LENGTH && !/\s/.test(text);

/**
 * Examples as texts and the places of their answers among the labels.
 * @throws AzureRefusal (400) for an answer that is none of them.
 */
export function labelledTexts(
  examples: readonly NumberedExample[],
  labels: readonly string[],
  param: "training_file" | "validation_file",
): LabelledText[] {
  return examples.map(({ line, example }) => {
    const label = labels.indexOf(answerOf(example));
    if (label >= 0) return { text: questionOf(example), label };
    throw unfit(param, `The answer on line ${line} is none of the training file's: ${labels.join(", ")}.`);
  });
}

const unfit = (param: string, message: string) => invalidRequest(message, param, "invalidPayload");
