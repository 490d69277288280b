import type { FineTuning, Model } from "../catalog/index.ts";
import { countUsage, vocabularyOf } from "../cost/index.ts";
import type { ChatExample } from "./chat-example.ts";
import type { PreparedFineTuning } from "./prepare-fine-tuning.ts";

/** What a job would take, before it is run. */
export interface FineTuningEstimate {
  /** Base model and version. */
  readonly model: string;
  /** Tokens of the training file. Other models than OpenAI's count otherwise: theirs are estimated with OpenAI's vocabulary. */
  readonly trainingTokens: number;
  readonly epochs: number;
  /** What is billed: the training file once for each epoch. */
  readonly billedTokens: number;
  /** Absent when no dated price was found: that is no cost of zero. */
  readonly trainingUsd?: number;
  /** For each hour that the tuned model is deployed. */
  readonly hostingUsdPerHour?: number;
  /** Where the prices were read and on which day. */
  readonly prices?: NonNullable<FineTuning["reading"]>;
}

/** Counts the tokens and looks the price up in the catalog. */
export async function estimateFineTuning(
  { training }: Pick<PreparedFineTuning, "training">,
  model: Model,
  epochs: number,
): Promise<FineTuningEstimate> {
  const trainingTokens = await countExampleTokens(training, model);
  const billedTokens = trainingTokens * epochs;
  const { usdPerMillionTokens, hostingUsdPerHour, reading } = model.fineTuning ?? {};
  return {
    model: `${model.name}-${model.version}`,
    trainingTokens,
    epochs,
    billedTokens,
    ...(usdPerMillionTokens !== undefined && { trainingUsd: (billedTokens / 1e6) * usdPerMillionTokens }),
    ...(hostingUsdPerHour !== undefined && { hostingUsdPerHour }),
    ...(reading && { prices: reading }),
  };
}

async function countExampleTokens(examples: readonly ChatExample[], { name }: Model): Promise<number> {
  const vocabulary = vocabularyOf(name) ?? "o200k";
  let tokens = 0;
  for (const { messages } of examples) {
    const told = messages.map(({ role, content }) => ({
      role: role === "developer" ? "system" : role,
      content,
    }));
    tokens += (await countUsage(told, "", vocabulary)).promptTokens;
  }
  return tokens;
}
