import { foldText } from "../fold-text.ts";

/** A word or a number. */
export interface Token {
  readonly raw: string;
  /** Lower case without accents. */
  readonly folded: string;
  /** Whether a sentence begins with it. */
  readonly begins: boolean;
}

export interface SplitTokens {
  readonly tokens: readonly Token[];
  /** Quotations, and runs of characters that are more than a word: `/etc/hosts`, `===`, `C++`, `a_b`. */
  readonly code: readonly string[];
}

const QUOTED = /```[\s\S]*?```|`[^`]+`|"[^"]+"|“[^”]+”|«[^»]+»|(?<![\p{L}\p{N}])'[^']+'(?![\p{L}\p{N}])/gu;
const TOKEN = /\p{N}+(?:[.,’ ]\p{N}{3}(?!\p{N}))*(?:[.,]\p{N}+)*|\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*/gu;
/** Articles and the like before a vowel: `l'ultimo`, `qu'est`. */
const ELISION = /^(?:l|d|c|j|n|m|t|s|qu|un|all|dell|nell|dall|sull)['’](?=\p{L}{2})/u;
const SENTENCE_END = /(?:^|[.!?:;\n“"«(])\s*[¿¡]?$/u;
/** Punctuation that belongs to the sentence around a run. */
const AROUND = /^[\s.,;:!?¿¡()«»“”"'‘’…-]+|[\s.,;:!?()«»“”"'‘’…-]+$/gu;
const PLAIN_RUN =
  /^[€$£¥₺₹%°\p{N}]*[.,:’%€$£\p{N}]*\p{L}*$|^[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}\p{N}]+)*$|^[\p{L}\p{N}-]+$/u;

export function splitTokens(text: string): SplitTokens {
  const tokens = [...text.matchAll(TOKEN)].map((found) => ({
    raw: found[0],
    folded: foldText(found[0]).replace(ELISION, ""),
    begins: SENTENCE_END.test(text.slice(Math.max(0, found.index - 4), found.index)) || found.index === 0,
  }));
  const quoted = (text.match(QUOTED) ?? []).map((part) => part.replace(/^[`"“«']+|[`"”»']+$/g, "").trim());
  const runs = text
    .replace(QUOTED, " ")
    .split(/\s+/)
    .map((run) => run.replace(AROUND, ""))
    .filter((run) => run !== "" && !PLAIN_RUN.test(run))
    // A product or a host in whatever case: Node.js.
    .map((run) => (/^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+$/u.test(run) ? run.toLowerCase() : run));
  return { tokens, code: [...quoted, ...runs] };
}
