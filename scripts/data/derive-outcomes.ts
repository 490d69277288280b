import { createHash } from "node:crypto";
import type { Split } from "../../modules/src/evaluation/labelled-prompt.ts";
import type { Outcome } from "../../modules/src/evaluation/outcome.ts";
import type { Router } from "../../modules/src/routers/router.ts";
import type { FullRow } from "./full-row.ts";
import { createQuoteFinder } from "./quoted-question.ts";

export interface DeriveOptions {
  readonly rows: readonly FullRow[];
  readonly routers: Readonly<Record<string, Router>>;
  readonly countTokens: (text: string) => number;
  /** Scores made otherwise than by a router, by their name and by outcome id. */
  readonly given?: Readonly<Record<string, ReadonlyMap<string, number>>>;
}

/** Figures of each question without its text. A question that comes twice is kept once. */
export async function deriveOutcomes(options: DeriveOptions): Promise<Outcome[]> {
  const { rows, routers, countTokens, given = {} } = options;
  const outcomes = new Map<string, Outcome>();
  const findQuoted = createQuoteFinder(rows.filter(({ benchmark }) => !isCollection(benchmark)));
  for (const row of rows) {
    const id = outcomeId(row);
    if (outcomes.has(id)) continue;
    outcomes.set(id, {
      id,
      benchmark: row.benchmark,
      domain: row.domain,
      tokens: countTokens(row.prompt),
      words: row.prompt.match(/\S+/gu)?.length ?? 0,
      characters: row.prompt.length,
      weakRight: row.weak_correct,
      strongRight: row.strong_correct,
      split: splitOf((isCollection(row.benchmark) && findQuoted(row)) || row),
      ...(row.weak_cost_usd !== undefined && { weakCostUsd: sixDigits(row.weak_cost_usd) }),
      ...(row.strong_cost_usd !== undefined && { strongCostUsd: sixDigits(row.strong_cost_usd) }),
      scores: { ...(await scoreAll(row.prompt, routers)), ...scoresOf(id, given) },
    });
  }
  return [...outcomes.values()];
}

/** More would be noise of the arithmetic. */
const sixDigits = (value: number) => Number(value.toPrecision(6));

/** The same question has the same id wherever it was read from. */
export const outcomeId = ({ benchmark, prompt }: Pick<FullRow, "benchmark" | "prompt">) =>
  hash(`${benchmark}\n${prompt}`).slice(0, 16);

/** Its prompts quote questions of other benchmarks; such a one has to stay in the split of what it quotes. */
const isCollection = (benchmark: string) => benchmark === "routerarena";

const DEV_SHARE = 0.6;

/** MMLU is split by domain, so that the test split asks about subjects the dev split never saw; others by question. */
function splitOf(row: FullRow): Split {
  const key = row.benchmark === "mmlu" ? hash(row.domain) : outcomeId(row);
  return Number.parseInt(key.slice(0, 8), 16) / 2 ** 32 < DEV_SHARE ? "dev" : "test";
}

const hash = (text: string) => createHash("sha256").update(text).digest("hex");

async function scoreAll(
  prompt: string,
  routers: Readonly<Record<string, Router>>,
): Promise<Record<string, number>> {
  const scores: Record<string, number> = {};
  for (const [name, router] of Object.entries(routers))
    scores[name] = fiveDigits((await router.route(prompt)).score);
  return scores;
}

function scoresOf(id: string, given: NonNullable<DeriveOptions["given"]>): Record<string, number> {
  const found = Object.entries(given).map(([name, scores]) => [name, scores.get(id)] as const);
  return Object.fromEntries(
    found.flatMap(([name, score]) => (score === undefined ? [] : [[name, fiveDigits(score)]])),
  );
}

const fiveDigits = (score: number) => Number(score.toFixed(5));
