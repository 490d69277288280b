import type { RouteDecision } from "../routers/router.ts";
import { type EditableText, editableText, type TextEdit } from "./text-edit.ts";

/** A change of the text that sends it the other way. */
export interface TextFlip {
  /** The text with the change. */
  readonly prompt: string;
  readonly edits: readonly TextEdit[];
  /** What the router decides on it. */
  readonly decision: RouteDecision;
  /** Whether it was tried that without any one of the edits the route stays what it was. */
  readonly minimal: boolean;
}

export interface SearchFlipOptions {
  /** Words to put in, from text that goes the other way. */
  readonly words: readonly string[];
  /** How often the router may be asked. */
  readonly most: number;
}

/** Asks the router, and says how far the score is from the threshold on the side it began on; below 0 it has flipped. */
interface Trial {
  readonly edits: readonly TextEdit[];
  readonly prompt: string;
  readonly decision: RouteDecision;
  readonly distance: number;
  readonly flips: boolean;
}

/** Units that a text is cut into when it has more words than this. */
const MOST_UNITS = 48;

/** Words whose absence moves the score most are tried with other words. */
const WORDS_REPLACED = 4;

const MOST_STEPS = 12;

/**
 * Looks for a small change of the words that flips the route: first one word left out, replaced or added; when none will do,
 * the one that helps most, and so on from there; where one word changes nothing, several next to each other. What was found
 * is then cut down to the edits that it needs. Undefined when the router may not be asked any more or nothing helps.
 */
export async function searchFlip(
  query: string,
  decision: RouteDecision,
  route: (query: string) => Promise<RouteDecision>,
  { words, most }: SearchFlipOptions,
): Promise<TextFlip | undefined> {
  const text = editableText(query);
  const asked = new Map<string, Trial>();
  const attempt = async (edits: readonly TextEdit[]): Promise<Trial | undefined> => {
    const prompt = text.with(edits);
    const known = asked.get(prompt);
    if (known) return { ...known, edits };
    if (prompt === "" || asked.size >= most) return undefined;
    const other = await route(prompt);
    const side = decision.target === "cloud" ? 1 : -1;
    const trial: Trial = {
      edits,
      prompt,
      decision: other,
      distance: side * (other.score - other.threshold),
      flips: other.target !== decision.target,
    };
    asked.set(prompt, trial);
    return trial;
  };
  const found = await climb(text, words, Math.abs(decision.score - decision.threshold), attempt);
  return found && (await cutDown(found, attempt));
}

type Attempt = (edits: readonly TextEdit[]) => Promise<Trial | undefined>;

async function climb(
  text: EditableText,
  words: readonly string[],
  distance: number,
  attempt: Attempt,
): Promise<Trial | undefined> {
  let here: { edits: readonly TextEdit[]; distance: number } = { edits: [], distance };
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = await bestStep(text, words, here, attempt);
    if (!next || next.flips) return next;
    here = next;
  }
  return undefined;
}

async function bestStep(
  text: EditableText,
  words: readonly string[],
  { edits, distance }: Pick<Trial, "edits" | "distance">,
  attempt: Attempt,
): Promise<Trial | undefined> {
  const left = wordsLeft(text, edits);
  const tryAll = async (changes: readonly (readonly TextEdit[])[]): Promise<Trial[]> => {
    const trials: Trial[] = [];
    for (const change of changes) {
      const trial = await attempt([...edits, ...change]);
      if (trial) trials.push(trial);
    }
    return trials;
  };
  const size = Math.ceil(left.length / MOST_UNITS);
  const shorter = await tryAll(leaveOut(text, left, size));
  const heaviest = size > 1 ? [] : heaviestWords(shorter, edits);
  const others = shorter.some(({ flips }) => flips)
    ? []
    : await tryAll([...replace(text, heaviest, words), ...add(words)]);
  const best = pick([...shorter, ...others], distance);
  if (best) return best;
  for (const changes of coarser(text, left, size, words)) {
    const found = pick(await tryAll(changes), distance);
    if (found) return found;
  }
  return undefined;
}

