import { createRequire } from "node:module";
import type { MarkName } from "./marks.ts";

/** The little of an element of jsdom that a chart uses. */
export interface SvgElement {
  readonly outerHTML: string;
  setAttribute(name: string, value: string): void;
}

export type PlotLibrary = Readonly<Record<MarkName, (data: unknown, options: object) => unknown>> & {
  plot(options: object): SvgElement;
};

interface JsdomLibrary {
  JSDOM: new (markup: string) => { readonly window: { readonly document: object } };
}

export interface PlotStage {
  readonly library: PlotLibrary;
  readonly document: object;
}

let stage: PlotStage | undefined;

/**
 * Observable Plot and a document for it to draw in. Loaded on the first chart (half a second, mostly jsdom) and by
 * `require`, so that a chart is drawn in one synchronous call and can end a cell.
 */
export function openPlot(): PlotStage {
  if (stage) return stage;
  const require = createRequire(import.meta.url);
  const { JSDOM }: JsdomLibrary = require("jsdom");
  const library: PlotLibrary = require("@observablehq/plot");
  stage = { library, document: new JSDOM("").window.document };
  return stage;
}
