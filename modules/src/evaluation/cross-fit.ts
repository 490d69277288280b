import { createHash } from "node:crypto";
import { RoutingError } from "../core/errors.ts";
import type { Router } from "../routers/router.ts";
import type { Labelled } from "./labelled-prompt.ts";

export interface CrossFitOptions<Row> {
  /** Rows of one group are in one fold: rows of a template would give each other away. By default each prompt is a group. */
  readonly groupOf?: (row: Row) => string;
  /** Parts that the rows fall into. Default 5. */
  readonly folds?: number;
}

/**
 * A router for the given rows that is fitted, for each of them, on the rows of the other folds: no row helps to judge itself.
 * @throws RoutingError in `route`, for any other query.
 */
export function crossFit<Row extends Labelled>(
  rows: readonly Row[],
  fit: (rows: readonly Row[]) => Router,
  { groupOf = ({ prompt }) => prompt, folds = 5 }: CrossFitOptions<Row> = {},
): Router {
  const foldOf = (row: Row) => createHash("sha256").update(groupOf(row)).digest().readUInt32BE(0) % folds;
  const byPrompt = new Map(rows.map((row) => [row.prompt, foldOf(row)]));
  const fitted = Array.from({ length: folds }, (_, fold) => {
    const others = rows.filter((row) => byPrompt.get(row.prompt) !== fold);
    // All in one fold: there is nothing else to learn from.
    return fit(others.length > 0 ? others : rows);
  });
  return {
    name: fitted[0]?.name ?? "",
    async route(query, context) {
      const router = fitted[byPrompt.get(query) ?? -1];
      if (router) return router.route(query, context);
      throw new RoutingError("was not fitted for this query", { code: "NOT_FITTED" });
    },
  };
}
