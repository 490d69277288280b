import { createHash } from "node:crypto";
import { z } from "zod";
import { NotebookError } from "./notebook-error.ts";

/** nbformat stores long text as a list of lines; in memory it is one string. */
const text = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(""))]);

const stream = z.object({
  output_type: z.literal("stream"),
  name: z.enum(["stdout", "stderr"]),
  text,
});
const display = z.object({
  output_type: z.enum(["display_data", "execute_result"]),
  data: z.record(z.string(), z.union([text, z.json()])),
});
const failure = z.object({
  output_type: z.literal("error"),
  ename: z.string(),
  evalue: z.string(),
  traceback: z.array(z.string()),
});
const output = z.discriminatedUnion("output_type", [stream, display, failure]);

const cell = z.object({
  cell_type: z.enum(["code", "markdown", "raw"]),
  id: z.string().optional(),
  source: text,
  metadata: z.object({ tags: z.array(z.string()).default([]), exercise: z.string().optional() }),
  attachments: z.record(z.string(), z.record(z.string(), text)).optional(),
  outputs: z.array(output).default([]),
  execution_count: z.int().nullable().default(null),
});

const notebook = z.object({ nbformat: z.literal(4), cells: z.array(cell) });

export type DisplayOutput = z.infer<typeof display>;
/** What a cell showed, in nbformat's own field names; long text joined. */
export type Output = z.infer<typeof output>;
/** A cell; of its metadata only `tags` and `exercise` are known here, anything else is an editor's. */
export type Cell = z.infer<typeof cell> & { readonly id: string };
export type Notebook = { readonly cells: readonly Cell[] };

/** The tag of a cell that is meant to throw; the name is Jupyter's own, so other runners know it too. */
const RAISES = "raises-exception";

/**
 * Reads nbformat 4.
 * @param name how messages call the file
 * @throws NotebookError that names the file and the place
 */
export function parseNotebook(content: string, name: string): Notebook {
  const parsed = notebook.safeParse(parseJson(content, name));
  if (parsed.success) return { cells: withIds(parsed.data.cells) };
  const issue = parsed.error.issues[0];
  const place = issue?.path.join(".") ?? "";
  throw new NotebookError(
    `${name} is not a notebook of nbformat 4: ${place ? `${place}: ` : ""}${issue?.message ?? "unknown form"}.`,
    "Open and save it in JupyterLab, or take the file from git again.",
  );
}

function parseJson(content: string, name: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replaceAll(/\s+/g, " ") : String(cause);
    throw new NotebookError(`${name} is not JSON: ${reason}.`, "Take the file from git again.", cause);
  }
}

const ID = /^[\w-]{1,64}$/;

/** Keeps each good id; a cell without one gets it from its source, so that the same file always gives the same ids. */
function withIds(cells: readonly z.infer<typeof cell>[]): Cell[] {
  const taken = new Set<string>();
  return cells.map((one) => {
    const id = one.id && ID.test(one.id) && !taken.has(one.id) ? one.id : freshId(one.source, taken);
    taken.add(id);
    return { ...one, id };
  });
}

function freshId(source: string, taken: ReadonlySet<string>): string {
  for (let round = 0; ; round++) {
    const id = createHash("sha256").update(`${round}:${source}`).digest("hex").slice(0, 8);
    if (!taken.has(id)) return id;
  }
}

/** The code cells in order; their numbers, from 1, are those that Jupyter shows after Run All. */
export function codeCells(document: Notebook): Cell[] {
  return document.cells.filter((one) => one.cell_type === "code");
}

export function raises(one: Cell): boolean {
  return one.metadata.tags.includes(RAISES);
}

/** The first line of code that says something, for messages. */
export function firstLine(source: string): string {
  const lines = source.split("\n").map((line) => line.trim());
  return lines.find((line) => line !== "" && !line.startsWith("//")) ?? lines[0] ?? "";
}

/** Without anything a run or an editor leaves behind. */
export function stripNotebook(document: Notebook): Notebook {
  return {
    cells: document.cells.map((one) => ({
      ...one,
      source: one.source.replaceAll("\r\n", "\n"),
      outputs: [],
      execution_count: null,
    })),
  };
}
