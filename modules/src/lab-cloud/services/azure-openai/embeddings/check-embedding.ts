import type { Model } from "../../../../catalog/index.ts";
import { AzureRefusal, invalidRequest } from "../../../azure-refusal.ts";

/** @throws AzureRefusal (400) when the model gives no embeddings */
export function checkOperation({ kind, name }: Model): void {
  if (kind === "embedding") return;
  throw new AzureRefusal(400, {
    code: "OperationNotSupported",
    message: `The embeddings operation does not work with the specified model, ${name}. Please choose different model and try again. You can learn more about which models can be used with each operation here: https://go.microsoft.com/fwlink/?linkid=2197993.`,
  });
}

/** The first models of this kind give one width only. */
const FIXED_WIDTH = "text-embedding-ada-002";

/**
 * How many numbers a vector has.
 * @throws AzureRefusal (400) when the model cannot give as many as are wanted.
 */
export function checkDimensions({ name, dimensions = 1536 }: Model, wanted: number | undefined): number {
  if (wanted === undefined) return dimensions;
  if (name === FIXED_WIDTH) {
    throw invalidRequest("This model does not support specifying dimensions.", "dimensions", null);
  }
  if (wanted <= dimensions) return wanted;
  throw invalidRequest(
    `Invalid value for 'dimensions' = ${wanted}. Must be less than or equal to ${dimensions}.`,
    "dimensions",
    "invalid_value",
  );
}

/** Of all texts of a request together. */
const MAX_TOKENS_PER_REQUEST = 300_000;

/**
 * Tokens of all texts together.
 * @throws AzureRefusal (400) when one, or all together, are more than the model reads.
 */
export function checkTokens({ contextTokens }: Model, counts: readonly number[]): number {
  const tooLong = counts.find((count) => count > contextTokens);
  if (tooLong !== undefined) {
    throw invalidRequest(
      `This model's maximum context length is ${contextTokens} tokens, however you requested ${tooLong} tokens (${tooLong} in your prompt; 0 for the completion). Please reduce your prompt; or completion length.`,
      "input",
      "context_length_exceeded",
    );
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total <= MAX_TOKENS_PER_REQUEST) return total;
  throw invalidRequest(
    `Invalid 'input': maximum request size is ${MAX_TOKENS_PER_REQUEST} tokens per request, but got ${total}.`,
    "input",
    "max_tokens_per_request",
  );
}
