import type { z } from "zod";
import { nearestName } from "../../../config/nearest-name.ts";
import { type AzureRefusal, invalidRequest } from "../../azure-refusal.ts";

/**
 * A value of the body, checked against a schema. What is wrong is worded as the responses API words it.
 * @param place where the value stands in the body, e.g. `input[2]`; empty for the body itself.
 * @throws AzureRefusal (400) for the first thing that is wrong.
 */
export function checkShape<T>(schema: z.ZodType<T>, value: unknown, place = ""): T {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw issue ? describe(issue, value, place) : invalidRequest("The body cannot be used.", null, null);
}

/** What a value of the body is called that must be one of several kinds. */
export const wrongType = (param: string, expected: string, given: unknown): AzureRefusal =>
  given === undefined
    ? missing(param)
    : invalidRequest(
        `Invalid type for '${param}': expected ${expected}, but got ${kindOf(given)} instead.`,
        param,
        "invalid_type",
      );

export const missing = (param: string): AzureRefusal =>
  invalidRequest(`Missing required parameter: '${param}'.`, param, "missing_required_parameter");

/** What a real deployment would do and the lab cloud does not: refused by name instead of quietly left out. */
export const beyondLab = (param: string, reason: string): AzureRefusal =>
  invalidRequest(
    `Unsupported parameter: '${param}' is not emulated by the lab cloud; ${reason}.`,
    param,
    "unsupported_parameter",
  );

export const notAmong = (param: string, given: unknown, values: readonly unknown[]): AzureRefusal =>
  invalidRequest(
    `Invalid value: ${shown(given)}. Supported values are: ${listed(values)}.`,
    param,
    "invalid_value",
  );

type Issue = z.core.$ZodIssue;

function describe(issue: Issue, root: unknown, place: string): AzureRefusal {
  const param = join(place, issue.path);
  const given = valueAt(root, issue.path);
  if (issue.code === "unrecognized_keys") return unknownKey(issue.keys[0] ?? "", param);
  if (given === undefined && param !== "") return missing(param);
  if (param === "") {
    return invalidRequest(`The body must be a JSON object, but got ${kindOf(given)} instead.`, null, null);
  }
  if (issue.code === "invalid_type")
    return wrongType(param, EXPECTED[issue.expected] ?? issue.expected, given);
  if (issue.code === "invalid_value") {
    return typeof given === "string"
      ? notAmong(param, given, issue.values)
      : wrongType(param, `one of ${listed(issue.values, "or")}`, given);
  }
  if (issue.code === "too_small" || issue.code === "too_big") return outOfBounds(issue, param, given);
  return invalidRequest(`Invalid value for '${param}': ${issue.message}.`, param, "invalid_value");
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: "a string",
  int: "an integer",
  number: "a decimal",
  boolean: "a boolean",
  array: "an array",
  object: "an object",
  record: "an object",
};

function unknownKey(key: string, place: string): AzureRefusal {
  const param = place ? `${place}.${key}` : key;
  const near = place ? undefined : nearestName(key, SUGGESTED);
  const question = near && near !== key ? ` Did you mean '${near}'?` : "";
  return invalidRequest(`Unknown parameter: '${param}'.${question}`, param, "unknown_parameter");
}

/** What people mean when they mistype. */
const SUGGESTED = ["conversation", "input", "instructions", "items", "metadata", "model", "store", "stream"];

type Bounds = Extract<Issue, { code: "too_small" | "too_big" }>;

function outOfBounds(issue: Bounds, param: string, given: unknown): AzureRefusal {
  const above = issue.code === "too_big";
  const bound = above ? issue.maximum : issue.minimum;
  if (Array.isArray(given)) return wrongLength(param, given.length, { above, bound });
  const word = issue.origin === "int" || Number.isInteger(given) ? "integer" : "decimal";
  const [side, sign] = above ? ["above maximum", "<="] : ["below minimum", ">="];
  return invalidRequest(
    `Invalid '${param}': ${word} ${side} value. Expected a value ${sign} ${bound}, but got ${shown(given)} instead.`,
    param,
    `${word}_${above ? "above_max" : "below_min"}_value`,
  );
}

function wrongLength(
  param: string,
  length: number,
  { above, bound }: { readonly above: boolean; readonly bound: number | bigint },
): AzureRefusal {
  if (length === 0) {
    const problem = `empty array. Expected an array with minimum length ${bound}, but got an empty array instead.`;
    return invalidRequest(`Invalid '${param}': ${problem}`, param, "empty_array");
  }
  const side = above
    ? "too long. Expected an array with maximum"
    : "too short. Expected an array with minimum";
  return invalidRequest(
    `Invalid '${param}': array ${side} length ${bound}, but got an array with length ${length} instead.`,
    param,
    above ? "array_above_max_length" : "array_below_min_length",
  );
}

function join(place: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text ? `${text}.${String(key)}` : String(key);
  }, place);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null) return undefined;
    current = Reflect.get(current, key);
  }
  return current;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object") return "an object";
  if (typeof value === "number") return Number.isInteger(value) ? "an integer" : "a decimal";
  return `a ${typeof value}`;
}

/** Cut, so that a refusal never repeats a whole body. */
const shown = (value: unknown) =>
  typeof value === "string" ? `'${value.slice(0, 60)}'` : String(JSON.stringify(value)).slice(0, 60);

function listed(values: readonly unknown[], word = "and"): string {
  const texts = values.map(shown);
  if (texts.length <= 2) return texts.join(` ${word} `);
  return `${texts.slice(0, -1).join(", ")}, ${word} ${texts.at(-1)}`;
}
