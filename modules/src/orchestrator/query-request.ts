import { z } from "zod";
import { LimitError } from "../core/errors.ts";
import { MAX_QUERY_CHARACTERS } from "./guard-query.ts";

const schema = z.object({
  query: z.string().trim().min(1).max(MAX_QUERY_CHARACTERS),
  strategy: z.string().min(1).default("hybrid"),
  session_id: z.string().min(1).max(200).optional(),
  context_enabled: z.boolean().default(true),
});

/** A question as the workshop's API takes it. */
export type QueryRequest = z.output<typeof schema>;

/** @throws LimitError naming each field that cannot be used. */
export function readQueryRequest(body: unknown): QueryRequest {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`);
  throw new LimitError(`The request cannot be used: ${problems.join("; ")}.`, {
    code: "BAD_REQUEST",
    hint: 'Send {"query": "...", "strategy"?: "hybrid", "session_id"?: "...", "context_enabled"?: true}.',
  });
}
