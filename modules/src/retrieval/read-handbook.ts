import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, sep } from "node:path";
import { z } from "zod";
import { paths } from "../config/paths.ts";
import { LabError } from "../core/errors.ts";
import { cutSection } from "./cut-section.ts";
import type { Passage } from "./passage.ts";
import { headingsAfter, type Section, splitMarkdown } from "./split-markdown.ts";

const MOST_BYTES = 4_000_000;

/**
 * The workshop's own texts as passages: the labs' Markdown cells and Markdown files, the guides of the modules and both
 * READMEs. `root` is the repository's folder.
 * @throws LabError DOCUMENT_UNREADABLE for a notebook that is none, or a file that is too large.
 */
export function readHandbook(root: string = paths.root): readonly Passage[] {
  const labs = namesIn(root, "labs").filter((name) => /\.(?:md|ipynb)$/.test(name));
  const guides = namesIn(root, join("modules", "docs"), true).filter((name) => name.endsWith(".md"));
  return [
    "README.md",
    "modules/README.md",
    ...labs.map((name) => `labs/${name}`),
    ...guides.map((name) => `modules/docs/${name}`),
  ].flatMap((document) => readDocument(root, document));
}

/** One Markdown file or notebook as passages. `document` is its path below `root`, with `/`. Throws as `readHandbook`. */
export function readDocument(root: string, document: string): readonly Passage[] {
  const text = readText(root, document);
  if (text === undefined) return [];
  return document.endsWith(".ipynb") ? notebookPassages(document, text) : markdownPassages(document, text);
}

function namesIn(root: string, folder: string, isDeep = false): readonly string[] {
  try {
    const names = readdirSync(join(root, folder), { recursive: isDeep, encoding: "utf8" });
    return names.map((name) => name.split(sep).join("/")).sort();
  } catch {
    return [];
  }
}

function readText(root: string, document: string): string | undefined {
  const file = join(root, document);
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) return undefined;
  if (found.size > MOST_BYTES)
    throw unreadable(document, `it has ${found.size} bytes, ${MOST_BYTES} are read`);
  return readFileSync(file, "utf8");
}

function markdownPassages(document: string, markdown: string): readonly Passage[] {
  const sections = splitMarkdown(markdown);
  return toPassages(
    document,
    sections.map((section) => ({ ...section, place: String(section.line) })),
  );
}

const notebookSchema = z.object({
  cells: z.array(
    z.object({
      cell_type: z.string(),
      id: z.string().optional(),
      source: z.union([z.string(), z.array(z.string()).transform((rows) => rows.join(""))]),
    }),
  ),
});

function notebookPassages(document: string, json: string): readonly Passage[] {
  let above: readonly string[] = [];
  const sections = parseNotebook(document, json).cells.flatMap(({ cell_type, id, source }, index) => {
    if (cell_type !== "markdown") return [];
    const inCell = splitMarkdown(source, above);
    above = headingsAfter(source, above);
    return inCell.map((section) => ({ ...section, place: id ?? String(index + 1) }));
  });
  return toPassages(document, sections);
}

function parseNotebook(document: string, json: string): z.infer<typeof notebookSchema> {
  try {
    return notebookSchema.parse(JSON.parse(json));
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : "it has no cells as a notebook has";
    throw unreadable(document, why, error);
  }
}

interface PlacedSection extends Section {
  readonly place: string;
}

/** The outermost heading is the title; an id is told apart by a number where one place has several passages. */
function toPassages(document: string, sections: readonly PlacedSection[]): readonly Passage[] {
  const title = sections.find(({ headings }) => headings.length > 0)?.headings[0] ?? basename(document);
  const uses = new Map<string, number>();
  return sections.flatMap(({ headings, place, text }) =>
    cutSection(text).map((part): Passage => {
      const use = (uses.get(place) ?? 0) + 1;
      uses.set(place, use);
      const id = `${document}#${place}${use === 1 ? "" : `.${use}`}`;
      const below = headings[0] === title ? headings.slice(1) : headings;
      return { id, document, title, headings: below, place, text: part };
    }),
  );
}

const unreadable = (document: string, why: string, cause?: unknown) =>
  new LabError(`${document} cannot be read: ${why}.`, {
    code: "DOCUMENT_UNREADABLE",
    hint: `Restore it with: git checkout ${document}`,
    cause,
  });
