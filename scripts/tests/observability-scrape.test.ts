import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { panelsOf } from "../observability/board.ts";
import { boards } from "../observability/boards.ts";
import { boardVariables } from "../observability/grafana-board.ts";
import { prometheusFolder } from "./prometheus.ts";
import { namesIn, rulesIn } from "./promql-names.ts";
import { breakOff, runScript, startWorkshop } from "./scripted-run.ts";

const rulesOf = (file: string) => rulesIn(readFileSync(join(prometheusFolder, "rules", file), "utf8"));

/** Each query that somebody looks at, with where it stands. */
const queries = [
  ...boards.flatMap((board) =>
    panelsOf(board).flatMap(({ title, queries }) =>
      queries.map(({ expr, legend = "" }) => ({ at: `${board.name}, ${title}`, expr, legend })),
    ),
  ),
  ...["recording.yml", "alerts.yml"].flatMap((file) =>
    rulesOf(file).map(({ name, expr }) => ({ at: name, expr, legend: "" })),
  ),
];
const recorded = new Set(rulesOf("recording.yml").map(({ name }) => name));

type Scrape = ReadonlyMap<string, readonly ReadonlyMap<string, string>[]>;

/** Names of series with the labels that say something. */
function readScrape(text: string): Scrape {
  const found = new Map<string, ReadonlyMap<string, string>[]>();
  for (const [, name = "", labels = ""] of text.matchAll(/^([a-z_][\w:]*)(?:\{(.*)\})? \S+$/gm)) {
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)]
      .map(([, label = "", value = ""]) => [label, value] as const)
      .filter(([, value]) => value !== "");
    found.set(name, [...(found.get(name) ?? []), new Map(pairs)]);
  }
  return found;
}

test("queries are read whole", () => {
  expect(queries.length).toBeGreaterThan(60);
  expect(queries.filter(({ expr }) => expr.trim() === "")).toEqual([]);
  expect(
    namesIn(
      'sum by (le, model) (rate(agent_router_latency_seconds_bucket{model=~"$model",status="cut"}[5m])) > on () router:x:y',
    ),
  ).toEqual({
    metrics: ["agent_router_latency_seconds_bucket", "router:x:y"],
    labels: [
      { metric: "agent_router_latency_seconds_bucket", label: "model" },
      { metric: "agent_router_latency_seconds_bucket", label: "status", value: "cut" },
      { metric: "agent_router_latency_seconds_bucket", label: "model" },
    ],
  });
});

test("after 200 requests the metrics port has every name, label and value that a panel, rule or alert asks for", {
  timeout: 120_000,
}, async () => {
  const server = await startWorkshop();
  await runScript(server, async () => {});
  await breakOff(server);
  const scrape = readScrape(await (await fetch(server.metricsUrl ?? "")).text());
  const missing = queries.flatMap(({ at, expr }) => {
    const { metrics, labels } = namesIn(expr);
    return [
      ...metrics.filter((name) => !recorded.has(name) && !scrape.has(name)),
      ...labels
        .filter(({ metric }) => !recorded.has(metric))
        .filter(({ metric, label, value }) => !hasLabel(scrape, metric, label, value))
        .map(({ metric, label, value }) => `${metric}{${label}${value === undefined ? "" : `="${value}"`}}`),
    ].map((name) => `${at}: ${name}`);
  });
  expect(missing).toEqual([]);
  expect(boardVariables.filter(({ metric, label }) => !hasLabel(scrape, metric, label))).toEqual([]);
  // Each metric once: two sources of one name would be added up.
  const text = await (await fetch(server.metricsUrl ?? "")).text();
  const types = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
  expect(types.filter((name, at) => types.indexOf(name) !== at)).toEqual([]);
});

const hasLabel = (scrape: Scrape, metric: string, label: string, value?: string): boolean =>
  (scrape.get(metric) ?? []).some((labels) =>
    value === undefined ? labels.has(label) : labels.get(label) === value,
  );

test("a legend names only labels that its query leaves", () => {
  const wrong = queries.flatMap(({ at, expr, legend }) =>
    [...legend.matchAll(/\{\{(\w+)\}\}/g)]
      .filter(([, label = ""]) => !keptLabels(expr).has(label))
      .map(([, label]) => `${at}: ${label}`),
  );
  expect(wrong).toEqual([]);
});

/** Labels that an expression groups by; of a recorded one, those of its rule. */
function keptLabels(expr: string): ReadonlySet<string> {
  const rule = rulesOf("recording.yml").find(({ name }) => expr.startsWith(name));
  const text = rule?.expr ?? expr;
  return new Set(
    [...text.matchAll(/\bby\s*\(([^)]*)\)/g)].flatMap(([, names = ""]) =>
      names.split(",").map((name) => name.trim()),
    ),
  );
}
