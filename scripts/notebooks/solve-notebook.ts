import ts from "typescript";
import type { Cell, Notebook } from "./document.ts";
import { NotebookError } from "./notebook-error.ts";

/** How a lab is run: as the learner gets it, with an answer put into each exercise, or with a wrong one first and the right one after it. */
export type AnswerChoice = "given" | "solution" | "wrong" | "corrected";

/** Declarations that replace a starter's. */
export interface ExerciseAnswers {
  readonly solution: string;
  readonly wrong: string;
}

export type AnswerBook = (exerciseId: string) => ExerciseAnswers | undefined;

/**
 * The notebook with the chosen answer in every exercise cell.
 * @throws NotebookError when an exercise is not known or its cell does not end with its check
 */
export function solveNotebook(document: Notebook, choice: AnswerChoice, answers: AnswerBook): Notebook {
  if (choice === "given") return document;
  const tries = choice === "corrected" ? (["wrong", "solution"] as const) : [choice];
  return {
    cells: document.cells.flatMap((cell) =>
      isExercise(cell) ? tries.map((answer) => solveCell(cell, answer, answers)) : [cell],
    ),
  };
}

const isExercise = (cell: Cell) => cell.cell_type === "code" && cell.metadata.exercise !== undefined;

function solveCell(cell: Cell, choice: "solution" | "wrong", answers: AnswerBook): Cell {
  const id = cell.metadata.exercise ?? "";
  const declarations = answers(id)?.[choice];
  if (declarations === undefined)
    throw new NotebookError(
      `There is no exercise ${id}.`,
      "modules/src/exercises/registry.ts lists the known ones.",
    );
  const check = checkStatement(cell);
  if (!check) throw new NotebookError(`The cell of exercise ${id} does not end with ${id}.check(...).`);
  return { ...cell, source: `${declarations.trim()}\n${check}` };
}

/** The last statement of an exercise cell, `lab01.q1.check(route);`; undefined when it is none. */
export function checkStatement(cell: Cell): string | undefined {
  const parsed = ts.createSourceFile("cell.ts", cell.source, ts.ScriptTarget.ES2022);
  const text = parsed.statements.at(-1)?.getText(parsed);
  return text?.startsWith(`${cell.metadata.exercise}.check(`) ||
    text?.startsWith(`await ${cell.metadata.exercise}.check(`)
    ? text
    : undefined;
}
