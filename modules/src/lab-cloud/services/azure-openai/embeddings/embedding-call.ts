import { z } from "zod";
import { invalidRequest } from "../../../azure-refusal.ts";
import { describeIssue } from "../describe-issue.ts";
import { parseJson } from "../parse-json.ts";

/** A request for embeddings that has been read and found usable. */
export interface EmbeddingCall {
  /** `model` of the body: on the v1 routes the deployment. */
  readonly model: string | undefined;
  /** Texts, or tokens in their place. */
  readonly inputs: readonly (string | readonly number[])[];
  /** Numbers in a vector; absent = as many as the model gives. */
  readonly dimensions: number | undefined;
  readonly encoding: "float" | "base64";
}

/** What one request may bring. */
const MAX_INPUTS = 2048;

const bodyShape = z.strictObject({
  model: z.string().nullish(),
  input: z.unknown().optional(),
  dimensions: z.int().min(1).nullish(),
  encoding_format: z.enum(["float", "base64"]).nullish(),
  user: z.string().nullish(),
  input_type: z.string().nullish(),
});

const tokensShape = z.array(z.int().min(0)).min(1);

/**
 * Reads the JSON of a request for embeddings.
 * @throws AzureRefusal (400) naming the field.
 */
export function readEmbeddingCall(text: string): EmbeddingCall {
  const json = parseJson(text);
  const parsed = bodyShape.safeParse(json);
  if (!parsed.success) throw describeIssue(parsed.error, json);
  const { model, input, dimensions, encoding_format } = parsed.data;
  return {
    model: model ?? undefined,
    inputs: readInputs(input),
    dimensions: dimensions ?? undefined,
    encoding: encoding_format ?? "float",
  };
}

function readInputs(input: unknown): readonly (string | readonly number[])[] {
  if (input === undefined || input === null) {
    throw invalidRequest("Missing required parameter: 'input'.", "input", "missing_required_parameter");
  }
  if (typeof input === "string") return [readInput(input, "input")];
  if (!Array.isArray(input)) throw wrongKind("input");
  if (input.length === 0)
    throw invalid("input", "empty array. Expected an array with minimum length 1", "empty_array");
  if (input.every((one) => typeof one === "number")) return [readInput(input, "input")];
  if (input.length > MAX_INPUTS) {
    const problem = `array too long. Expected an array with maximum length ${MAX_INPUTS}, but got an array with length ${input.length} instead`;
    throw invalid("input", problem, "array_above_max_length");
  }
  return input.map((one, index) => readInput(one, `input[${index}]`));
}

function readInput(value: unknown, place: string): string | readonly number[] {
  if (value === "") throw invalid(place, "input cannot be an empty string", "invalid_value");
  if (typeof value === "string") return value;
  const tokens = tokensShape.safeParse(value);
  if (tokens.success) return tokens.data;
  throw wrongKind(place);
}

const invalid = (param: string, problem: string, code: string) =>
  invalidRequest(`Invalid '${param}': ${problem}.`, param, code);

const wrongKind = (param: string) =>
  invalidRequest(
    `Invalid type for '${param}': expected a string, a list of strings, a list of tokens, or a list of lists of tokens.`,
    param,
    "invalid_type",
  );
