import { explainError, RoutingError } from "../../modules/src/core/errors.ts";
import { failedAt, routeAll } from "../../modules/src/routers/route-all.ts";
import type { RouteDecision, Router, Target } from "../../modules/src/routers/router.ts";
import type { InputRow } from "./input-rows.ts";

/** A row with what the router made of it, as it is written. */
export type ScoredFields = Readonly<Record<string, unknown>>;

export interface ScoreRowsOptions {
  /** Under which the rows are written; decisions of a chain name the router that decided. */
  readonly router: string;
  /** Score from which the strong model is asked, instead of the router's own. */
  readonly threshold?: number | undefined;
  /** A row that the router cannot decide on gets its reason in `error` and no score, instead of ending everything. */
  readonly keepGoing?: boolean;
}

/** A scored row and what is counted of it. */
export interface ScoredLine {
  readonly fields: ScoredFields;
  /** Absent when the router could not decide. */
  readonly decision?: RouteDecision;
}

/** Rows that a router is given at once, where it takes several. */
const BATCH = 32;

/**
 * Scores rows in their order.
 * @throws RoutingError naming the line on which the router could not decide.
 */
export async function* scoreRows(
  rows: AsyncIterable<InputRow>,
  router: Router,
  options: ScoreRowsOptions,
): AsyncGenerator<ScoredLine> {
  for await (const batch of inBatches(rows, BATCH)) {
    for await (const { row, decided } of routeBatch(batch, router, options))
      yield describe(row, decided, options);
  }
}

async function* inBatches<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<Item[]> {
  let batch: Item[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

interface Routed {
  readonly row: InputRow;
  /** Of a batch that does not tell which of its rows failed, `upTo` is the line of its last. */
  readonly decided: RouteDecision | { readonly error: string; readonly upTo?: number };
}

/**
 * All at once where the router can. Models are slow and some are paid, so nothing is asked twice: the first failure of a batch
 * ends it, and where rows that fail are kept they are routed one by one from the start.
 */
async function* routeBatch(
  rows: readonly InputRow[],
  router: Router,
  { keepGoing = false }: ScoreRowsOptions,
): AsyncGenerator<Routed> {
  const together = router.routeAll && !keepGoing ? await routeTogether(rows, router) : undefined;
  if (together && "error" in together) yield together.error;
  else if (together) {
    for (const [at, row] of rows.entries()) yield { row, decided: usable(together.decisions[at]) };
  } else {
    for (const row of rows) yield { row, decided: await routeOne(row, router) };
  }
}

type Together = { readonly decisions: readonly RouteDecision[] } | { readonly error: Routed };

async function routeTogether(rows: readonly InputRow[], router: Router): Promise<Together> {
  try {
    const decisions = await routeAll(
      router,
      rows.map(({ prompt }) => prompt),
    );
    return { decisions };
  } catch (error) {
    const at = failedAt(error);
    const row = rows[at ?? 0];
    if (!row) throw error;
    const upTo = at === undefined ? rows.at(-1)?.line : undefined;
    return { error: { row, decided: { error: explainError(error), ...(upTo !== undefined && { upTo }) } } };
  }
}

function usable(decision: RouteDecision | undefined): Routed["decided"] {
  if (!decision) return { error: "gave no decision" };
  return Number.isFinite(decision.score) ? decision : { error: `gave the score ${decision.score}` };
}

async function routeOne({ prompt }: InputRow, router: Router): Promise<Routed["decided"]> {
  try {
    return checked(await router.route(prompt));
  } catch (error) {
    return { error: explainError(error) };
  }
}

/** A score that is none would be written as null and read as missing. */
function checked(decision: RouteDecision): RouteDecision {
  if (Number.isFinite(decision.score)) return decision;
  throw new RoutingError(`gave the score ${decision.score}`, { code: "NO_SCORE" });
}

function describe(
  { line, fields }: InputRow,
  decided: Routed["decided"],
  options: ScoreRowsOptions,
): ScoredLine {
  const { router, threshold, keepGoing = false } = options;
  const kept = labelKept(fields);
  if ("error" in decided) {
    if (keepGoing) return { fields: { ...kept, router, error: decided.error } };
    const where = decided.upTo === undefined ? `Line ${line}` : `One of the lines ${line} to ${decided.upTo}`;
    throw new RoutingError(`${where}: the router ${router} could not decide: ${decided.error}`, {
      code: "ROW_NOT_ROUTED",
      hint: "With --keep-going such rows are written without a score.",
    });
  }
  const decision = threshold === undefined ? decided : atThreshold(decided, threshold);
  const { score, target, confidence, scores, ms, skipped } = decision;
  return {
    decision,
    fields: {
      ...kept,
      router,
      score,
      threshold: decision.threshold,
      target,
      ...(confidence !== undefined && { confidence }),
      ...(scores !== undefined && { scores }),
      ms: microseconds(ms),
      ...(decision.router !== router && { decided_by: decision.router }),
      ...(skipped.length > 0 && { skipped }),
    },
  };
}

/**
 * A row's own `target` is the label that a router is judged by; it makes room for the decision. A row that was scored before
 * has its label apart already.
 */
function labelKept(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { target, ...others }: Record<string, unknown> = fields;
  if ("router" in others && "score" in others) {
    for (const old of SCORED_FIELDS) delete others[old];
    return others;
  }
  return target === undefined ? others : { ...others, target_label: target };
}

/** What an earlier scoring may have left. */
const SCORED_FIELDS = [
  "router",
  "score",
  "threshold",
  "confidence",
  "scores",
  "ms",
  "decided_by",
  "skipped",
  "error",
];

/** The same score under another threshold; what the router said of its own decision does not hold for another one. */
function atThreshold(decision: RouteDecision, threshold: number): RouteDecision {
  const target: Target = decision.score >= threshold ? "cloud" : "local";
  if (target === decision.target) return { ...decision, threshold };
  const { confidence: _, ...others } = decision;
  return { ...others, target, threshold };
}

/** More digits would be noise of the clock. */
const microseconds = (ms: number) => Math.round(ms * 1000) / 1000;
