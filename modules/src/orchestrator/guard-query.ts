import { LimitError } from "../core/errors.ts";

/** Longest query, and longest turn of a conversation, in characters. */
export const MAX_QUERY_CHARACTERS = 100_000;

/** @throws LimitError for a query that is no text, empty or too long. */
export function guardQuery(query: unknown): void {
  if (typeof query !== "string") {
    throw new LimitError(`The query must be text, not ${query === null ? "null" : typeof query}.`, {
      code: "QUERY_NOT_TEXT",
      hint: "Pass the question as a string.",
    });
  }
  if (query.trim() === "") {
    throw new LimitError("The query is empty.", { code: "QUERY_EMPTY", hint: "Type a question." });
  }
  guardLength(query);
}

/** @throws LimitError for a text that is too long. */
export function guardLength(text: string): void {
  if (text.length <= MAX_QUERY_CHARACTERS) return;
  throw new LimitError(
    `The query has ${text.length.toLocaleString("en")} characters; ${MAX_QUERY_CHARACTERS.toLocaleString("en")} are accepted.`,
    { code: "QUERY_TOO_LONG", hint: "Send a part of it, or a summary." },
  );
}
