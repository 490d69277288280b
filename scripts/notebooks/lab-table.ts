import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { paths } from "../../modules/src/config/paths.ts";
import type { LabEntry } from "./lab-list.ts";
import { NotebookError } from "./notebook-error.ts";

const BEGIN = "<!-- labs:begin -->";
const END = "<!-- labs:end -->";

/** A page that shows the table of labs between two marks. */
export interface TablePage {
  readonly path: string;
  /** Where the notebooks lie, seen from that page: `labs/`, or empty. */
  readonly base: string;
}

const tablePages: readonly TablePage[] = [
  { path: join(paths.root, "README.md"), base: "labs/" },
  { path: join(paths.labs, "README.md"), base: "" },
];

/** The labs as a Markdown table. */
export function renderLabTable(labs: readonly LabEntry[], base: string): string {
  const rows = labs.map(({ number, title, minutes, track, needs, exercises, slug }) => {
    const link = `[${escapeCell(title)}](${base}${number}-${slug}.ipynb)`;
    return `| ${number} | ${link} | ${minutes} | ${escapeCell(track)} | ${exercises.length} | ${needs.map(escapeCell).join(", ") || "-"} |`;
  });
  return ["| | Lab | Minutes | Track | Exercises | Needs |", "|---|---|---|---|---|---|", ...rows].join("\n");
}

const escapeCell = (text: string): string => text.replaceAll("|", "\\|");

/**
 * Puts the table into the pages.
 * @returns the pages whose table was out of step, `README.md` or `labs/README.md`
 * @throws NotebookError when a page or its marks are missing
 */
export function updateLabTables(
  labs: readonly LabEntry[],
  { pages = tablePages, write }: { readonly pages?: readonly TablePage[]; readonly write: boolean },
): string[] {
  return pages.flatMap(({ path, base }) => {
    const name = `${base === "" ? "labs/" : ""}${basename(path)}`;
    const before = existsSync(path) ? readFileSync(path, "utf8") : "";
    const after = replaceTable(before, name, renderLabTable(labs, base));
    if (after === before) return [];
    if (write) writeFileSync(path, after);
    return [name];
  });
}

function replaceTable(page: string, name: string, table: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END, begin);
  if (begin < 0 || end < 0)
    throw new NotebookError(`${name} has no ${BEGIN} and ${END}.`, "The table of labs goes between them.");
  return `${page.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${page.slice(end)}`;
}
