import { isProvenance } from "../chat/provenance.ts";
import { provenanceBadge } from "./badge.ts";
import { checkRows } from "./check-rows.ts";
import { notebookOutput } from "./display.ts";
import { formatNumber, formatValue, numberFormat, shorten, wordsOf } from "./format-value.ts";
import { type Html, html } from "./html.ts";
import { FONT, HAIRLINE, QUIET, TEXT_COLOUR } from "./theme.ts";

export type Alignment = "left" | "right" | "center";

/** How one field of the rows is shown. */
export type Column<Row> = {
  [Key in keyof Row & string]: {
    readonly key: Key;
    /** Default: the field's name in words. */
    readonly header?: string;
    /** Shown under the header: `ms`, `tokens/s`. */
    readonly unit?: string;
    /** Default: right for numbers, else left. */
    readonly align?: Alignment;
    /** Text for a value; escaped like all text. */
    readonly format?: (value: Row[Key], row: Row) => string | number;
  };
}[keyof Row & string];

export interface TableOptions<Row> {
  readonly caption?: string | undefined;
  /** Fields to show, in this order. Default: every field of the first rows. */
  readonly columns?: readonly (Column<Row> | (keyof Row & string))[];
  /** Rows shown before "and N more". Default 20. */
  readonly limit?: number;
}

/** Draws rows as a table. */
export function table<Row extends object>(rows: readonly Row[], options: TableOptions<Row> = {}): void {
  notebookOutput().html(renderTable(rows, options));
}

export function renderTable<Row extends object>(
  rows: readonly Row[],
  options: TableOptions<Row> = {},
): string {
  checkRows(rows, "table");
  const limit = Math.max(0, Math.floor(options.limit ?? 20));
  const shown = rows.slice(0, limit);
  const columns = (options.columns ?? keysOf(shown)).map((column) => readColumn(column, shown));
  const more = rows.length - shown.length;
  const caption = options.caption
    ? html`<caption style="caption-side:top;text-align:left;font-weight:600;padding:0 0 4px;color:inherit">${options.caption}</caption>`
    : undefined;
  const note = rows.length === 0 ? "no rows" : `and ${formatNumber(more)} more`;
  const foot =
    rows.length === 0 || more > 0
      ? html`<tr style="background:none"><td colspan="${Math.max(1, columns.length)}" style="text-align:left;padding:4px 10px;${QUIET}">${note}</td></tr>`
      : undefined;
  return html`<table style="${TABLE}">${caption}<thead><tr style="background:none;border-bottom:${HAIRLINE}">${columns.map(headerCell)}</tr></thead><tbody>${shown.map((row) => html`<tr style="background:none">${columns.map((column) => cell(column, row))}</tr>`)}${foot}</tbody></table>`
    .markup;
}

const TABLE = `${FONT};color:${TEXT_COLOUR};border-collapse:collapse;margin:8px 0;background:none`;

interface ReadColumn<Row> {
  readonly header: string;
  readonly unit: string | undefined;
  readonly align: Alignment;
  show(row: Row): Html | string;
}

function readColumn<Row extends object>(
  column: Column<Row> | (keyof Row & string),
  rows: readonly Row[],
): ReadColumn<Row> {
  const { key, header, unit, align, format }: Column<Row> =
    typeof column === "string" ? { key: column } : column;
  const numbers = rows.map((row) => row[key]).filter((value) => typeof value === "number");
  const figures = numberFormat(numbers);
  return {
    header: header ?? wordsOf(key),
    unit,
    align: align ?? (numbers.length > 0 ? "right" : "left"),
    show: (row) => {
      const value = row[key];
      if (format) return shorten(String(format(value, row)), LONGEST_TEXT);
      if (key === "provenance" && isProvenance(value)) return provenanceBadge(value);
      if (typeof value === "number") return figures(value);
      return shorten(formatValue(value), LONGEST_TEXT);
    },
  };
}

const LONGEST_TEXT = 300;

function headerCell<Row>({ header, unit, align }: ReadColumn<Row>): Html {
  const below = unit ? html`<div style="font-weight:400;${QUIET}">${unit}</div>` : undefined;
  return html`<th scope="col" style="text-align:${align};padding:4px 10px;vertical-align:bottom;font-weight:600;color:inherit">${header}${below}</th>`;
}

function cell<Row>(column: ReadColumn<Row>, row: Row): Html {
  const figures = column.align === "right" ? ";font-variant-numeric:tabular-nums;white-space:nowrap" : "";
  const style = `text-align:${column.align};padding:3px 10px;vertical-align:top;max-width:420px;overflow-wrap:anywhere;border-bottom:${HAIRLINE}${figures}`;
  return html`<td style="${style}">${column.show(row)}</td>`;
}

/** Every field of the rows in the order in which they first appear. */
function keysOf<Row extends object>(rows: readonly Row[]): (keyof Row & string)[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return [...names].filter((name): name is keyof Row & string => rows.some((row) => name in row));
}
