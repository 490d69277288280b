import type OpenAI from "openai";

/** The part of OpenAI's client that fine-tuning needs: `OpenAI` and `AzureOpenAI` both are one. */
export type FineTuningClient = Pick<OpenAI, "files" | "fineTuning">;

export type FineTuningJob = OpenAI.FineTuning.FineTuningJob;
export type FineTuningEvent = OpenAI.FineTuning.FineTuningJobEvent;
