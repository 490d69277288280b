import type { z } from "zod";
import type { AzureRefusal } from "../../azure-refusal.ts";
import { refused } from "./publisher-refusal.ts";

/** How a publisher words what is wrong with a field. `path` is empty for the body itself. */
export type WordIssue = (issue: { readonly path: string; readonly problem: string }) => AzureRefusal;

/**
 * A body, checked against a schema.
 * @throws what `word` makes of the first thing that is wrong
 */
export function readShape<T>(schema: z.ZodType<T>, value: unknown, word: WordIssue = plainly): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const [extra] = issue?.code === "unrecognized_keys" ? issue.keys : [];
  const path = [...(issue?.path ?? []), ...(extra === undefined ? [] : [extra])].map(String).join(".");
  const problem = extra === undefined ? (issue?.message ?? "cannot be used") : EXTRA;
  throw word({ path: path.slice(0, 200), problem });
}

/** What is said of a field that the form does not know. */
export const EXTRA = "Extra inputs are not permitted";

const plainly: WordIssue = ({ path, problem }) =>
  refused(400, path === "" ? problem : `${path}: ${problem}`, path || null);

/** One event of a stream. */
export const event = (value: object, name?: string): string =>
  `${name === undefined ? "" : `event: ${name}\n`}data: ${JSON.stringify(value)}\n\n`;
