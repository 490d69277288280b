import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Notebook, parseNotebook } from "../notebooks/document.ts";
import { type LabEntry, labFile } from "../notebooks/lab-list.ts";
import { writeNotebook } from "../notebooks/write-notebook.ts";

/** A code cell of a test: its source, or its source with tags or an exercise. */
export type TestCell =
  | string
  | { readonly source: string; readonly tags?: string[]; readonly exercise?: string };

export function makeNotebook(...cells: readonly TestCell[]): Notebook {
  const plain = cells.map((cell) => {
    const { source, tags = [], exercise = undefined } = typeof cell === "string" ? { source: cell } : cell;
    return { cell_type: "code", source, metadata: { tags, exercise }, outputs: [], execution_count: null };
  });
  return parseNotebook(JSON.stringify({ nbformat: 4, cells: plain }), "test");
}

export interface TempLab {
  readonly number: string;
  readonly exercises?: readonly string[];
  /** A notebook, or what stands in the file instead. */
  readonly content: Notebook | string;
}

export interface TempLabs {
  readonly folder: string;
  readonly entries: readonly LabEntry[];
}

/** A folder of labs as labs/ is one, gone with the test. */
export function makeLabs(...labs: readonly TempLab[]): TempLabs {
  const folder = mkdtempSync(join(tmpdir(), "labs-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const entries = labs.map(({ number, exercises = [] }) => ({
    number,
    slug: "trial",
    title: "Trial",
    minutes: 5,
    track: "test",
    needs: [],
    exercises: [...exercises],
  }));
  writeFileSync(join(folder, "labs.json"), JSON.stringify(entries));
  for (const [index, { content }] of labs.entries()) {
    const entry = entries[index];
    if (entry)
      writeFileSync(
        join(folder, labFile(entry)),
        typeof content === "string" ? content : writeNotebook(content),
      );
  }
  return { folder, entries };
}
