import type { TokenChoice } from "../chat/stream-part.ts";

/** Text that may be shown now, with the choices of the tokens it is made of. */
export interface AssembledText {
  readonly text: string;
  readonly choices: readonly TokenChoice[];
  /** A stop string was found; what follows it is dropped. */
  readonly stopped: boolean;
}

export interface TextAssemblerOptions<Token> {
  /** Gives U+FFFD for bytes that are no whole character yet. */
  detokenize(tokens: readonly Token[]): string;
  /** Strings that end the answer and are not part of it. */
  readonly stop: readonly string[];
}

/** A character has at most four bytes; more tokens than this cannot belong to one. */
const MAX_TOKENS_OF_A_CHARACTER = 8;

interface Piece {
  readonly text: string;
  readonly choices: readonly TokenChoice[];
}

/** Makes text of tokens: never half a character, never a part of a stop string. */
export function createTextAssembler<Token>({ detokenize, stop }: TextAssemblerOptions<Token>) {
  let tokens: Token[] = [];
  let choices: TokenChoice[] = [];
  let held: Piece[] = [];

  /** Gives the first `length` characters of what is held; a piece's choices go with its first character. */
  const release = (length: number, stopped: boolean): AssembledText => {
    const text = textOf(held).slice(0, length);
    const released: TokenChoice[] = [];
    const kept: Piece[] = [];
    let start = 0;
    for (const piece of held) {
      const taken = Math.max(0, Math.min(piece.text.length, length - start));
      if (taken > 0 || piece.text.length === 0) released.push(...piece.choices);
      if (taken < piece.text.length)
        kept.push({ text: piece.text.slice(taken), choices: taken > 0 ? [] : piece.choices });
      start += piece.text.length;
    }
    held = kept;
    return { text, choices: released, stopped };
  };

  return {
    push(token: Token, choice?: TokenChoice): AssembledText {
      tokens.push(token);
      if (choice) choices.push(choice);
      const text = detokenize(tokens);
      if (text.endsWith("\uFFFD") && tokens.length < MAX_TOKENS_OF_A_CHARACTER)
        return { text: "", choices: [], stopped: false };
      held.push({ text, choices });
      tokens = [];
      choices = [];
      const all = textOf(held);
      const end = firstStop(all, stop);
      if (end !== undefined) return release(end, true);
      return release(all.length - heldBack(all, stop), false);
    },
    /** The rest, when no token follows; half a character is dropped. */
    finish(): AssembledText {
      const rest = detokenize(tokens).replace(/\uFFFD+$/, "");
      if (rest) held.push({ text: rest, choices });
      tokens = [];
      choices = [];
      return release(textOf(held).length, false);
    },
  };
}

const textOf = (pieces: readonly Piece[]) => pieces.map((piece) => piece.text).join("");

function firstStop(text: string, stop: readonly string[]): number | undefined {
  const found = stop.map((word) => text.indexOf(word)).filter((index) => index >= 0);
  return found.length > 0 ? Math.min(...found) : undefined;
}

/** Length of the longest end of `text` that may become a stop string. */
function heldBack(text: string, stop: readonly string[]): number {
  let longest = 0;
  for (const word of stop)
    for (let length = Math.min(word.length - 1, text.length); length > longest; length--)
      if (text.endsWith(word.slice(0, length))) longest = length;
  return longest;
}
