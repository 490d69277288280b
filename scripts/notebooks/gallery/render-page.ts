import { type Cell, codeCells, type Notebook } from "../document.ts";
import { type LabEntry, labFile } from "../lab-list.ts";
import { escapeText } from "./markup.ts";
import { PAGE_STYLE } from "./page-style.ts";
import { renderCode } from "./render-code.ts";
import { renderMarkdown } from "./render-markdown.ts";
import { renderOutput } from "./render-output.ts";
import { shareStyles } from "./share-styles.ts";

export interface GalleryLab {
  readonly entry: LabEntry;
  /** Executed. */
  readonly notebook: Notebook;
}

/** Said at the foot of every page: how its figures came about. */
export interface Origin {
  /** `2026-03-01` */
  readonly date: string;
  /** `v24.21.0` */
  readonly node: string;
}

/** `01-environment-setup.html` */
export function pageFile(lab: LabEntry): string {
  return labFile(lab).replace(/\.ipynb$/, ".html");
}

/** The first page: all labs, with what they take. */
export function renderIndex(labs: readonly GalleryLab[], origin: Origin): string {
  const items = labs.map(({ entry, notebook }) => {
    const exercises = `${entry.exercises.length} exercises`;
    const facts = [`${entry.minutes} minutes`, entry.track, `${codeCells(notebook).length} cells`, exercises];
    return `<li><a href="${pageFile(entry)}">${entry.number} · ${escapeText(entry.title)}</a><br><span class=quiet>${facts.map(escapeText).join(" · ")}</span></li>`;
  });
  const main = `<h1>The labs, executed</h1>
<p>Every lab of the workshop with what its cells showed. To work through them yourself, run the notebooks.</p>
<ul class=labs>
${items.join("\n")}
</ul>`;
  return renderShell({ title: "The labs, executed", nav: "", main, origin });
}

/** One lab, its neighbours linked. */
export function renderLabPage(labs: readonly GalleryLab[], index: number, origin: Origin): string {
  const lab = labs[index];
  if (!lab) throw new RangeError(`there is no lab at ${index}`);
  const nav = renderNavigation(labs[index - 1]?.entry, labs[index + 1]?.entry);
  const title = `${lab.entry.number} · ${lab.entry.title}`;
  const { markup, css } = shareStyles(lab.notebook.cells.map(renderCell).join("\n"));
  return renderShell({ title, nav, main: markup, origin, css });
}

function renderCell(cell: Cell): string {
  if (cell.cell_type === "markdown") return renderMarkdown(cell.source, cell.attachments).trimEnd();
  if (cell.cell_type === "raw") return `<pre>${escapeText(cell.source)}</pre>`;
  const outputs = cell.outputs.map(renderOutput).join("");
  return `<pre class=code tabindex=0>${renderCode(cell.source)}</pre>${outputs && `<div class=out>${outputs}</div>`}`;
}

function renderNavigation(before: LabEntry | undefined, after: LabEntry | undefined): string {
  const link = (lab: LabEntry, rel: string, text: string) =>
    `<a rel=${rel} class=${rel} href="${pageFile(lab)}">${text}</a>`;
  return [
    '<a href="index.html">All labs</a>',
    before ? link(before, "prev", `← ${before.number} ${escapeText(before.title)}`) : "",
    after ? link(after, "next", `${after.number} ${escapeText(after.title)} →`) : "",
  ].join("");
}

interface Shell {
  readonly title: string;
  readonly nav: string;
  readonly main: string;
  readonly origin: Origin;
  /** Rules of this page alone. */
  readonly css?: string;
}

/** No script runs and nothing is loaded, whatever a cell showed. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

function renderShell({ title, nav, main, origin, css = "" }: Shell): string {
  const navigation = (label: string) => (nav === "" ? "" : `<nav aria-label="${label}">${nav}</nav>\n`);
  return `<!doctype html>
<html lang=en>
<meta charset=utf-8>
<meta http-equiv=Content-Security-Policy content="${POLICY}">
<meta name=viewport content="width=device-width,initial-scale=1">
<title>${escapeText(title)}</title>
<style>
${PAGE_STYLE}
${css}
</style>
${navigation("Labs, top")}<main>
${main}
</main>
${navigation("Labs, bottom")}<footer>Executed on ${origin.date} by the notebooks' own kernel on Node ${origin.node}. Times are of that machine; each answer says whether it is live, local, recorded or simulated.</footer>
</html>
`;
}
