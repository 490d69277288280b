import { type PatternCell, rowsBy, totalOf } from "./pattern-cells.ts";
import type { PatternHint, PatternRow } from "./patterns.ts";

/** Fewer requests speak for nothing. */
const LEAST_REQUESTS = 100;
const REPEATED = 0.05;
const FALLBACKS = 0.1;
const FAILURES = 0.05;
const CLOSE_CALLS = 0.2;
const LONG_PROMPT_TOKENS = 4_000;
/** A model is worth a look when it costs at most this part of another. */
const CHEAPER = 0.5;
/** More failures than this, as a share, are no saving. */
const FAILURE_SLACK = 0.01;

/** What the sums speak for; each hint names the figures it rests on, and proves no more than they do. */
export function hintsOf(cells: readonly PatternCell[]): readonly PatternHint[] {
  const hints = [
    ...hintCache(cells),
    ...hintThreshold(cells),
    ...rowsBy(cells, ({ model }) => model).flatMap(hintModel),
    ...[...Map.groupBy(cells, ({ task }) => task)].flatMap(([task, group]) => hintCheaper(task, group)),
  ];
  return hints.filter(({ requests }) => requests >= LEAST_REQUESTS);
}

function hintCache(cells: readonly PatternCell[]): readonly PatternHint[] {
  const requests = totalOf(cells, (cell) => cell.requests);
  const repeated = totalOf(cells, (cell) => cell.repeated);
  if (repeated < REPEATED * requests) return [];
  const cost = totalOf(cells, ({ repeatedCostUsd }) => repeatedCostUsd).toFixed(4);
  const says = `${percent(repeated / requests)} of ${requests} requests repeat a prompt of the same tenant; they cost ${cost} USD, which an exact cache saves as long as its entries live.`;
  return [{ kind: "cache", about: "all", says, requests }];
}

function hintThreshold(cells: readonly PatternCell[]): readonly PatternHint[] {
  const routed = totalOf(cells, (cell) => cell.routed);
  const close = totalOf(cells, (cell) => cell.close);
  if (close < CLOSE_CALLS * routed) return [];
  const says = `${percent(close / routed)} of ${routed} route decisions lay within 0.05 of the threshold: a small change of it moves many requests.`;
  return [{ kind: "threshold", about: "all", says, requests: routed }];
}

function hintModel({
  key: model,
  requests,
  fallbackShare,
  failedShare,
  meanPromptTokens,
  meanAnswerTokens,
}: PatternRow): readonly PatternHint[] {
  const hints: PatternHint[] = [];
  if (fallbackShare >= FALLBACKS)
    hints.push({
      kind: "fallback",
      about: model,
      says: `${model} answered ${percent(fallbackShare)} of its ${requests} requests in place of another model: what it stands in for is often not there.`,
      requests,
    });
  if (failedShare >= FAILURES)
    hints.push({
      kind: "failures",
      about: model,
      says: `${percent(failedShare)} of ${requests} requests of ${model} failed.`,
      requests,
    });
  if (meanPromptTokens >= LONG_PROMPT_TOKENS && meanAnswerTokens < meanPromptTokens / 20)
    hints.push({
      kind: "long-prompts",
      about: model,
      says: `Prompts of ${model} have ${Math.round(meanPromptTokens)} tokens on average for answers of ${Math.round(meanAnswerTokens)} (${requests} requests): trimming them saves most of their cost.`,
      requests,
    });
  return hints;
}

function hintCheaper(task: string, cells: readonly PatternCell[]): readonly PatternHint[] {
  const rows = rowsBy(cells, ({ model }) => model).filter(({ requests }) => requests >= LEAST_REQUESTS);
  const cheapFirst = rows.toSorted((one, two) => priceOf(one) - priceOf(two));
  const [cheap, dear] = [cheapFirst[0], cheapFirst.at(-1)];
  if (!cheap || !dear || priceOf(cheap) > CHEAPER * priceOf(dear)) return [];
  if (cheap.failedShare > dear.failedShare + FAILURE_SLACK) return [];
  const says = `For ${task}, ${cheap.key} costs ${priceOf(cheap).toFixed(6)} USD a request and ${dear.key} ${priceOf(dear).toFixed(6)}, and fails no more often; whether its answers are as good, an experiment tells.`;
  return [{ kind: "cheaper-model", about: task, says, requests: cheap.requests + dear.requests }];
}

const priceOf = ({ costUsd, requests }: PatternRow) => costUsd / requests;

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
