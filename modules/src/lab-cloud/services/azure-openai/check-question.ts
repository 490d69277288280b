import type { Model } from "../../../catalog/index.ts";
import { AzureRefusal, invalidRequest } from "../../azure-refusal.ts";
import type { AnswerFormat } from "../../models/answer-format.ts";

/** @throws AzureRefusal (400) when a model that writes nothing is asked to write */
export function checkKind({ kind, name }: Model): void {
  if (kind !== "embedding") return;
  throw new AzureRefusal(400, {
    code: "OperationNotSupported",
    message: `The chatCompletion operation does not work with the specified model, ${name}. Please choose different model and try again. You can learn more about which models can be used with each operation here: https://go.microsoft.com/fwlink/?linkid=2197993.`,
  });
}

/** @throws AzureRefusal (400) for a prompt or an answer that is longer than the model can take */
export function checkSize(
  model: Model,
  { maxTokens }: { readonly maxTokens?: number | undefined },
  promptTokens: number,
): void {
  if (maxTokens !== undefined && maxTokens > model.maxOutputTokens) {
    throw invalidRequest(
      `max_tokens is too large: ${maxTokens}. This model supports at most ${model.maxOutputTokens} completion tokens.`,
      "max_tokens",
      "invalid_value",
    );
  }
  if (promptTokens > model.contextTokens) {
    throw invalidRequest(
      `This model's maximum context length is ${model.contextTokens} tokens. However, your messages resulted in ${promptTokens} tokens. Please reduce the length of the messages.`,
      "messages",
      "context_length_exceeded",
    );
  }
}

/** @throws AzureRefusal (400) when the model does not write JSON of this kind */
export function checkFormat({ capabilities, name }: Model, format: AnswerFormat | undefined): void {
  if (!format || capabilities.includes(format.type)) return;
  throw invalidRequest(
    `Invalid parameter: 'response_format' of type '${format.type}' is not supported with this model (${name}).`,
    "response_format",
    null,
  );
}

/** @throws AzureRefusal (400) when a model that thinks first is told how to sample, or given `max_tokens` */
export function checkSampling({ capabilities }: Model, given: readonly string[]): void {
  const [param] = given;
  if (param === undefined || !capabilities.includes("reasoning")) return;
  const message =
    param === "max_tokens"
      ? "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
      : `Unsupported value: '${param}' is not supported with this model; only its default is.`;
  throw invalidRequest(
    message,
    param,
    param === "max_tokens" ? "unsupported_parameter" : "unsupported_value",
  );
}
