import { createContext, Script } from "node:vm";
import { regexTimeout } from "./net-exception.ts";

/** An expression that searches longer than this fails; nothing else runs meanwhile. */
export const LONGEST_SEARCH_MS = 1000;

/** Through a text as short as this every plain pattern gets in no time. */
export const SHORT_TEXT = 256;

/** Whether a pattern may try more ways than there are moments: repeated groups, or many repeats. */
export function mayRunLong(source: string): boolean {
  const plain = source.replace(/\\[\s\S]|\[(?:\\.|[^\]])*\]/g, "_");
  return /\)[*+{]|\\[1-9]/.test(plain) || (plain.match(/[*+{]/g)?.length ?? 0) > 3;
}

const script = new Script("search()");
let context: { search: () => unknown } | undefined;

/** Only a script of its own can be stopped in the middle of a search. */
export function searchWithin<Result>(limitMs: number, search: () => Result): Result {
  let result: { readonly value: Result } | undefined;
  context ??= Object.assign(createContext({}), { search: () => undefined as unknown });
  context.search = () => {
    result = { value: search() };
  };
  try {
    script.runInContext(context, { timeout: Math.max(1, Math.ceil(limitMs)) });
  } catch (error) {
    if (isTimeout(error)) throw regexTimeout(limitMs < LONGEST_SEARCH_MS);
    throw error;
  }
  if (!result) throw new Error("The search gave no result.");
  return result.value;
}

/** The script's errors are of the script's own `Error`. */
const isTimeout = (error: unknown) =>
  typeof error === "object" &&
  error !== null &&
  "code" in error &&
  error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
