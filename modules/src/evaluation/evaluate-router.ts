import { RoutingError } from "../core/errors.ts";
import type { RouteDecision, Router, Target } from "../routers/router.ts";
import { type Confusion, type ConfusionShares, confusionOf, confusionShares } from "./confusion.ts";
import type { Labelled } from "./labelled-prompt.ts";

/** One row and what the router made of it. */
export interface Judged<Row extends Labelled = Labelled> {
  readonly row: Row;
  readonly target: Target;
  readonly decided: Target;
  readonly right: boolean;
  readonly decision: RouteDecision;
}

/** The shares of one group of rows. */
export interface Slice extends ConfusionShares {
  /** The group: `it`, `simple`, `typos`. */
  readonly name: string;
  readonly rows: number;
}

/** What a router does with labelled rows. */
export interface Evaluation<Row extends Labelled = Labelled> extends ConfusionShares {
  readonly router: string;
  readonly rows: number;
  readonly confusion: Confusion;
  /** Rows that carry the field, by its value, in the order of first appearance. */
  readonly byLanguage: readonly Slice[];
  readonly byComplexity: readonly Slice[];
  readonly byStyle: readonly Slice[];
  readonly mistakes: readonly Judged<Row>[];
  /** Every row, in the order given. */
  readonly judged: readonly Judged<Row>[];
}

/**
 * Asks the router about each row, one after the other.
 * @throws RoutingError when there are no rows, or when the router cannot decide on one.
 */
export async function evaluateRouter<Row extends Labelled>(
  router: Router,
  rows: readonly Row[],
): Promise<Evaluation<Row>> {
  if (rows.length === 0) {
    throw new RoutingError(`There are no rows to judge the router ${router.name} on.`, {
      code: "NO_ROWS",
      hint: "Check the filter that chose them.",
    });
  }
  const judged: Judged<Row>[] = [];
  for (const row of rows) judged.push(judge(row, await router.route(row.prompt)));
  return evaluationOf(router.name, judged);
}

function judge<Row extends Labelled>(row: Row, decision: RouteDecision): Judged<Row> {
  const { target } = row;
  return { row, target, decided: decision.target, right: decision.target === target, decision };
}

/** The evaluation of decisions that were made already. */
export function evaluationOf<Row extends Labelled>(
  router: string,
  judged: readonly Judged<Row>[],
): Evaluation<Row> {
  const confusion = confusionOf(judged);
  return {
    router,
    rows: judged.length,
    ...confusionShares(confusion),
    confusion,
    byLanguage: sliceBy(judged, (row) => row.language),
    byComplexity: sliceBy(judged, (row) => row.complexity),
    byStyle: sliceBy(judged, (row) => row.style),
    mistakes: judged.filter(({ right }) => !right),
    judged,
  };
}

/** The shares of each group of rows; rows without a name are in none. */
export function sliceBy<Row extends Labelled>(
  judged: readonly Judged<Row>[],
  nameOf: (row: Row) => string | undefined,
): Slice[] {
  const groups = Map.groupBy(judged, ({ row }) => nameOf(row));
  return [...groups].flatMap(([name, group]) =>
    name === undefined ? [] : [{ name, rows: group.length, ...confusionShares(confusionOf(group)) }],
  );
}
