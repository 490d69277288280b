import { RoutingError } from "../core/errors.ts";

/**
 * The query, if it is text: callers in JavaScript may give anything.
 * @throws RoutingError when it is none.
 */
export function checkQuery(query: unknown): string {
  if (typeof query === "string") return query;
  throw new RoutingError(`A query must be text, not ${query === null ? "null" : typeof query}.`, {
    code: "QUERY_NOT_TEXT",
    hint: 'Give a string, such as route("What is the capital of France?").',
  });
}
