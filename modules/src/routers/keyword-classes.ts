import { z } from "zod";
import { readYaml } from "../config/read-yaml.ts";
import { SettingsError } from "../core/errors.ts";

/** One kind of question: an intent, a task. */
export interface KeywordClass {
  /** Stable word that decisions show. */
  readonly name: string;
  /** One sentence for people. */
  readonly about: string;
  /** How much of a model it asks for: 0 (any will do) to 1 (only the best). */
  readonly demand: number;
  /** Model that is made for it. */
  readonly model?: string | undefined;
  /** Words and phrases by language, each worth 1; a `*` at the end of a word stands for any ending. */
  readonly words?: Readonly<Record<string, readonly string[]>> | undefined;
  /** The same, each worth a half. */
  readonly hints?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Regular expression (flags `mu`) for what words cannot say, worth 1. */
  readonly pattern?: string | undefined;
}

/** From what confidence on it is called high, medium or low; below low a class is not taken for found. */
export interface ConfidenceLevels {
  readonly high: number;
  readonly medium: number;
  readonly low: number;
}

/** Everything a keyword router knows. */
export interface KeywordClasses {
  /** Name of the class of a question in which nothing is found. */
  readonly default: string;
  /** Score from which the cloud is asked. */
  readonly threshold: number;
  readonly levels: ConfidenceLevels;
  readonly classes: readonly KeywordClass[];
  /** For each model those that stand in for it, in their order. */
  readonly chains: Readonly<Record<string, readonly string[]>>;
}

const line = z.string().trim().min(1);
const fraction = z.number().min(0).max(1);

/** A `*` may only end a word, and leaves at least three letters of it. */
const entry = z
  .string()
  .refine((text) => text.split(/\s+/).every((word) => /^[^*]+$|^[^*]{3,}\*$/.test(word)), {
    error: ({ input }) => `"${input}" must be words; a * may only end a word of at least three letters`,
  });

/** Words may be listed in one text, parted by commas. */
const words = z.record(
  z.string().regex(/^[a-z]{2,3}$/, "must be a language such as en"),
  z.preprocess(
    (text) => (typeof text === "string" ? text.split(",").map((word) => word.trim()) : text),
    z.array(entry).min(1),
  ),
);

const classSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "must be lower-case words with hyphens"),
    about: line,
    demand: fraction,
    model: line.optional(),
    words: words.optional(),
    hints: words.optional(),
    pattern: z
      .string()
      .min(1)
      .refine((text) => isPattern(text), "is no regular expression")
      .optional(),
  })
  .refine(({ words, hints, pattern }) => words ?? hints ?? pattern, "needs words, hints or a pattern");

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, "mu") !== undefined;
  } catch {
    return false;
  }
}

const levelsSchema = z
  .strictObject({ high: fraction, medium: fraction, low: fraction })
  .refine(({ high, medium, low }) => high > medium && medium > low, "must fall from high to low");

/** What a file of intents or tasks has to look like. */
const keywordClassesSchema: z.ZodType<KeywordClasses> = z
  .strictObject({
    default: line,
    threshold: fraction,
    levels: levelsSchema,
    classes: z.array(classSchema).min(1),
    chains: z.record(line, z.array(line)),
  })
  .superRefine((all, context) => {
    for (const { path, message } of clashes(all)) context.addIssue({ code: "custom", path, message });
  });

/** What no single field shows: names that are there twice, or not at all. */
function clashes({ default: fallback, classes, chains }: KeywordClasses) {
  const names = classes.map(({ name }) => name);
  const missing = names.includes(fallback)
    ? []
    : [{ path: ["default"], message: `there is no class ${fallback}` }];
  const twice = names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [{ path: ["classes", index], message: `there is a class ${name} already` }],
  );
  const unchained = classes.flatMap(({ model }, index) =>
    model === undefined || model in chains
      ? []
      : [{ path: ["classes", index, "model"], message: `chains has no ${model}` }],
  );
  return [...missing, ...twice, ...unchained];
}

/** @throws SettingsError with file, line and field of each problem. */
export function readKeywordClasses(file: string, what: string): KeywordClasses {
  return readYaml(file, what, keywordClassesSchema).content;
}

/**
 * For classes that were put together in code.
 * @throws SettingsError naming each field that cannot be used.
 */
export function checkKeywordClasses(classes: KeywordClasses): void {
  const parsed = keywordClassesSchema.safeParse(classes, { jitless: true });
  if (parsed.success) return;
  throw new SettingsError(
    parsed.error.issues.map(({ path, message }) => `classes ${path.join(".")}: ${message}`),
  );
}
