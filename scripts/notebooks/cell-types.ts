import { join } from "node:path";
import ts from "typescript";
import { paths } from "../../modules/src/config/paths.ts";
import { codeCells, type Notebook, raises } from "./document.ts";

export interface CheckedNotebook {
  /** How messages call it. */
  readonly name: string;
  readonly notebook: Notebook;
}

/** What a cell may use is what the kernel's own TypeScript 5.0 knows: ES2022. Strictness is ours, the kernel has none. */
const OPTIONS: ts.CompilerOptions = {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  types: ["node"],
  skipLibCheck: true,
  noEmit: true,
};

/**
 * Type-checks notebooks strictly, all cells of one together as they share their declarations. Cells that are meant to
 * throw are left out, as the kernel forgets what they declare. Imports are resolved from the folder labs.
 * @returns one line for each error: `labs/02-local-models.ipynb cell 2 line 2: Cannot find name 'querie'. ...`
 */
export function checkCellTypes(notebooks: readonly CheckedNotebook[]): string[] {
  const sources = new Map(
    notebooks.map((one, index) => [
      ts.sys.resolvePath(join(paths.labs, `${index}.notebook.ts`)),
      { name: one.name, joined: joinCells(one.notebook) },
    ]),
  );
  const host = hostWith(new Map([...sources].map(([path, { joined }]) => [path, joined.text])));
  const program = ts.createProgram([...sources.keys()], OPTIONS, host);
  return [...sources].flatMap(([path, { name, joined }]) => {
    const file = program.getSourceFile(path);
    return ts.getPreEmitDiagnostics(program, file).map((diagnostic) => describe(diagnostic, name, joined));
  });
}

interface JoinedCells {
  readonly text: string;
  /** For each line of the text: number of the code cell, and line in it. */
  readonly places: readonly { readonly cell: number; readonly line: number }[];
}

function joinCells(notebook: Notebook): JoinedCells {
  const lines = codeCells(notebook).flatMap((cell, index) =>
    raises(cell)
      ? []
      : cell.source.split("\n").map((text, line) => ({ text, place: { cell: index + 1, line: line + 1 } })),
  );
  return { text: lines.map(({ text }) => text).join("\n"), places: lines.map(({ place }) => place) };
}

function hostWith(sources: ReadonlyMap<string, string>): ts.CompilerHost {
  const host = ts.createCompilerHost(OPTIONS);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => sources.has(path) || fileExists(path);
  host.readFile = (path) => sources.get(path) ?? readFile(path);
  return host;
}

function describe(diagnostic: ts.Diagnostic, name: string, { places }: JoinedCells): string {
  const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, " ").replaceAll(/\s+/g, " ");
  if (!diagnostic.file || diagnostic.start === undefined) return `${name}: ${message}`;
  const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start);
  const place = places[line];
  return place ? `${name} cell ${place.cell} line ${place.line}: ${message}` : `${name}: ${message}`;
}
