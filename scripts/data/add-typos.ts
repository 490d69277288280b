import type { Random } from "../../modules/src/core/random.ts";

/** One word in so many gets a slip. */
const WORDS_PER_TYPO = 5;
const MOST_TYPOS = 4;

/** Words long enough to survive a slip; gaps, figures and quoted words stay as they are. */
const PLAIN_WORD = /^[¿¡]?\p{L}{3,}[,.:;?!]?$/u;

/** The text as somebody in a hurry would type it: letters swapped, dropped or doubled, capital and full stop forgotten. */
export function addTypos(text: string, random: Random): string {
  const pieces = text.split(/(\s+)/u);
  const candidates = pieces.flatMap((piece, at) => (PLAIN_WORD.test(piece) ? [at] : []));
  const wanted = Math.min(MOST_TYPOS, Math.max(1, Math.round(candidates.length / WORDS_PER_TYPO)));
  for (let count = 0; count < wanted && candidates.length > 0; count++) {
    const [at = 0] = candidates.splice(Math.floor(random() * candidates.length), 1);
    pieces[at] = misspell(pieces[at] ?? "", random);
  }
  return hurry(pieces.join(""), random);
}

function misspell(word: string, random: Random): string {
  const letters = [...word];
  const inner = letters.length - (/\p{L}$/u.test(word) ? 2 : 3);
  const at = 1 + Math.floor(random() * inner);
  const [here = "", next = ""] = [letters[at], letters[at + 1]];
  const kind = Math.floor(random() * 3);
  // Swapping two equal letters would change nothing.
  if (kind === 0 && here !== next && /\p{L}/u.test(next)) letters.splice(at, 2, next, here);
  else if (kind === 1) letters.splice(at, 1);
  else letters.splice(at, 0, here);
  return letters.join("");
}

/** Half of the hurried forget the capital, half the full stop. */
function hurry(text: string, random: Random): string {
  const lower = random() < 0.5 ? text.slice(0, 1).toLowerCase() + text.slice(1) : text;
  return random() < 0.5 ? lower.replace(/\s*[.?!]$/u, "") : lower;
}
