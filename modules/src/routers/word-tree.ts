import { splitWords } from "./split-words.ts";

/** An entry of a rule file: which signal it belongs to, and how it is written there. */
export interface WordEntry {
  /** Place of the signal in its rule set. */
  readonly signal: number;
  readonly written: string;
}

/** Entries by their words: a walk from a word of the query finds every entry that begins there. */
export interface WordTree {
  readonly entries: WordEntry[];
  readonly words: Map<string, WordTree>;
  /** Entries' words with any ending, by their first letters. */
  readonly stems: Map<string, { readonly stem: string; readonly next: WordTree }[]>;
}

/** Letters by which stems are looked up; no stem may be shorter. */
export const SHORTEST_STEM = 4;

export const emptyTree = (): WordTree => ({ entries: [], words: new Map(), stems: new Map() });

/** Adds an entry such as `step by step` or `karşılaştır*`, under each spelling its language allows. */
export function addEntry(tree: WordTree, entry: WordEntry, language: string): void {
  for (const spelling of spellings(entry.written, language)) {
    let node = tree;
    for (const part of spelling.trim().split(/\s+/)) {
      const { tokens } = splitWords(part);
      for (const [index, token] of tokens.entries()) {
        const isStem = part.endsWith("*") && index === tokens.length - 1;
        node = isStem ? stemChild(node, token) : wordChild(node, token);
      }
    }
    if (!node.entries.some(({ signal }) => signal === entry.signal)) node.entries.push(entry);
  }
}

/** German is also typed without umlauts: `erklaere` for `erkläre`. */
function spellings(written: string, language: string): readonly string[] {
  if (language !== "de" || !/[äöü]/i.test(written)) return [written];
  return [written, written.replace(/[äöü]/gi, (vowel) => `${vowel.normalize("NFD").charAt(0)}e`)];
}

function wordChild({ words }: WordTree, word: string): WordTree {
  const child = words.get(word) ?? emptyTree();
  words.set(word, child);
  return child;
}

function stemChild({ stems }: WordTree, stem: string): WordTree {
  const key = stem.slice(0, SHORTEST_STEM);
  const known = stems.get(key) ?? [];
  stems.set(key, known);
  const found = known.find((other) => other.stem === stem);
  if (found) return found.next;
  const next = emptyTree();
  known.push({ stem, next });
  return next;
}

/** Finds entries in a text that is cut into words. */
export interface WordFinder {
  /** Calls `found` for every entry that begins at word `at`. */
  find(tokens: readonly string[], at: number, found: (entry: WordEntry) => void): void;
}

/** Words whose way into the tree is kept, as most words of a text come again and again; longer words are rare. */
const WORDS_KEPT = 4096;
const LONGEST_KEPT = 12;

export function createWordFinder(tree: WordTree): WordFinder {
  const ways = new Map<string, readonly WordTree[]>();
  function wayOf(token: string): readonly WordTree[] {
    const known = ways.get(token);
    if (known !== undefined) return known;
    const way = childrenOf(tree, token);
    if (token.length > LONGEST_KEPT) return way;
    if (ways.size >= WORDS_KEPT) ways.clear();
    ways.set(token, way);
    return way;
  }
  return {
    find(tokens, at, found) {
      const token = tokens[at];
      if (token !== undefined) for (const node of wayOf(token)) visit(node, tokens, at + 1, found);
    },
  };
}

const NOWHERE: readonly WordTree[] = [];

/** Where a word leads: to itself, then to the stems that it begins with. */
function childrenOf(node: WordTree, token: string): readonly WordTree[] {
  const children: WordTree[] = [];
  eachChild(node, token, (child) => children.push(child));
  return children.length === 0 ? NOWHERE : children;
}

function eachChild({ words, stems }: WordTree, token: string, take: (child: WordTree) => void): void {
  const child = words.size > 0 ? words.get(token) : undefined;
  if (child) take(child);
  if (stems.size === 0 || token.length < SHORTEST_STEM) return;
  const begun = stems.get(token.slice(0, SHORTEST_STEM));
  if (begun) for (const { stem, next } of begun) if (token.startsWith(stem)) take(next);
}

function visit(
  node: WordTree,
  tokens: readonly string[],
  at: number,
  found: (entry: WordEntry) => void,
): void {
  for (const entry of node.entries) found(entry);
  const token = tokens[at];
  if (token === undefined || (node.words.size === 0 && node.stems.size === 0)) return;
  eachChild(node, token, (child) => visit(child, tokens, at + 1, found));
}
