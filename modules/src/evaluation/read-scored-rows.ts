import { createHash } from "node:crypto";
import { basename } from "node:path";
import { z } from "zod";
import { SettingsError } from "../core/errors.ts";
import { SPLITS } from "./labelled-prompt.ts";
import { readJsonValues, shortenProblems } from "./read-json-lines.ts";
import type { ScoredRow } from "./scored-row.ts";

/** A line that holds no question to judge a router on. */
export interface UnusableRow {
  /** Counted from 1. */
  readonly line: number;
  /** One sentence: `has no score`. */
  readonly reason: string;
}

export interface ScoredRows {
  readonly rows: readonly ScoredRow[];
  readonly unusable: readonly UnusableRow[];
}

const target = z.enum(["local", "cloud"]);
const text = z.string().min(1).nullish();
const figure = z.number().nullish();
const right = z.union([z.boolean(), z.literal([0, 1]).transform(Boolean)]).nullish();

const schema = z.looseObject({
  id: z.union([z.string().min(1), z.number().transform(String)]).nullish(),
  prompt: z.string(),
  router: text,
  score: z.number({ error: ({ input }) => (input == null ? "has no score" : undefined) }),
  threshold: figure,
  target: target.nullish(),
  confidence: figure,
  scores: z.record(z.string(), z.number()).nullish(),
  ms: figure,
  weak_correct: right,
  strong_correct: right,
  weak_cost_usd: figure,
  strong_cost_usd: figure,
  target_label: target.nullish(),
  benchmark: text,
  domain: text,
  language: text,
  style: text,
  complexity: text,
  template: text,
  variantOf: text,
  split: z.enum(SPLITS).nullish().catch(undefined),
});

/**
 * Reads questions that a router has scored (`npm run route`), one JSON object a line. A row counts that has a score and either
 * both outcomes (`weak_correct`, `strong_correct`) or a label (`target_label`); every other row is named.
 * @throws SettingsError when the file cannot be read, a line is no JSON object, two rows have the same id, or no row counts.
 */
export function readScoredRows(file: string): ScoredRows {
  const name = basename(file);
  const rows: ScoredRow[] = [];
  const unusable: UnusableRow[] = [];
  const broken: string[] = [];
  const seen = new Map<string, number>();
  const lineOf = new Map<string, number>();
  for (const { line, value } of readJsonValues(file, { what: "rows" })) {
    const read = typeof value === "object" && value !== null && !Array.isArray(value) && readRow(line, value);
    if (!read) broken.push(`${name} line ${line} is no JSON object.`);
    else if ("reason" in read) unusable.push(read);
    else {
      const before = saysItsId(value) ? lineOf.get(`${read.router} ${read.id}`) : undefined;
      if (before !== undefined)
        broken.push(`${name} line ${line}: id "${read.id}" is on line ${before} already.`);
      if (saysItsId(value)) lineOf.set(`${read.router} ${read.id}`, line);
      rows.push({ ...read, id: numbered(read.id, seen) });
    }
  }
  if (broken.length > 0) throw new SettingsError(shortenProblems(broken));
  if (rows.length > 0) return { rows, unusable };
  const [first] = unusable;
  const why = first ? `: line ${first.line} ${first.reason}` : "";
  throw new SettingsError([`${name} has no row to judge a router on${why}.`], MAKE_THEM);
}

const MAKE_THEM = "Score rows with npm run route -- --router NAME --input rows.jsonl --output scored.jsonl.";

function readRow(line: number, value: object): ScoredRow | UnusableRow {
  const parsed = schema.safeParse(value);
  if (!parsed.success) return { line, reason: describe(parsed.error) };
  const { target: decided, target_label: label, weak_correct, strong_correct, ...row } = parsed.data;
  const known = typeof weak_correct === "boolean" && typeof strong_correct === "boolean";
  if (!known && !label) return { line, reason: NOTHING_KNOWN };
  const outcome = known && {
    weakRight: weak_correct,
    strongRight: strong_correct,
    weakCostUsd: row.weak_cost_usd ?? undefined,
    strongCostUsd: row.strong_cost_usd ?? undefined,
  };
  return {
    line,
    id: row.id ?? hashOf(row.benchmark ?? "", row.prompt),
    prompt: row.prompt,
    router: row.router ?? "router",
    score: row.score,
    threshold: row.threshold ?? undefined,
    decided: decided ?? undefined,
    confidence: row.confidence ?? undefined,
    scores: row.scores ?? undefined,
    ms: row.ms ?? undefined,
    outcome: outcome || undefined,
    label: label ?? undefined,
    benchmark: row.benchmark ?? undefined,
    domain: row.domain ?? undefined,
    language: row.language ?? undefined,
    style: row.style ?? undefined,
    complexity: row.complexity ?? undefined,
    template: row.template ?? undefined,
    variantOf: row.variantOf ?? undefined,
    split: row.split ?? undefined,
  };
}

const NOTHING_KNOWN = "has neither weak_correct and strong_correct nor target_label";

function describe(error: z.ZodError): string {
  const [issue] = error.issues;
  const field = issue?.path.join(".");
  if (field === "score" && issue?.message === "has no score") return issue.message;
  return `has an unusable ${field}: ${issue?.message}`;
}

/** Whether the row says itself which question it is. */
const saysItsId = (value: object) => "id" in value && value.id !== undefined && value.id !== null;

/** A question without an id that comes twice is two questions, the first and the second in each file. */
function numbered(id: string, seen: Map<string, number>): string {
  const times = (seen.get(id) ?? 0) + 1;
  seen.set(id, times);
  return times === 1 ? id : `${id} (${times})`;
}

const hashOf = (benchmark: string, prompt: string) =>
  createHash("sha256").update(`${benchmark}\n${prompt}`).digest("hex").slice(0, 16);
