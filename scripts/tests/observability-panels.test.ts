import { expect, test } from "vitest";
import { type Board, panelsOf } from "../observability/board.ts";
import { boards } from "../observability/boards.ts";
import { hasProgram, type Prometheus, startPrometheus } from "./prometheus.ts";
import { runScript, startWorkshop } from "./scripted-run.ts";

const SCRAPES_MS = 2500;
const scraped = () => new Promise<void>((resolve) => setTimeout(resolve, SCRAPES_MS));

/** Zero is right for these when all is over and nothing has been wrong for long. */
const MAY_BE_ZERO = [
  "Requests that wait",
  "Wait for the ledger",
  "Telemetry on its way",
  "Under way",
  "Requests under way",
  "Open breakers",
  "Breakers",
  "Alerts",
];

test("every panel finds figures in what Prometheus read of 200 requests", {
  timeout: 120_000,
}, async (context) => {
  context.skip(!hasProgram("prometheus"), "skipped: prometheus missing");
  const server = await startWorkshop();
  const prometheus = await startPrometheus(new URL(server.metricsUrl ?? "").host);
  const statuses = await runScript(server, scraped);
  expect(Object.values(statuses).reduce((sum, count) => sum + count, 0)).toBe(200);
  expect(await prometheus.query("sum(agent_router_requests_total)")).toMatchObject([{ value: 200 }]);
  expect(await prometheus.query('sum(agent_router_requests_total{model="none"})')).toMatchObject([
    { value: statuses[404] },
  ]);
  const silent = await Promise.all(boards.flatMap((board) => silentQueries(board, prometheus)));
  expect(silent.flat()).toEqual([]);
});

/** Queries of a board that find no number, or only zeros where there must be more. */
function silentQueries(board: Board, prometheus: Prometheus): Promise<readonly string[]>[] {
  return panelsOf(board).flatMap(({ title, queries }) =>
    queries.map(async ({ expr }) => {
      const found = (await prometheus.query(filled(expr))).filter(({ value }) => Number.isFinite(value));
      const isFound =
        found.some(({ value }) => value > 0) || (found.length > 0 && MAY_BE_ZERO.includes(title));
      return isFound ? [] : [`${board.name}, ${title}: ${expr} gave ${JSON.stringify(found).slice(0, 200)}`];
    }),
  );
}

/** As Grafana fills in the filters of a board that was just opened. */
const filled = (expression: string) =>
  expression
    .replaceAll("$model", ".*")
    .replaceAll("$provenance", "simulated")
    .replaceAll("$__rate_interval", "30s")
    .replaceAll("$__range", "5m");
