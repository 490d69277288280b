import { stripVTControlCharacters } from "node:util";
import type { DisplayOutput, Output } from "../document.ts";
import { cleanHtml } from "./clean-html.ts";
import { escapeAttribute, escapeText } from "./markup.ts";
import { renderMarkdown } from "./render-markdown.ts";

/** What a cell showed, as a reader of the page sees it. */
export function renderOutput(output: Output): string {
  if (output.output_type === "stream") return renderText(output.text, output.name === "stderr");
  if (output.output_type === "error") return renderText(output.traceback.join("\n"), true);
  return renderDisplay(output.data);
}

const IMAGE = /^image\/(?:png|jpeg|gif|webp)$/;

/** The richest form that a static page can show. */
function renderDisplay(data: DisplayOutput["data"]): string {
  const form = (type: string): string | undefined => {
    const value = data[type];
    return typeof value === "string" ? value : undefined;
  };
  const markup = form("text/html") ?? form("image/svg+xml");
  if (markup !== undefined) return `<div class=shown>${cleanHtml(markup)}</div>`;
  const image = Object.keys(data).find((type) => IMAGE.test(type));
  if (image)
    return `<div class=shown><img alt="" src="data:${image};base64,${escapeAttribute(form(image)?.trim() ?? "")}"></div>`;
  const markdown = form("text/markdown");
  if (markdown !== undefined) return renderMarkdown(markdown);
  return renderText(form("text/plain") ?? form("text/latex") ?? `[${Object.keys(data).join(", ")}]`, false);
}

function renderText(text: string, isError: boolean): string {
  const shown = escapeText(stripVTControlCharacters(text).trimEnd());
  return shown === "" ? "" : `<pre tabindex=0${isError ? " class=error" : ""}>${shown}</pre>`;
}
