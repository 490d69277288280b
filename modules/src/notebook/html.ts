/** Markup that is safe to show: made by `html` from escaped parts, or by `trusted` from our own markup. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }

  toString(): string {
    return this.markup;
  }
}

export type HtmlPart = Html | string | number | undefined | readonly HtmlPart[];

/** Template tag: every part that is not `Html` is escaped, so no text of a model or a learner becomes markup. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(strings.reduce((markup, string, index) => markup + write(parts[index - 1]) + string));
}

/** Markup that came out of a renderer of ours, such as an SVG. Never for text from elsewhere. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

function write(part: HtmlPart): string {
  if (part === undefined) return "";
  if (part instanceof Html) return part.markup;
  if (typeof part === "string" || typeof part === "number") return escapeHtml(String(part));
  return part.map(write).join("");
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** What a console shows of our markup: words only, a line for each block and row, two spaces between cells. */
export function plainText(markup: string): string {
  return markup
    .replace(/\s+/g, " ")
    .replace(/<(svg|style)\b.*?<\/\1>/g, "")
    .replace(/<br>|<\/(?:div|tr|p|pre|caption|figcaption|summary|table)>/g, "\n")
    .replace(/<\/t[dh]>/g, "  ")
    .replace(/<[^>]*>/g, "")
    .replace(/&(amp|lt|gt|quot|#39);/g, (entity, name: string) => NAMED[name] ?? entity)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
}
