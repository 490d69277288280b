import type { z } from "zod";
import { nearestName } from "./nearest-name.ts";

/** What zod found and has no words of the schema's own for. */
type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

/** What is wrong with a value, to be read after its place: `must be a number, not "lots"`. A schema's own words come first. */
export function sayIssue(issue: RawIssue): string {
  const { input } = issue;
  const isMissing = input === undefined && issue.code !== "unrecognized_keys";
  const problem = sayProblem(issue);
  if (isMissing) return problem.startsWith("must") ? `is missing: it ${problem}` : "is missing";
  if (!problem.startsWith("must") || issue.code === "invalid_key" || input === "") return problem;
  if (input === null) return `${problem}, and nothing is there`;
  const isTooLong = issue.code === "too_big" && Array.isArray(input);
  return `${problem}, not ${isTooLong ? input.length : showValue(input)}`;
}

function sayProblem(issue: RawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case "too_small":
      return sayTooSmall(issue);
    case "too_big":
      return `must be ${issue.inclusive === false ? "below" : "at most"} ${issue.maximum}${sizeOf(issue.origin)}`;
    case "invalid_format":
      return `must be ${FORMATS[issue.format] ?? `of the form ${issue.format}`}`;
    case "invalid_value":
      return `must be ${listed(issue.values.map((value) => showValue(value)))}`;
    case "unrecognized_keys":
      return sayUnknownKeys(issue.keys, keysOf(issue.inst));
    case "invalid_key":
      return issue.issues[0]?.message ?? "is no key that can be used";
    case "invalid_union":
      return sayNoneFits(issue);
    default:
      return "is not what it should be";
  }
}

const KINDS: Readonly<Record<string, string>> = {
  number: "a number",
  int: "a whole number",
  string: "text",
  boolean: "true or false",
  array: "a list",
  object: "a block of keys",
  record: "a block of keys",
};

const FORMATS: Readonly<Record<string, string>> = {
  date: "a day such as 2026-01-31",
  url: "an address such as https://HOST/PATH",
};

function sayTooSmall({ origin, minimum, inclusive }: Extract<RawIssue, { code: "too_small" }>): string {
  if (origin === "string" && minimum === 1) return "must not be empty";
  if (origin === "array" && minimum === 1) return "needs at least one";
  return `must be ${inclusive === false ? "above" : "at least"} ${minimum}${sizeOf(origin)}`;
}

const sizeOf = (origin: string) =>
  origin === "string" ? " characters long" : origin === "array" ? " entries long" : "";

/** Of several forms that are allowed, what the first one wants; or the words that choose the form. */
function sayNoneFits({ errors, options }: Extract<RawIssue, { code: "invalid_union" }>): string {
  const words = Array.isArray(options) ? options.map((option) => showValue(option)) : [];
  if (words.length > 0) return `must be one of ${words.join(", ")}`;
  const wishes = new Set(
    errors.flatMap(([first]) => (first && first.path.length === 0 ? [wishOf(first.message)] : [])),
  );
  const kinds = Object.values(KINDS).filter((kind) => wishes.has(`must be ${kind}`));
  if (kinds.length > 1) return `must be ${kinds.join(" or ")}`;
  return [...wishes][0] ?? wishOf(errors[0]?.[0]?.message ?? "is not what it should be");
}

/** What is wanted, without what is there. */
const wishOf = (message: string) =>
  (message.split(/, (?:not|and nothing) /)[0] ?? message).replace(/^is missing: it /, "");

function sayUnknownKeys(keys: readonly string[], known: readonly string[]): string {
  const near = new Map(keys.map((key) => [key, nearestName(key, known)]));
  const strange = keys.filter((key) => near.get(key) === undefined);
  const named = `unknown key${strange.length > 1 ? "s" : ""} ${strange.map((key) => `"${key}"`).join(", ")}`;
  return [
    ...keys
      .filter((key) => near.get(key) !== undefined)
      .map((key) => `unknown key "${key}"; did you mean "${near.get(key)}"?`),
    ...(strange.length === 0
      ? []
      : [known.length === 0 ? named : `${named}; there are ${known.join(", ")}.`]),
  ].join(" ");
}

function keysOf(inst: RawIssue["inst"]): readonly string[] {
  const def: object = inst?._zod.def ?? {};
  return "shape" in def && typeof def.shape === "object" ? Object.keys(def.shape ?? {}) : [];
}

const listed = (words: readonly string[]) => (words.length > 1 ? `one of ${words.join(", ")}` : words.join());

const SHOWN = 40;

function showValue(value: unknown): string {
  if (typeof value === "string")
    return JSON.stringify(value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value);
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null && !(value instanceof Date)
    ? "a block of keys"
    : value instanceof Date
      ? "a day"
      : String(value);
}
