import type { z } from "zod";
import { type AzureRefusal, invalidRequest } from "../../azure-refusal.ts";

/** The refusal for the first thing that is wrong with a body, worded as OpenAI words it. */
export function describeIssue(error: z.ZodError, body: unknown): AzureRefusal {
  const issue = error.issues[0];
  if (!issue) return invalidRequest("The body of the request cannot be used.", null, null);
  const param = dotted(issue.path) || null;
  const given = valueAt(body, issue.path);
  if (issue.code === "unrecognized_keys") {
    const [name = ""] = issue.keys;
    return invalidRequest(`Unrecognized request argument supplied: ${name}`, name, null);
  }
  if (param === null) {
    return invalidRequest(`The body must be a JSON object, but got ${kindOf(given)} instead.`, null, null);
  }
  if (given === undefined) {
    return invalidRequest(`Missing required parameter: '${param}'.`, param, "missing_required_parameter");
  }
  if (issue.code === "invalid_type" || issue.code === "invalid_union") {
    const expected = issue.code === "invalid_type" ? issue.expected : "a string or an array";
    return invalidRequest(
      `Invalid type for '${param}': expected ${expected}, but got ${kindOf(given)} instead.`,
      param,
      "invalid_type",
    );
  }
  return invalidRequest(`Invalid value for '${param}': ${issue.message}.`, param, "invalid_value");
}

const dotted = (path: readonly PropertyKey[]) =>
  path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text ? `${text}.${String(key)}` : String(key);
  }, "");

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current: unknown = value;
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
  return value === undefined ? "nothing" : `a ${typeof value}`;
}
