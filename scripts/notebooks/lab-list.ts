import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Notebook, parseNotebook } from "./document.ts";
import { NotebookError } from "./notebook-error.ts";

const entry = z.strictObject({
  number: z.string().regex(/^\d{2}$/, "must be two digits"),
  slug: z.string().regex(/^[a-z0-9-]+$/, "must be small letters, digits and hyphens"),
  title: z.string().min(1),
  minutes: z.int().positive(),
  track: z.string().min(1),
  needs: z.array(z.string()),
  /** false for a lab that sends nothing to a cloud: cloud settings cannot keep it from running. */
  asksCloud: z.boolean().optional(),
  exercises: z.array(z.string()),
});

/** One line of labs.json, the table of labs that everything else derives from. */
export type LabEntry = Readonly<z.infer<typeof entry>>;

/**
 * The labs in order.
 * @param folder where labs.json and the notebooks lie
 * @throws NotebookError that names the entry and the field
 */
export function readLabList(folder: string): readonly LabEntry[] {
  const file = join(folder, "labs.json");
  if (!existsSync(file)) throw new NotebookError("labs/labs.json is missing.", "Take it from git again.");
  const parsed = z.array(entry).safeParse(parseList(readFileSync(file, "utf8")));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new NotebookError(`labs/labs.json, entry ${issue?.path.join(".")}: ${issue?.message}.`);
  }
  const twice = parsed.data.find(
    (lab, index) => parsed.data.findIndex((one) => one.number === lab.number) < index,
  );
  if (twice) throw new NotebookError(`labs/labs.json lists lab ${twice.number} twice.`);
  return parsed.data.toSorted((one, other) => one.number.localeCompare(other.number));
}

function parseList(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new NotebookError(`labs/labs.json is not JSON: ${String(cause)}.`, undefined, cause);
  }
}

/** `01-environment-setup.ipynb` */
export function labFile(lab: LabEntry): string {
  return `${lab.number}-${lab.slug}.ipynb`;
}

/** How messages call a lab's file, wherever it was read from. */
export function labName(lab: LabEntry): string {
  return `labs/${labFile(lab)}`;
}

export function readLab(folder: string, lab: LabEntry): Notebook {
  const file = join(folder, labFile(lab));
  if (!existsSync(file))
    throw new NotebookError(
      `${labName(lab)} is missing.`,
      "labs/labs.json lists it; add the notebook or drop the line.",
    );
  return parseNotebook(readFileSync(file, "utf8"), labName(lab));
}

/**
 * The labs that were asked for; all when none was.
 * @param numbers as typed: `01`, or `1`
 * @throws NotebookError that names the known numbers
 */
export function chooseLabs(labs: readonly LabEntry[], numbers: readonly string[]): readonly LabEntry[] {
  if (numbers.length === 0) return labs;
  const wanted = numbers.map((number) => number.padStart(2, "0"));
  const unknown = numbers.filter((_, index) => !labs.some((lab) => lab.number === wanted[index]));
  if (unknown.length > 0)
    throw new NotebookError(
      `There is no lab ${unknown.join(", ")}.`,
      `Known labs: ${labs.map((lab) => lab.number).join(", ")}.`,
    );
  return labs.filter((lab) => wanted.includes(lab.number));
}
