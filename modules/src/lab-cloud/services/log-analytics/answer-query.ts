import { z } from "zod";
import type { Clock } from "../../../core/index.ts";
import { KqlError } from "../../telemetry/kql/kql-error.ts";
import { runQuery } from "../../telemetry/kql/run-query.ts";
import { toWire } from "../../telemetry/kql/value.ts";
import type { Naming, TelemetryTables } from "../../telemetry/telemetry-tables.ts";
import { badArgument, badQuery } from "./query-refusal.ts";
import { readQuerySpan } from "./query-span.ts";

export interface QueryPlace {
  readonly tables: TelemetryTables;
  readonly clock: Clock;
  /** Of the place that is asked. Default: a workspace. */
  readonly naming?: Naming;
}

const order = z.object({
  query: z.string(),
  timespan: z.string().nullish(),
  workspaces: z.array(z.string()).nullish(),
});

/** Rows in one answer. */
const MOST_ROWS = 30_000;

/**
 * Answers the body of a query.
 * @param prefer the `Prefer` header: `include-statistics=true,include-render=true`
 * @throws AzureRefusal (400) that says where the query is wrong
 */
export function answerQuery(body: unknown, prefer: string, { tables, clock, naming }: QueryPlace): object {
  const read = order.safeParse(body);
  if (!read.success)
    throw badArgument("The body is a JSON object with a text 'query', and perhaps a text 'timespan'.");
  const { query, timespan } = read.data;
  const span = readQuerySpan(timespan, clock.now());
  if (!span)
    throw badArgument(`The timespan '${timespan?.slice(0, 80)}' is no ISO 8601 duration or interval.`);
  const started = clock.elapsed();
  const { columns, rows, visualization } = runOrRefuse(query, () =>
    runQuery(query, tables.during(span, naming), clock.now()),
  );
  const sent = rows.slice(0, MOST_ROWS);
  const wire = sent.map((row) => row.map((value, index) => toWire(value, columns[index]?.type ?? "dynamic")));
  const seconds = (clock.elapsed() - started) / 1000;
  return {
    tables: [{ name: "PrimaryResult", columns, rows: wire }],
    ...(prefer.includes("include-statistics=true") && {
      statistics: {
        query: { executionTime: seconds, datasetStatistics: [{ tableRowCount: sent.length }] },
      },
    }),
    ...(prefer.includes("include-render=true") && visualization && { render: { visualization } }),
    ...(rows.length > sent.length && { error: tooManyRows(rows.length) }),
  };
}

function runOrRefuse<T>(query: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof KqlError) throw badQuery(error, query);
    throw error;
  }
}

const tooManyRows = (rows: number) => ({
  code: "PartialError",
  message: `The query has ${rows} rows; the first ${MOST_ROWS} were sent. Narrow it, or summarize.`,
});
