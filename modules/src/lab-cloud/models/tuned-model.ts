import { ModelError } from "../../core/errors.ts";
import type { EmbedderSide } from "./embedder-side.ts";
import type { PromptMessage } from "./simulated-model.ts";
import type { LabelChoice } from "./tuned-model-answer.ts";
import { type Head, logProbabilities } from "./tuned-model-head.ts";

/** What fine-tuning makes in the lab cloud: a head over embeddings that answers with one of the labels it was trained on. */
export interface TunedModel {
  readonly labels: readonly string[];
  /** What it is, in one line for people and for a header. */
  readonly about: string;
  /**
   * The probability of each label for what the user says; system prompts and earlier answers change nothing.
   * @throws ModelError when texts are no longer embedded as they were in training; what the embedder throws.
   */
  classify(messages: readonly PromptMessage[], signal: AbortSignal): Promise<readonly LabelChoice[]>;
}

export interface TunedModelOptions {
  readonly labels: readonly string[];
  readonly head: Head;
  /** What made the vectors it was trained on. */
  readonly embedderName: string;
  readonly embed: EmbedderSide["embed"];
}

export function createTunedModel({ labels, head, embedderName, embed }: TunedModelOptions): TunedModel {
  return {
    labels,
    about: `no language model: a softmax head over ${embedderName}, trained on the uploaded rows, ${labels.length} labels`,
    async classify(messages, signal) {
      const { name, vectors } = await embed([questionIn(messages)], signal);
      const [vector] = vectors;
      if (name !== embedderName || !vector) throw otherEmbedder(embedderName, name);
      const logs = logProbabilities(head, vector);
      return labels.map((label, index) => ({ label, logprob: logs[index] ?? Number.NEGATIVE_INFINITY }));
    },
  };
}

const questionIn = (messages: readonly PromptMessage[]) =>
  messages
    .filter(({ role }) => role === "user")
    .map(({ text }) => text)
    .join("\n");

export const otherEmbedder = (trained: string, now: string): ModelError =>
  new ModelError(`The model was trained on vectors of ${trained}, and texts are embedded with ${now} now.`, {
    code: "OTHER_EMBEDDER",
    hint: "Tune it again.",
  });
