/** Takes from a continuation what it repeats of the text before it. */
export interface OverlapTrim {
  /** Text that can go out now; empty while it may still turn out to be a repetition. */
  take(text: string): string;
  /** The rest, when nothing more comes. */
  end(): string;
  /** What was taken away. */
  readonly trimmed: string;
}

/** Looked at of the text before. */
const TAIL_CHARACTERS = 400;
/** A shorter repetition may well be meant: "very, very". */
const SHORTEST = 12;

/** Models that are asked to go on often begin with the last words again; only a repetition of 12 characters or more is cut. */
export function createOverlapTrim(soFar: string): OverlapTrim {
  const tail = soFar.slice(-TAIL_CHARACTERS);
  let held: string | undefined = "";
  let trimmed = "";

  function decide(text: string): string {
    const repeated = repetition(tail, text);
    trimmed = text.slice(0, repeated);
    held = undefined;
    return text.slice(repeated);
  }

  return {
    take(text) {
      if (held === undefined) return text;
      held += text;
      return mayGrow(tail, held) ? "" : decide(held);
    },
    end: () => (held === undefined ? "" : decide(held)),
    get trimmed() {
      return trimmed;
    },
  };
}

/** Length of the longest end of `tail` with which `text` begins; 0 when it is too short to be a repetition. */
function repetition(tail: string, text: string): number {
  for (let length = Math.min(tail.length, text.length); length >= SHORTEST; length--)
    if (tail.endsWith(text.slice(0, length))) return length;
  return 0;
}

/** Whether more text could make a longer repetition: all of it stands somewhere before the end of `tail`. */
function mayGrow(tail: string, text: string): boolean {
  const at = tail.indexOf(text);
  return at >= 0 && at + text.length < tail.length;
}
