import { cutText } from "./cut-text.ts";
import {
  type ConfidenceLevels,
  checkKeywordClasses,
  type KeywordClass,
  type KeywordClasses,
} from "./keyword-classes.ts";
import { foldText } from "./split-words.ts";

export type ConfidenceLevel = "high" | "medium" | "low" | "none";

/** What a question was taken for. */
export interface Classification {
  /** Name of the class. */
  readonly name: string;
  /** How strongly the words speak for it, 0 to 1. No probability: nobody counted how often it is right. */
  readonly confidence: number;
  readonly level: ConfidenceLevel;
  /** The keywords that speak for it, as they are written in the file. */
  readonly found: readonly string[];
  /** Confidence of each class. */
  readonly scores: Readonly<Record<string, number>>;
}

export type Classify = (query: string) => Classification;

const compiled = new WeakMap<KeywordClasses, Classify>();

/**
 * Makes classes ready for use, once for each: one pass over a question for each class. Of a very long question the two ends
 * are looked at.
 * @throws SettingsError when a class cannot be used.
 */
export function compileKeywordClasses(all: KeywordClasses): Classify {
  const known = compiled.get(all);
  if (known) return known;
  const ready = compile(all);
  compiled.set(all, ready);
  return ready;
}

function compile(all: KeywordClasses): Classify {
  checkKeywordClasses(all);
  let ready: readonly Finder[] | undefined;
  return (query) => {
    // Its patterns are large, and not every server that could be asked for a class is.
    ready ??= all.classes.map((one) => ({ name: one.name, find: compileFinder(one) }));
    const finders = ready;
    const text = cutText(query);
    const folded = foldText(text);
    const finds = finders.map(({ name, find }) => ({ name, ...find(text, folded) }));
    const total = finds.reduce((sum, { evidence }) => sum + evidence, 0);
    const scored = finds.map((one) => ({ ...one, score: confidenceOf(one.evidence, total) }));
    const scores = Object.fromEntries(scored.map(({ name, score }) => [name, score]));
    const best = scored.reduce((one, other) => (other.score > one.score ? other : one));
    const chosen = best.score >= all.levels.low ? best : scored.find(({ name }) => name === all.default);
    const { name = all.default, score: confidence = 0, words: found = [] } = chosen ?? {};
    return { name, confidence, level: levelOf(confidence, all.levels), found, scores };
  };
}

/** One word is worth a half, each further one half of what is missing; less, as others have evidence too. */
function confidenceOf(evidence: number, total: number): number {
  if (evidence === 0) return 0;
  return Math.round((1 - 2 ** -evidence) * (evidence / total) * 1000) / 1000;
}

export function levelOf(confidence: number, { high, medium, low }: ConfidenceLevels): ConfidenceLevel {
  if (confidence >= high) return "high";
  if (confidence >= medium) return "medium";
  return confidence >= low ? "low" : "none";
}

interface Finder {
  readonly name: string;
  readonly find: (text: string, folded: string) => Finds;
}

interface Finds {
  readonly evidence: number;
  readonly words: readonly string[];
}

const HINT = 0.5;

function compileFinder({ words = {}, hints = {}, pattern }: KeywordClass) {
  const strong = compileWords(words);
  const weak = compileWords(hints);
  const shape = pattern === undefined ? undefined : new RegExp(pattern, "mu");
  return (text: string, folded: string): Finds => {
    const found = strong(folded);
    const hinted = weak(folded).filter((word) => !found.includes(word));
    const shaped = shape?.exec(text)?.[0].trim();
    return {
      evidence: found.length + HINT * hinted.length + (shaped === undefined ? 0 : 1),
      words: [...found, ...hinted, ...(shaped === undefined ? [] : [shaped])],
    };
  };
}

/** Finds which of the words stand in a folded text, each once. */
function compileWords(byLanguage: Readonly<Record<string, readonly string[]>>) {
  const entries = new Map(
    Object.values(byLanguage)
      .flat()
      .map((written) => [foldText(written).replace(/\s+/g, " "), written]),
  );
  if (entries.size === 0) return () => [];
  const longestFirst = [...entries.keys()].sort((one, other) => other.length - one.length);
  const stems = longestFirst.filter((word) => word.endsWith("*")).map((word) => word.slice(0, -1));
  const pattern = new RegExp(`${START}(?:${longestFirst.map(patternOf).join("|")})${END}`, "gu");
  const entryOf = (found: string) =>
    entries.get(found) ?? entries.get(`${stems.find((stem) => found.startsWith(stem))}*`);
  return (folded: string): readonly string[] => {
    const found = [...folded.matchAll(pattern)].map(([match]) => entryOf(match.replace(/\s+/g, " ")));
    return [...new Set(found.filter((word) => word !== undefined))];
  };
}

const START = "(?<![\\p{L}\\p{N}_])";
const END = "(?![\\p{L}\\p{N}_])";

const patternOf = (word: string) =>
  word
    .split(" ")
    .map((part) =>
      part.endsWith("*") ? `${RegExp.escape(part.slice(0, -1))}[\\p{L}\\p{N}_]*` : RegExp.escape(part),
    )
    .join("\\s+");
