import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { explainError } from "../../modules/src/core/errors.ts";
import { checkCellRules } from "./cell-rules.ts";
import { checkCellTypes } from "./cell-types.ts";
import { codeCells, type Notebook, parseNotebook, stripNotebook } from "./document.ts";
import { type LabEntry, labFile, labName, readLabList } from "./lab-list.ts";
import { type AnswerBook, solveNotebook } from "./solve-notebook.ts";
import { writeNotebook } from "./write-notebook.ts";

export interface CheckLabsOptions {
  readonly folder: string;
  /** Ids of the exercises that exist. */
  readonly exerciseIds: readonly string[];
  readonly answers: AnswerBook;
}

interface ReadLab {
  readonly entry: LabEntry | undefined;
  readonly name: string;
  readonly text: string;
  readonly notebook: Notebook;
}

/** Everything about the labs that can be told without a kernel; one line for each problem. */
export function checkLabs(options: CheckLabsOptions): string[] {
  const entries = readLabList(options.folder);
  const problems: string[] = [];
  const labs = notebookFiles(options.folder).flatMap((file): ReadLab[] => {
    const name = `labs/${file}`;
    const text = readFileSync(join(options.folder, file), "utf8");
    try {
      const entry = entries.find((one) => labFile(one) === file);
      return [{ entry, name, text, notebook: parseNotebook(text, name) }];
    } catch (error) {
      problems.push(explainError(error));
      return [];
    }
  });
  return [
    ...problems,
    ...checkList(entries, notebookFiles(options.folder), options.exerciseIds),
    ...labs.flatMap((lab) => checkForm(lab)),
    ...labs.flatMap((lab) => checkExercises(lab, options.exerciseIds)),
    ...labs.flatMap(({ name, notebook }) => checkCellRules(name, notebook)),
    ...checkTypes(labs, options.answers),
  ];
}

export function notebookFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".ipynb"))
    .sort();
}

function checkList(entries: readonly LabEntry[], files: readonly string[], ids: readonly string[]): string[] {
  const known = entries.map(labFile);
  const listed = new Set(entries.flatMap(({ exercises }) => exercises));
  return [
    ...entries
      .filter((lab) => !files.includes(labFile(lab)))
      .map((lab) => `${labName(lab)} is missing; labs/labs.json lists it.`),
    ...files.filter((file) => !known.includes(file)).map((file) => `labs/${file} is not in labs/labs.json.`),
    ...ids.filter((id) => !listed.has(id)).map((id) => `Exercise ${id} is in no lab of labs/labs.json.`),
  ];
}

function checkForm({ name, text, notebook }: ReadLab): string[] {
  if (writeNotebook(stripNotebook(notebook)) === text) return [];
  return [`${name} has outputs or editor metadata. Run: npm run labs:clean`];
}

function checkExercises({ entry, name, notebook }: ReadLab, ids: readonly string[]): string[] {
  const inCells = codeCells(notebook).flatMap(({ metadata }) => metadata.exercise ?? []);
  const listed = entry?.exercises ?? inCells;
  return [
    ...inCells
      .filter((id) => !listed.includes(id))
      .map((id) => `${name} has exercise ${id}, labs/labs.json does not list it.`),
    ...listed
      .filter((id) => !inCells.includes(id))
      .map((id) => `${name} has no cell for exercise ${id} of labs/labs.json.`),
    ...inCells
      .filter((id, index) => inCells.indexOf(id) !== index)
      .map((id) => `${name} has exercise ${id} twice.`),
    ...inCells
      .filter((id) => !ids.includes(id))
      .map((id) => `${name}: exercise ${id} is not in modules/src/exercises/registry.ts.`),
  ];
}

/** As given and solved; what a solution has wrong in common with the lab is told once. */
function checkTypes(labs: readonly ReadLab[], answers: AnswerBook): string[] {
  const given = labs.map(({ name, notebook }) => ({ name, notebook }));
  const solved = given.flatMap(({ name, notebook }) => {
    try {
      return [{ name: `${name} (solved)`, notebook: solveNotebook(notebook, "solution", answers) }];
    } catch {
      // An unknown exercise or a cell without its check: told by the other checks.
      return [];
    }
  });
  const problems = checkCellTypes([...given, ...solved]);
  return problems.filter(
    (problem) => !problem.includes(" (solved)") || !problems.includes(problem.replace(" (solved)", "")),
  );
}
