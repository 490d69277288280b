import { type Html, type HtmlPart, html } from "./html.ts";
import { type PaletteName, palette } from "./palette.ts";

/** Text takes the front end's own colour: JupyterLab's, VS Code's, or that of the page around it. */
export const TEXT_COLOUR = "var(--jp-content-font-color1,var(--vscode-editor-foreground,currentColor))";

export const FONT = "font-family:system-ui,sans-serif;font-size:13px;line-height:1.5";

/** A line that separates without shouting, on any background. */
export const HAIRLINE = "1px solid color-mix(in srgb,currentColor 22%,transparent)";

/** Quieter text that still reaches 4.5 : 1 where the page's own text is black or white. */
export const QUIET = "opacity:.8";

export const MONO = "font-family:ui-monospace,Menlo,Consolas,monospace";

export interface BoxOptions {
  readonly colour: PaletteName;
  /** More attributes, already safe: `html` made them. */
  readonly attributes?: Html;
}

/** A calm box: a coloured edge, a tint of that colour, text in the page's own colour. */
export function box(options: BoxOptions, content: HtmlPart): Html {
  const colour = palette[options.colour];
  const style =
    `${FONT};color:${TEXT_COLOUR};margin:6px 0;padding:8px 14px;max-width:760px;border-radius:4px;` +
    `border-left:4px solid ${colour};background:color-mix(in srgb,${colour} 9%,transparent)`;
  return html`<div ${options.attributes} style="${style}">${content}</div>`;
}
