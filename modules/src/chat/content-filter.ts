import { isRecord } from "../core/is-record.ts";

/** What a filter found by how severe it is. */
export interface FilterSeverity {
  /** Whether the text was held back for it. */
  readonly filtered: boolean;
  /** `safe`, `low`, `medium` or `high`. */
  readonly severity: string;
}

/** What a filter found by whether it is there. */
export interface FilterDetection {
  readonly filtered: boolean;
  readonly detected: boolean;
}

/** Protected code, with where it is from. */
export interface FilterCitation extends FilterDetection {
  readonly URL?: string;
  readonly license?: string;
}

/**
 * What Azure's content filter says of one text, by category, in the names of the wire. A category that was not looked at is
 * not there. `@azure/openai/types` describes the same; ours are plain, so that notebook cells load no foreign types.
 */
export interface ContentFilterResults {
  readonly hate?: FilterSeverity;
  readonly self_harm?: FilterSeverity;
  readonly sexual?: FilterSeverity;
  readonly violence?: FilterSeverity;
  readonly profanity?: FilterDetection;
  readonly jailbreak?: FilterDetection;
  readonly indirect_attack?: FilterDetection;
  readonly protected_material_text?: FilterDetection;
  readonly protected_material_code?: FilterCitation;
  /** The filter was down, and the text was not looked at. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** What the filter says of a prompt and of its answer. Empty when no filter spoke. */
export interface ContentFilterReport {
  readonly prompt?: ContentFilterResults;
  readonly answer?: ContentFilterResults;
}

/** A category for which text was held back. */
export type FilterCategory = Exclude<keyof ContentFilterResults, "error">;

const BY_SEVERITY = ["hate", "self_harm", "sexual", "violence"] as const;
const BY_DETECTION = [
  "profanity",
  "jailbreak",
  "indirect_attack",
  "protected_material_text",
  "protected_material_code",
] as const;

/** From mildest to worst. */
const SEVERITIES: readonly string[] = ["safe", "low", "medium", "high"];

/** The categories for which text was held back. */
export function filteredCategories(results: ContentFilterResults): readonly FilterCategory[] {
  return [...BY_SEVERITY, ...BY_DETECTION].filter((category) => results[category]?.filtered);
}

/** Reads the results of one text; `undefined` when there are none. */
export function readContentFilter(value: unknown): ContentFilterResults | undefined {
  if (!isRecord(value)) return undefined;
  const read = [
    ...BY_SEVERITY.map((category) => [category, readSeverity(value[category])] as const),
    ...BY_DETECTION.map((category) => [category, readDetection(value[category])] as const),
    ["error", readError(value.error)] as const,
  ].filter(([, verdict]) => verdict !== undefined);
  return read.length > 0 ? Object.fromEntries(read) : undefined;
}

/** Reads what one chunk or whole answer carries: on the prompt beside its choices, on the answer within them. */
export function readFilterReport(answer: Readonly<Record<string, unknown>>): ContentFilterReport {
  const prompts = Array.isArray(answer.prompt_filter_results) ? answer.prompt_filter_results : [];
  const choice: unknown = Array.isArray(answer.choices) ? answer.choices[0] : undefined;
  const prompt = prompts
    .map((entry: unknown) => readContentFilter(isRecord(entry) && entry.content_filter_results))
    .reduce(worseResults, undefined);
  const said = readContentFilter(isRecord(choice) && choice.content_filter_results);
  return { ...(prompt && { prompt }), ...(said && { answer: said }) };
}

/** Both reports in one; of two verdicts on the same category the worse one, as a stream is judged piece by piece. */
export function mergeFilterReports(
  one: ContentFilterReport,
  other: ContentFilterReport,
): ContentFilterReport {
  const prompt = worseResults(one.prompt, other.prompt);
  const answer = worseResults(one.answer, other.answer);
  return { ...(prompt && { prompt }), ...(answer && { answer }) };
}

function worseResults(
  one: ContentFilterResults | undefined,
  other: ContentFilterResults | undefined,
): ContentFilterResults | undefined {
  if (!one || !other) return one ?? other;
  const worse = [
    ...BY_SEVERITY.map((category) => [category, worseSeverity(one[category], other[category])] as const),
    ...BY_DETECTION.map((category) => [category, worseDetection(one[category], other[category])] as const),
    ["error", one.error ?? other.error] as const,
  ].filter(([, verdict]) => verdict !== undefined);
  return Object.fromEntries(worse);
}

function worseSeverity(one: FilterSeverity | undefined, other: FilterSeverity | undefined) {
  if (!one || !other) return one ?? other;
  const worst = SEVERITIES.indexOf(one.severity) >= SEVERITIES.indexOf(other.severity) ? one : other;
  return { severity: worst.severity, filtered: one.filtered || other.filtered };
}

function worseDetection(one: FilterDetection | undefined, other: FilterDetection | undefined) {
  if (!one || !other) return one ?? other;
  return {
    ...other,
    ...one,
    filtered: one.filtered || other.filtered,
    detected: one.detected || other.detected,
  };
}

function readSeverity(value: unknown): FilterSeverity | undefined {
  if (!isRecord(value) || typeof value.filtered !== "boolean") return undefined;
  return {
    filtered: value.filtered,
    severity: typeof value.severity === "string" ? value.severity : "unknown",
  };
}

function readDetection(value: unknown): FilterCitation | undefined {
  if (!isRecord(value) || typeof value.filtered !== "boolean") return undefined;
  const { URL, license } = citationOf(value);
  return {
    filtered: value.filtered,
    detected: value.detected === true,
    ...(typeof URL === "string" && { URL }),
    ...(typeof license === "string" && { license }),
  };
}

/** Azure puts the source into an object of its own; Microsoft's types have it beside the verdict. */
function citationOf(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return isRecord(value.citation) ? value.citation : value;
}

function readError(value: unknown): ContentFilterResults["error"] {
  if (!isRecord(value) || typeof value.message !== "string") return undefined;
  return {
    code: typeof value.code === "string" ? value.code : "content_filter_error",
    message: value.message,
  };
}
