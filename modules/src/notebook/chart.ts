import type { Provenance } from "../chat/provenance.ts";
import { provenanceBadge, provenanceMeaning } from "./badge.ts";
import { colourScale } from "./colour-scale.ts";
import { notebookOutput } from "./display.ts";
import { type Html, html, trusted } from "./html.ts";
import { leftMargin } from "./left-margin.ts";
import type { Mark } from "./marks.ts";
import type { Swatch } from "./palette.ts";
import { openPlot } from "./plot-library.ts";
import { FONT, QUIET, TEXT_COLOUR } from "./theme.ts";

/** Options of an axis and its scale, named and meant as in Observable Plot. */
export interface Scale {
  readonly label?: string | null;
  readonly type?: "linear" | "log" | "sqrt" | "symlog" | "point" | "band" | "utc" | "time";
  readonly domain?: readonly (string | number | Date)[];
  readonly range?: readonly (string | number)[];
  readonly grid?: boolean;
  readonly ticks?: number | readonly (string | number)[];
  readonly tickFormat?: string | ((value: never, index: number) => string) | null;
  readonly tickRotate?: number;
  readonly tickSize?: number;
  readonly axis?: "top" | "bottom" | "left" | "right" | "both" | null;
  readonly nice?: boolean;
  readonly zero?: boolean;
  readonly percent?: boolean;
  readonly reverse?: boolean;
  readonly padding?: number;
  readonly inset?: number;
}

export interface ColourScale extends Scale {
  /** Default: a legend when colours stand for words. */
  readonly legend?: boolean;
  readonly scheme?: string;
}

/** A chart: what it is called, what it says, and Plot's own options. */
export interface ChartOptions {
  readonly title: string;
  /** One sentence under the chart: what to see, or where the figures come from. */
  readonly caption?: string | undefined;
  /** Where all figures of this chart come from; shown as a badge beside the title. */
  readonly provenance?: Provenance | undefined;
  /** What a screen reader says instead of the drawing. Default: title and caption. */
  readonly ariaLabel?: string | undefined;
  readonly marks: readonly Mark[];
  /** Pixels. Default 640. */
  readonly width?: number;
  readonly height?: number;
  readonly marginTop?: number;
  readonly marginRight?: number;
  readonly marginBottom?: number;
  readonly marginLeft?: number;
  readonly grid?: boolean;
  readonly x?: Scale;
  readonly y?: Scale;
  readonly fx?: Scale;
  readonly fy?: Scale;
  readonly r?: Scale;
  readonly color?: ColourScale;
  readonly symbol?: Scale;
}

/** Draws a chart into the notebook. */
export function chart(options: ChartOptions): void {
  notebookOutput().html(renderChart(options));
}

/** The chart as markup: a figure with title, legend, SVG and caption, readable on light and dark pages. */
export function renderChart(options: ChartOptions): string {
  const { title, caption, provenance, ariaLabel, marks, ...rest } = options;
  const { library, document } = openPlot();
  const colours = colourScale(options);
  const svg = library.plot({
    marginLeft: leftMargin(marks),
    marginBottom: 38,
    width: 640,
    ...rest,
    ...(colours ? { color: { ...rest.color, ...colours.color, legend: false } } : {}),
    ...(colours && !rest.symbol ? { symbol: colours.symbol } : {}),
    document,
    style: { background: "transparent", color: "inherit", fontSize: "12px", overflow: "visible" },
    marks: marks.map(({ mark, data, options: given }) =>
      library[mark](data, { ...DEFAULTS[mark], ...given }),
    ),
  });
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", ariaLabel ?? spoken(options));
  const legend = rest.color?.legend === false ? undefined : colours;
  return figure(options, legend, svg.outerHTML).markup;
}

const DEFAULTS: Readonly<Partial<Record<Mark["mark"], object>>> = {
  line: { strokeWidth: 2 },
  ruleX: { strokeOpacity: 0.5 },
  ruleY: { strokeOpacity: 0.5 },
};

function spoken({ title, caption, provenance }: ChartOptions): string {
  const source = provenance ? `All figures: ${provenanceMeaning(provenance)}.` : undefined;
  return [`Chart: ${title}.`, source, caption].filter((part) => part !== undefined).join(" ");
}

interface Legend {
  readonly swatches: readonly Swatch[];
  readonly label?: string | undefined;
  readonly glyphs: "symbol" | "name";
}

function figure(options: ChartOptions, legend: Legend | undefined, svg: string): Html {
  const { title, caption, provenance } = options;
  const heading = html`<div style="font-weight:600;margin-bottom:4px">${title} ${provenance ? provenanceBadge(provenance) : ""}</div>`;
  const below = caption
    ? html`<figcaption style="${QUIET};max-width:640px;margin-top:2px">${caption}</figcaption>`
    : "";
  return html`<figure role="group" style="margin:8px 0;${FONT};color:${TEXT_COLOUR};background:transparent">${heading}${legend ? legendRow(legend) : ""}${trusted(svg)}${below}</figure>`;
}

function legendRow({ swatches, label, glyphs }: Legend): Html {
  const entries = swatches.map(({ word, colour, glyph, symbolGlyph }) => {
    const shown = glyphs === "symbol" ? symbolGlyph : glyph;
    return html`<span style="margin-right:14px;white-space:nowrap"><span aria-hidden="true" style="color:${colour};font-size:14px">${shown}</span> ${word}</span>`;
  });
  return html`<div style="margin-bottom:2px">${label ? html`<span style="${QUIET};margin-right:10px">${label}</span>` : ""}${entries}</div>`;
}
