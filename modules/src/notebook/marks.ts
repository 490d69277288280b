export type MarkName =
  | "areaY"
  | "barX"
  | "barY"
  | "dot"
  | "line"
  | "rectY"
  | "ruleX"
  | "ruleY"
  | "text"
  | "tickX";

/** What a chart reads from a row: the name of a field, or a function of the row. */
export type Channel<Row> =
  | (keyof Row & string)
  | ((row: Row, index: number) => string | number | boolean | Date | null | undefined);

/** Options of a mark, named and meant as in Observable Plot: https://observablehq.com/plot/features/marks */
export interface MarkOptions<Row> {
  readonly x?: Channel<Row> | number;
  readonly x1?: Channel<Row> | number;
  readonly x2?: Channel<Row> | number;
  readonly y?: Channel<Row> | number;
  readonly y1?: Channel<Row> | number;
  readonly y2?: Channel<Row> | number;
  readonly fx?: Channel<Row>;
  readonly fy?: Channel<Row>;
  /** A field, a function, or a CSS colour. Known words (local, cloud, live, right, ...) get their own colours. */
  readonly fill?: Channel<Row> | (string & {});
  readonly stroke?: Channel<Row> | (string & {});
  readonly symbol?: Channel<Row> | (string & {});
  readonly z?: Channel<Row> | null;
  /** Radius in pixels, or a field to be scaled. */
  readonly r?: Channel<Row> | number;
  readonly text?: Channel<Row>;
  /** Shown when the pointer rests on the mark. */
  readonly title?: Channel<Row>;
  readonly fillOpacity?: number;
  readonly strokeOpacity?: number;
  readonly strokeWidth?: number;
  readonly strokeDasharray?: string;
  readonly curve?: string;
  readonly dx?: number;
  readonly dy?: number;
  readonly textAnchor?: "start" | "middle" | "end";
  readonly lineAnchor?: "top" | "middle" | "bottom";
  readonly fontSize?: number;
  readonly fontWeight?: number | string;
  readonly inset?: number;
  readonly insetTop?: number;
  readonly insetBottom?: number;
  readonly insetLeft?: number;
  readonly insetRight?: number;
}

/** A mark as data; `chart` makes Plot's mark of it, so a lab needs neither Plot nor its types. */
export interface Mark {
  readonly mark: MarkName;
  readonly data: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** Makes a mark. The row type is known here, so a wrong field name is a type error in the cell. */
export type MarkMaker = <Row>(data: readonly Row[], options?: MarkOptions<Row>) => Mark;

const maker =
  (mark: MarkName): MarkMaker =>
  (data, options = {}) => ({ mark, data, options: { ...options } });

export const areaY: MarkMaker = maker("areaY");
export const barX: MarkMaker = maker("barX");
export const barY: MarkMaker = maker("barY");
export const dot: MarkMaker = maker("dot");
export const line: MarkMaker = maker("line");
export const rectY: MarkMaker = maker("rectY");
export const ruleX: MarkMaker = maker("ruleX");
export const ruleY: MarkMaker = maker("ruleY");
export const text: MarkMaker = maker("text");
export const tickX: MarkMaker = maker("tickX");
