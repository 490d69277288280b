import { cutText, SEAM_CHARACTERS } from "./cut-text.ts";
import type { Signal } from "./router.ts";
import { checkRules, FINDS_KEPT, type RuleSet, type RuleSignal } from "./rule-set.ts";
import { splitWords } from "./split-words.ts";
import {
  addEntry,
  createWordFinder,
  emptyTree,
  type WordEntry,
  type WordFinder,
  type WordTree,
} from "./word-tree.ts";

/** What the rules find in a query. */
export interface QueryAnalysis {
  /** Words of the part that was looked at. */
  readonly words: number;
  /** A rough count: 1.33 tokens a word. */
  readonly estimatedTokens: number;
  /** In the order of the rules. One of weight 0 tells that only a part of a very long query was looked at. */
  readonly signals: readonly Signal[];
  /** 0 (surely local) to 1 (surely cloud). */
  readonly score: number;
}

/** Rules made ready: one pass over a query finds the words of all signals. */
export type CompiledRules = (query: string) => QueryAnalysis;

/** Name of the signal that tells of a part left out. */
export const CUT = "cut";

/** How many different finds a signal's value lists. */
const FINDS_SHOWN = 3;
const TOKENS_PER_WORD = 1.33;

const compiled = new WeakMap<RuleSet, CompiledRules>();

/**
 * Makes rules ready for use, once for each rule set.
 * @throws SettingsError when a field cannot be used.
 */
export function compileRules(rules: RuleSet): CompiledRules {
  const known = compiled.get(rules);
  if (known) return known;
  const ready = compile(rules);
  compiled.set(rules, ready);
  return ready;
}

function compile(rules: RuleSet): CompiledRules {
  checkRules(rules);
  const finder = createWordFinder(treeOf(rules.signals));
  const signals = rules.signals.map((signal) => ({
    ...signal,
    pattern: signal.pattern === undefined ? undefined : new RegExp(signal.pattern, "u"),
  }));
  return (query) => {
    const text = cutText(query);
    const { tokens, wordCount } = splitWords(text);
    const finds = findWords(finder, tokens, signals.length);
    const length = lengthOf(text, wordCount, query);
    const found: Signal[] = [];
    signals.forEach((signal, index) => {
      const value = valueFound(signal, text, length, finds[index]);
      if (value !== undefined) found.push({ name: signal.name, value, weight: signal.weight });
    });
    if (text !== query) found.push(cutSignal(text, query));
    return {
      words: wordCount,
      estimatedTokens: Math.trunc(wordCount * TOKENS_PER_WORD),
      signals: found,
      score: scoreOf(rules.base, found),
    };
  };
}

/** The score of a query with these signals, held within 0 and 1. */
export function scoreOf(base: number, signals: readonly Signal[]): number {
  return Math.min(1, Math.max(0, sumOf(base, signals)));
}

/** Base and weights together, in thousandths; it may lie beyond 0 and 1. */
export function sumOf(base: number, signals: readonly Signal[]): number {
  const sum = signals.reduce((total, { weight }) => total + weight, base);
  return Math.round(sum * 1000) / 1000;
}

function treeOf(signals: readonly RuleSignal[]): WordTree {
  const tree = emptyTree();
  for (const [signal, { words = {} }] of signals.entries()) {
    for (const [language, entries] of Object.entries(words)) {
      for (const written of entries) addEntry(tree, { signal, written }, language);
    }
  }
  return tree;
}

/** For each signal the different entries found, in their order in the query; one for each place. */
function findWords(finder: WordFinder, tokens: readonly string[], signals: number): readonly Finds[] {
  const finds: Finds[] = new Array(signals);
  const lastAt: number[] = new Array(signals);
  let at = 0;
  const take = ({ signal, written }: WordEntry) => {
    if (lastAt[signal] === at) return;
    lastAt[signal] = at;
    const list = finds[signal];
    if (list === undefined) finds[signal] = [written];
    else if (list.length < FINDS_KEPT && !list.includes(written)) list.push(written);
  };
  for (; at < tokens.length; at++) finder.find(tokens, at, take);
  return finds;
}

type Finds = string[] | undefined;

type ReadySignal = Omit<RuleSignal, "pattern"> & { readonly pattern: RegExp | undefined };

/** What a signal found in the query; undefined when it is not there. */
function valueFound(
  { words, pattern, atLeastFinds = 1, atMostWords, atLeastWords }: ReadySignal,
  text: string,
  { words: wordCount, cut, shown }: QueryLength,
  finds: Finds,
): Signal["value"] | undefined {
  if (atMostWords !== undefined && (cut || wordCount > atMostWords)) return undefined;
  if (atLeastWords !== undefined && wordCount < atLeastWords) return undefined;
  if (finds && finds.length >= atLeastFinds) return finds.slice(0, FINDS_SHOWN).join(", ");
  if (pattern) return pattern.exec(text)?.[0].trim();
  return words ? undefined : shown;
}

/** How long a query is, as signals of length see it. */
interface QueryLength {
  /** It has at least so many. */
  readonly words: number;
  /** Only its two ends were looked at, so it may have many more. */
  readonly cut: boolean;
  readonly shown: Signal["value"];
}

/** Longer runs without a space are no word: they count as one for each so many characters. */
const CHARACTERS_A_WORD = 20;

function lengthOf(text: string, wordCount: number, query: string): QueryLength {
  const cut = text !== query;
  const bySize = wordsBySize(text, wordCount);
  if (bySize > wordCount) return { words: bySize, cut, shown: `${query.length} characters` };
  return { words: wordCount, cut, shown: cut ? `at least ${wordCount}` : wordCount };
}

/** White space is nothing to read; it is left out only where it could matter, as that takes a while. */
function wordsBySize(text: string, wordCount: number): number {
  if (text.length < (wordCount + 1) * CHARACTERS_A_WORD) return 0;
  return Math.floor(text.replace(/\s+/g, "").length / CHARACTERS_A_WORD);
}

function cutSignal(text: string, query: string): Signal {
  const seen = text.length - SEAM_CHARACTERS;
  return { name: CUT, value: `${seen} of ${query.length} characters looked at`, weight: 0 };
}
