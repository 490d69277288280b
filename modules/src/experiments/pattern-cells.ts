import { z } from "zod";
import type { PatternRecord, PatternRow } from "./patterns.ts";

/** What is summed up together: the requests of one hour that are alike. */
export interface PatternCell {
  /** Hours since 1970-01-01 UTC. */
  readonly hour: number;
  readonly tenant: string;
  readonly task: string;
  readonly model: string;
  readonly tier: string;
  requests: number;
  failed: number;
  fallbacks: number;
  promptTokens: number;
  answerTokens: number;
  latencyMs: number;
  costUsd: number;
  repeated: number;
  repeatedCostUsd: number;
  /** Requests whose margin is known. */
  routed: number;
  /** Of them, those that were a close call. */
  close: number;
}

const figure = z.number();

export const savedCells = z.array(
  z.object({
    hour: figure,
    tenant: z.string(),
    task: z.string(),
    model: z.string(),
    tier: z.string(),
    requests: figure,
    failed: figure,
    fallbacks: figure,
    promptTokens: figure,
    answerTokens: figure,
    latencyMs: figure,
    costUsd: figure,
    repeated: figure,
    repeatedCostUsd: figure,
    routed: figure,
    close: figure,
  }),
);

export const HOUR_MS = 3_600_000;

/** A score this near to the threshold could have gone either way. */
const CLOSE = 0.05;

export function emptyCell({ at, tenant, task, model, tier }: PatternRecord): PatternCell {
  return {
    hour: Math.floor(at / HOUR_MS),
    tenant,
    task,
    model,
    tier,
    requests: 0,
    failed: 0,
    fallbacks: 0,
    promptTokens: 0,
    answerTokens: 0,
    latencyMs: 0,
    costUsd: 0,
    repeated: 0,
    repeatedCostUsd: 0,
    routed: 0,
    close: 0,
  };
}

export function addToCell(cell: PatternCell, record: PatternRecord, isRepeated: boolean): void {
  const { outcome, fallbackUsed, margin, costUsd } = record;
  cell.requests++;
  if (outcome === "failed") cell.failed++;
  if (fallbackUsed) cell.fallbacks++;
  cell.promptTokens += record.promptTokens;
  cell.answerTokens += record.answerTokens;
  cell.latencyMs += record.latencyMs;
  cell.costUsd += costUsd;
  if (isRepeated) {
    cell.repeated++;
    cell.repeatedCostUsd += costUsd;
  }
  if (margin === undefined) return;
  cell.routed++;
  if (Math.abs(margin) < CLOSE) cell.close++;
}

export const totalOf = (cells: readonly PatternCell[], measure: (cell: PatternCell) => number) =>
  cells.reduce((sum, cell) => sum + measure(cell), 0);

/** One row for each key, most requests first. */
export function rowsBy(
  cells: readonly PatternCell[],
  keyOf: (cell: PatternCell) => string,
): readonly PatternRow[] {
  const all = totalOf(cells, ({ requests }) => requests);
  return [...Map.groupBy(cells, keyOf)]
    .map(([key, group]) => toRow(key, group, all))
    .sort((one, two) => two.requests - one.requests || one.key.localeCompare(two.key));
}

function toRow(key: string, cells: readonly PatternCell[], all: number): PatternRow {
  const requests = totalOf(cells, (cell) => cell.requests);
  const mean = (measure: (cell: PatternCell) => number) => totalOf(cells, measure) / requests;
  return {
    key,
    requests,
    share: requests / all,
    failedShare: mean(({ failed }) => failed),
    fallbackShare: mean(({ fallbacks }) => fallbacks),
    meanPromptTokens: mean(({ promptTokens }) => promptTokens),
    meanAnswerTokens: mean(({ answerTokens }) => answerTokens),
    meanLatencyMs: mean(({ latencyMs }) => latencyMs),
    costUsd: totalOf(cells, ({ costUsd }) => costUsd),
  };
}
