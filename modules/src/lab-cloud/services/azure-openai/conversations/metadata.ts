import { invalidRequest } from "../../../azure-refusal.ts";
import { wrongType } from "../check-shape.ts";

export type Metadata = Readonly<Record<string, string>>;

const MAX_ENTRIES = 16;
const MAX_KEY_LENGTH = 64;
const MAX_VALUE_LENGTH = 512;

/**
 * Up to 16 texts by name; nothing given is nothing kept.
 * @throws AzureRefusal (400)
 */
export function readMetadata(value: unknown): Metadata {
  if (value === undefined || value === null) return {};
  if (typeof value !== "object" || Array.isArray(value))
    throw wrongType("metadata", "a metadata object", value);
  const entries = Object.entries(value);
  if (entries.length > MAX_ENTRIES) {
    const problem = `too many properties. Expected an object with at most ${MAX_ENTRIES} properties, but got an object with ${entries.length} properties instead.`;
    throw invalidRequest(`Invalid 'metadata': ${problem}`, "metadata", "object_above_max_properties");
  }
  return Object.fromEntries(entries.map(([key, text]) => [checkKey(key), checkText(key, text)]));
}

function checkKey(key: string): string {
  if (key.length <= MAX_KEY_LENGTH) return key;
  throw tooLong("metadata", "property name", MAX_KEY_LENGTH, key.length);
}

function checkText(key: string, text: unknown): string {
  const param = `metadata.${key}`;
  if (typeof text !== "string") throw wrongType(param, "a string", text);
  if (text.length <= MAX_VALUE_LENGTH) return text;
  throw tooLong(param, "string", MAX_VALUE_LENGTH, text.length);
}

const tooLong = (param: string, what: string, most: number, length: number) =>
  invalidRequest(
    `Invalid '${param}': ${what} too long. Expected a string with maximum length ${most}, but got a string with length ${length} instead.`,
    param,
    "string_above_max_length",
  );
