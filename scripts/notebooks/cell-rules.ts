import ts from "typescript";
import { type Cell, codeCells, type Notebook } from "./document.ts";
import { checkStatement } from "./solve-notebook.ts";

/** A cell is read on a projector and typed along; longer code belongs into modules. */
const MOST_LINES = 25;

/** One line for each way in which a notebook's cells are not written as a lab's must be. */
export function checkCellRules(name: string, notebook: Notebook): string[] {
  return codeCells(notebook).flatMap((cell, index) =>
    problemsOf(cell).map(({ line, message }) => {
      const place = line === undefined ? "" : ` line ${line}`;
      return `${name} cell ${index + 1}${place}: ${message}`;
    }),
  );
}

interface CellProblem {
  readonly line?: number;
  readonly message: string;
}

function problemsOf(cell: Cell): CellProblem[] {
  const lines = cell.source.split("\n").filter((line) => line.trim() !== "").length;
  if (lines === 0) return [{ message: "is empty. Delete it." }];
  const parsed = ts.createSourceFile("cell.ts", cell.source, ts.ScriptTarget.ES2022, true);
  return [
    ...(lines > MOST_LINES
      ? [
          {
            message: `has ${lines} lines of code; ${MOST_LINES} is the most. Split it, or move code to modules.`,
          },
        ]
      : []),
    ...(cell.metadata.exercise !== undefined && !checkStatement(cell)
      ? [{ message: `must end with ${cell.metadata.exercise}.check(...).` }]
      : []),
    ...imports(parsed)
      .filter(({ from }) => !mayImport(from))
      .map(refuseImport),
    ...bareForAwait(parsed),
  ];
}

interface Import {
  readonly from: string;
  readonly line: number;
}

function imports(parsed: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const visit = (node: ts.Node) => {
    const source = importedFrom(node);
    if (source && ts.isStringLiteral(source)) found.push({ from: source.text, line: lineOf(parsed, source) });
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return found;
}

function importedFrom(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (!ts.isCallExpression(node)) return undefined;
  const loads =
    node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === "require";
  return loads ? node.arguments[0] : undefined;
}

const OWN = "@hybrid-router/modules";
const PACKAGE_ROOT = /^(?:@[\w.-]+\/)?[\w.-]+$/;
const OWN_ROOM = new RegExp(`^${OWN}/[a-z-]+$`);

function mayImport(from: string): boolean {
  if (from.startsWith(".")) return false;
  return from.startsWith("node:") || PACKAGE_ROOT.test(from) || OWN_ROOM.test(from);
}

function refuseImport({ from, line }: Import): CellProblem {
  const how = from.startsWith(OWN) ? `${OWN}/ROOM` : "the package's root";
  return {
    line,
    message: `imports "${from}". Import from ${how} only: the kernel resolves nothing else everywhere.`,
  };
}

/** The kernel makes a cell asynchronous for an `await`, but overlooks that of a `for await`. */
function bareForAwait(parsed: ts.SourceFile): CellProblem[] {
  const found: CellProblem[] = [];
  let awaits = false;
  const visit = (node: ts.Node) => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isAwaitExpression(node)) awaits = true;
    if (ts.isForOfStatement(node) && node.awaitModifier)
      found.push({
        line: lineOf(parsed, node),
        message:
          "has a for await as its only await at top level, a syntax error in the kernel. Put it into an async function.",
      });
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return awaits ? [] : found;
}

function lineOf(parsed: ts.SourceFile, node: ts.Node): number {
  return parsed.getLineAndCharacterOfPosition(node.getStart(parsed)).line + 1;
}