/** Larger and larger changes, for scores that a small one does not move: runs left out, only runs kept, all words added. */
function* coarser(
  text: EditableText,
  left: readonly number[],
  size: number,
  words: readonly string[],
): Generator<readonly TextEdit[][]> {
  for (let run = 2 * size; run < left.length; run *= 2) {
    const runs = leaveOut(text, left, run);
    yield runs;
    yield runs.map((kept) => leaveOutAllBut(text, left, kept));
  }
  if (words.length > 1) yield [words.map((word) => ({ kind: "added", where: "end", word }))];
}

function leaveOutAllBut(text: EditableText, left: readonly number[], kept: readonly TextEdit[]): TextEdit[] {
  const places = new Set(kept.flatMap((edit) => (edit.kind === "added" ? [] : [edit.at])));
  return leaveOut(text, left, 1)
    .flat()
    .filter((edit) => edit.kind !== "added" && !places.has(edit.at));
}

/** The flip with the fewest letters changed, else the trial that comes nearest, if it is nearer than before. */
function pick(trials: readonly Trial[], distance: number): Trial | undefined {
  const flips = trials.filter((trial) => trial.flips).sort((a, b) => lettersOf(a) - lettersOf(b));
  if (flips[0]) return flips[0];
  const [nearest] = trials.toSorted((a, b) => a.distance - b.distance);
  return nearest && nearest.distance < distance ? nearest : undefined;
}

const lettersOf = ({ edits }: Trial) =>
  edits.reduce((sum, edit) => sum + edit.word.length + (edit.kind === "replaced" ? edit.by.length : 0), 0);

function wordsLeft({ words }: EditableText, edits: readonly TextEdit[]): number[] {
  const touched = new Set(edits.flatMap((edit) => (edit.kind === "added" ? [] : [edit.at])));
  return [...words.keys()].filter((at) => !touched.has(at));
}

/** Runs of so many words, each beginning in the middle of the one before. */
function leaveOut({ words }: EditableText, left: readonly number[], size: number): TextEdit[][] {
  const stride = Math.max(1, Math.floor(size / 2));
  const starts = left.flatMap((_, start) => (start % stride === 0 ? [start] : []));
  return starts.map((start) =>
    left.slice(start, start + size).map((at): TextEdit => ({ kind: "left-out", at, word: words[at] ?? "" })),
  );
}

function heaviestWords(shorter: readonly Trial[], before: readonly TextEdit[]): number[] {
  return shorter
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, WORDS_REPLACED)
    .flatMap(({ edits }) => {
      const last = edits.at(before.length);
      return last?.kind === "left-out" ? [last.at] : [];
    });
}

const replace = ({ words }: EditableText, places: readonly number[], by: readonly string[]): TextEdit[][] =>
  places.flatMap((at) =>
    by
      .filter((word) => word !== words[at])
      .map((word): TextEdit[] => [{ kind: "replaced", at, word: words[at] ?? "", by: word }]),
  );

const add = (words: readonly string[]): TextEdit[][] =>
  words.flatMap((word) =>
    (["start", "end"] as const).map((where): TextEdit[] => [{ kind: "added", where, word }]),
  );

/** Takes edits back, many at a time and then one by one, as long as the route stays flipped. */
async function cutDown(found: Trial, attempt: Attempt): Promise<TextFlip> {
  let best = found;
  for (let size = Math.ceil(best.edits.length / 2); best.edits.length > 1; ) {
    const { trial, refused } = await takeBack(best, size, attempt);
    if (trial) best = trial;
    else if (refused) return asFlip(best, false);
    else if (size === 1) break;
    else size = Math.ceil(size / 2);
    size = Math.min(size, best.edits.length);
  }
  return asFlip(best, true);
}

const asFlip = ({ prompt, edits, decision }: Trial, minimal: boolean): TextFlip => ({
  prompt,
  edits,
  decision,
  minimal,
});

/** The first trial without so many of the edits that flips still; `refused` when the router could not be asked for one. */
async function takeBack(
  { edits }: Trial,
  size: number,
  attempt: Attempt,
): Promise<{ readonly trial?: Trial; readonly refused: boolean }> {
  let refused = false;
  for (let start = 0; start < edits.length; start += size) {
    const rest = [...edits.slice(0, start), ...edits.slice(start + size)];
    if (rest.length === 0) continue;
    const trial = await attempt(rest);
    if (trial?.flips) return { trial, refused };
    refused ||= trial === undefined;
  }
  return { refused };
}
