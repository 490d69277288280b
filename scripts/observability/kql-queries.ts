/** How a query's rows are shown in a workbook, by Azure Monitor's name. */
export type Visualization = "linechart" | "barchart" | "table" | "piechart";

/** A file of `infra/observability/app-insights` and how the workbook shows what it finds. */
export interface KqlQuery {
  /** File name without its ending. */
  readonly name: string;
  readonly title: string;
  readonly visualization: Visualization;
  /** Percent of the workbook's width. */
  readonly width: number;
}

/** In the order of the workbook. */
export const kqlQueries: readonly KqlQuery[] = [
  { name: "requests-over-time", title: "Requests and failures", visualization: "linechart", width: 50 },
  { name: "latency-percentiles", title: "Milliseconds of a request", visualization: "linechart", width: 50 },
  { name: "answers-by-tier", title: "Who answered", visualization: "piechart", width: 50 },
  { name: "decisions", title: "Decisions", visualization: "table", width: 50 },
  { name: "calls-by-model", title: "Calls of models", visualization: "table", width: 50 },
  { name: "failed-calls", title: "Failed calls", visualization: "barchart", width: 50 },
  { name: "cost-by-tier", title: "Cost and what it would have been", visualization: "table", width: 50 },
  { name: "tokens-by-model", title: "Tokens", visualization: "table", width: 50 },
  { name: "detours", title: "Requests that took a detour", visualization: "table", width: 50 },
  { name: "slowest-requests", title: "Slowest requests", visualization: "table", width: 50 },
];
