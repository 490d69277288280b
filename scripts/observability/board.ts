/** What a figure is counted in, by Grafana's name. */
export type Unit = "short" | "reqps" | "s" | "percentunit" | "currencyUSD" | "bytes" | "none";

/** How a panel shows its figures. */
export type PanelKind =
  | "stat"
  | "timeseries"
  | "bargauge"
  | "piechart"
  | "state-timeline"
  | "table"
  | "heatmap";

export interface Query {
  /** PromQL; `$model` and `$provenance` are the board's filters, `$__rate_interval` and `$__range` Grafana's. */
  readonly expr: string;
  /** `{{label}}` stands for a label's value. */
  readonly legend?: string;
}

export interface Panel {
  readonly title: string;
  /** What a reader should know to read it rightly. */
  readonly about: string;
  readonly kind: PanelKind;
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** Columns of 24. Default: 6 for a stat, else 12. */
  readonly width?: number;
  /** From here on up, yellow and red; from here on down when `red` lies below `yellow`. */
  readonly limits?: { readonly yellow: number; readonly red: number };
  /** The values' words: `0: "closed"`. */
  readonly words?: Readonly<Record<string, { readonly text: string; readonly color: Color }>>;
}

export type Color = "green" | "yellow" | "red";

/** Panels under a heading. */
export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

export interface Board {
  /** File name and address of the board. */
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly rows: readonly Row[];
}

/** All panels, from top to bottom. */
export const panelsOf = ({ rows }: Board): readonly Panel[] => rows.flatMap(({ panels }) => panels);
