import type { Board, Panel, PanelKind, Row } from "./board.ts";

const DATASOURCE = { type: "prometheus", uid: "prometheus" } as const;
const COLUMNS = 24;
const STAT_HEIGHT = 4;
const HEIGHT = 8;

/** A board as Grafana's provisioning reads it. */
export function grafanaBoard(board: Board): object {
  return {
    uid: `router-${board.name}`,
    title: board.title,
    description: board.about,
    tags: ["hybrid-router"],
    schemaVersion: 41,
    version: 1,
    editable: false,
    graphTooltip: 1,
    refresh: "10s",
    time: { from: "now-1h", to: "now" },
    timezone: "browser",
    templating: { list: VARIABLES },
    annotations: { list: [ALERTS] },
    links: [
      {
        type: "dashboards",
        title: "Hybrid router",
        tags: ["hybrid-router"],
        keepTime: true,
        includeVars: true,
      },
    ],
    panels: placed(board.rows),
  };
}

/** Figures of one provenance only: what a lab cloud wrote in no time is not averaged with what a cloud answered. */
const VARIABLES = [
  {
    name: "provenance",
    label: "Provenance",
    type: "query",
    datasource: DATASOURCE,
    query: {
      query: "label_values(gen_ai_client_operation_duration_seconds_count, hybrid_provenance)",
      refId: "provenance",
    },
    refresh: 2,
    sort: 1,
    multi: false,
    includeAll: false,
  },
  {
    name: "model",
    label: "Model",
    type: "query",
    datasource: DATASOURCE,
    query: { query: "label_values(agent_router_model_health, model)", refId: "model" },
    refresh: 2,
    sort: 1,
    multi: true,
    includeAll: true,
    allValue: ".*",
    current: { text: "All", value: "$__all" },
  },
] as const;

/** Metric and label that each filter of a board takes its values from. */
export const boardVariables = VARIABLES.map(({ query: { query } }) => {
  const [, metric = "", label = ""] = /^label_values\((\w+), (\w+)\)$/.exec(query) ?? [];
  return { metric, label };
});

const ALERTS = {
  name: "Alerts",
  enable: true,
  iconColor: "red",
  datasource: DATASOURCE,
  expr: 'ALERTS{alertstate="firing"}',
  titleFormat: "{{alertname}}",
} as const;

/** Panels from left to right, as many beside each other as fit. */
function placed(rows: readonly Row[]): object[] {
  const found: object[] = [];
  let y = 0;
  for (const { title, panels } of rows) {
    found.push({
      id: found.length + 1,
      type: "row",
      title,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y, w: COLUMNS, h: 1 },
    });
    y += 1;
    let [x, tallest] = [0, 0];
    for (const panel of panels) {
      const [w, h] = [widthOf(panel), heightOf(panel)];
      if (x + w > COLUMNS) [x, y, tallest] = [0, y + tallest, 0];
      found.push({ id: found.length + 1, ...grafanaPanel(panel), gridPos: { x, y, w, h } });
      [x, tallest] = [x + w, Math.max(tallest, h)];
    }
    y += tallest;
  }
  return found;
}

const widthOf = ({ kind, width }: Panel) => width ?? (kind === "stat" ? 6 : 12);
const heightOf = ({ kind }: Panel) => (kind === "stat" ? STAT_HEIGHT : HEIGHT);

/** These show one moment; the others show time. */
const AT_ONE_TIME: readonly PanelKind[] = ["bargauge", "piechart", "table"];

function grafanaPanel(panel: Panel): object {
  const { title, about, kind, queries } = panel;
  const isInstant = AT_ONE_TIME.includes(kind);
  return {
    type: kind,
    title,
    description: about,
    datasource: DATASOURCE,
    targets: queries.map(({ expr, legend }, place) => ({
      refId: String.fromCharCode(65 + place),
      datasource: DATASOURCE,
      expr,
      legendFormat: legend ?? "__auto",
      instant: isInstant,
      range: !isInstant,
      ...(kind === "heatmap" && { format: "heatmap" }),
      ...(kind === "table" && { format: "table" }),
    })),
    fieldConfig: { defaults: fieldOf(panel), overrides: [] },
    options: OPTIONS[kind],
    ...(kind === "table" && {
      transformations: [{ id: "organize", options: { excludeByName: { Time: true } } }],
    }),
  };
}

function fieldOf({ unit, limits, words, kind }: Panel): object {
  return {
    unit,
    color: { mode: limits ? "thresholds" : "palette-classic" },
    ...(limits && { thresholds: { mode: "absolute", steps: stepsOf(limits) } }),
    ...(words && {
      mappings: [
        {
          type: "value",
          options: Object.fromEntries(
            Object.entries(words).map(([value, { text, color }], index) => [value, { text, color, index }]),
          ),
        },
      ],
    }),
    ...(kind === "timeseries" && { custom: { lineWidth: 2, fillOpacity: 10, showPoints: "never" }, min: 0 }),
  };
}

function stepsOf({ yellow, red }: NonNullable<Panel["limits"]>): object[] {
  if (red >= yellow)
    return [
      { value: null, color: "green" },
      { value: yellow, color: "yellow" },
      { value: red, color: "red" },
    ];
  return [
    { value: null, color: "red" },
    { value: red, color: "yellow" },
    { value: yellow, color: "green" },
  ];
}

const LAST = { calcs: ["lastNotNull"], fields: "", values: false } as const;

const OPTIONS: Readonly<Record<PanelKind, object>> = {
  stat: { reduceOptions: LAST, graphMode: "area", colorMode: "value", textMode: "auto" },
  timeseries: {
    legend: { displayMode: "list", placement: "bottom" },
    tooltip: { mode: "multi", sort: "desc" },
  },
  bargauge: { reduceOptions: LAST, orientation: "horizontal", displayMode: "basic", showUnfilled: true },
  piechart: {
    reduceOptions: LAST,
    pieType: "donut",
    legend: { displayMode: "table", placement: "right", values: ["percent"] },
  },
  "state-timeline": {
    showValue: "never",
    mergeValues: true,
    legend: { displayMode: "list", placement: "bottom" },
  },
  table: { showHeader: true },
  heatmap: { calculate: false, yAxis: { unit: "s" }, cellGap: 1, color: { mode: "scheme", scheme: "Blues" } },
};
