import { z } from "zod";
import { SettingsError } from "../core/errors.ts";
import { checkThreshold } from "./decide-by-score.ts";
import { splitWords } from "./split-words.ts";
import { SHORTEST_STEM } from "./word-tree.ts";

/** A sign in a query's text and what it is worth: positive pulls to the cloud, negative to the local model. */
export interface RuleSignal {
  /** Stable word that decisions show. */
  readonly name: string;
  /** One sentence for people: what it finds and why that matters. */
  readonly about: string;
  readonly weight: number;
  /**
   * Words and phrases by language (`en`, `it`), matched whole, without regard to case and accents. A `*` at the end of a
   * word stands for any ending: `explain*` finds "explains". All languages are looked for in every query.
   */
  readonly words?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Regular expression (flag `u`) for what words cannot say; it sees the query as written, case and all. */
  readonly pattern?: string | undefined;
  /** Words count only when at least so many different ones are found. */
  readonly atLeastFinds?: number | undefined;
  /** Only queries of at most this many words count. */
  readonly atMostWords?: number | undefined;
  /** Only queries of at least this many words count. */
  readonly atLeastWords?: number | undefined;
}

/** Where the weights come from. */
export interface RuleTuning {
  /** The prompts that chose them. */
  readonly on: string;
  /** Day, as 2026-01-31. */
  readonly date: string;
  /** The command that gives the same weights again. */
  readonly command: string;
  /** What the command made as small or as large as it could. */
  readonly objective: string;
}

/** Everything the rule router knows: `score = base + the weights of all signals found`, held within 0 and 1. */
export interface RuleSet {
  /** Score of a query in which nothing is found. */
  readonly base: number;
  /** Score from which the cloud is asked. */
  readonly threshold: number;
  /** Absent for weights that were set by hand. */
  readonly tuned?: RuleTuning | undefined;
  readonly signals: readonly RuleSignal[];
}

/** How many different finds of one signal are counted. */
export const FINDS_KEPT = 20;

const line = z.string().trim().min(1);
const count = z.int().min(1);
const fraction = z.number().min(0).max(1);

const wordSchema = z.string().refine(isEntry, {
  error: ({ input }) =>
    `"${input}" must be words without a comma; a * may only end a word of at least 4 letters`,
});

/** Shorter stems would match half the dictionary. */
function isEntry(entry: string): boolean {
  if (/[,\p{Cc}]/u.test(entry)) return false;
  return entry
    .trim()
    .split(/\s+/)
    .every((word) => {
      const { tokens } = splitWords(word);
      const stem = word.indexOf("*");
      if (stem === -1) return tokens.length > 0;
      return stem === word.length - 1 && (tokens.at(-1)?.length ?? 0) >= SHORTEST_STEM;
    });
}

/** A file may list words in one text, parted by commas: that reads better than a list, and four times as fast. */
const wordsSchema = z.preprocess(
  (words) => (typeof words === "string" ? words.split(",").map((word) => word.trim()) : words),
  z.array(wordSchema).min(1),
);

const signalSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "must be lower-case words with hyphens"),
    about: line,
    weight: z.number().min(-1).max(1),
    words: z
      .record(z.string().regex(/^[a-z]{2,3}$/, "must be a language such as en"), wordsSchema)
      .optional(),
    pattern: z.string().min(1).refine(isPattern, "is no regular expression").optional(),
    atLeastFinds: count.max(FINDS_KEPT).optional(),
    atMostWords: count.optional(),
    atLeastWords: count.optional(),
  })
  .refine(
    ({ words, pattern, atMostWords, atLeastWords }) => words ?? pattern ?? atMostWords ?? atLeastWords,
    "needs words, a pattern, atMostWords or atLeastWords",
  )
  .refine(({ words, atLeastFinds }) => words !== undefined || atLeastFinds === undefined, {
    error: "needs words",
    path: ["atLeastFinds"],
  })
  .refine(
    ({ atMostWords, atLeastWords }) => (atLeastWords ?? 0) <= (atMostWords ?? Number.POSITIVE_INFINITY),
    {
      error: "is above atMostWords: no query has so many words",
      path: ["atLeastWords"],
    },
  );

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, "u") !== undefined;
  } catch {
    return false;
  }
}

/** What a rule file has to look like. */
export const ruleSetSchema: z.ZodType<RuleSet> = z
  .strictObject({
    base: fraction,
    threshold: fraction,
    tuned: z.strictObject({ on: line, date: z.iso.date(), command: line, objective: line }).optional(),
    signals: z.array(signalSchema).min(1),
  })
  .superRefine(({ signals }, context) => {
    const names = signals.map(({ name }) => name);
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) === index) continue;
      context.addIssue({
        code: "custom",
        path: ["signals", index],
        message: `there is a signal ${name} already`,
      });
    }
  });

/**
 * For rules that were put together in code.
 * @throws SettingsError naming each field that cannot be used.
 */
export function checkRules(rules: RuleSet): void {
  const parsed = ruleSetSchema.safeParse(rules, { jitless: true });
  if (parsed.success) return;
  throw new SettingsError(
    parsed.error.issues.map(({ path, message }) => `rules ${path.join(".")}: ${message}`),
  );
}

/**
 * The same rules with another threshold.
 * @throws LabError when it lies outside 0 to 1.
 */
export function withThreshold(rules: RuleSet, threshold: number): RuleSet {
  return { ...rules, threshold: checkThreshold(threshold) };
}
