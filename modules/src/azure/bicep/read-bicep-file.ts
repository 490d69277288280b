import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type { Node, Parser } from "web-tree-sitter";
import { BicepError, type BicepPosition, type BicepProblem } from "./bicep-error.ts";
import type {
  BicepFile,
  Decorator,
  FunctionDeclaration,
  ModuleDeclaration,
  OutputDeclaration,
  ParameterDeclaration,
  ResourceDeclaration,
  VariableDeclaration,
} from "./bicep-file.ts";
import {
  readDecorators,
  readFunction,
  readModule,
  readOutput,
  readParameter,
  readResource,
  readVariable,
} from "./read-declaration.ts";
import { readExpression } from "./read-expression.ts";
import { createSourceFile, only, parts, type SourceFile } from "./source-file.ts";

/**
 * Reads a Bicep file.
 * @param from folder that messages name files from
 * @throws BicepError with every place that is no Bicep
 */
export function readBicepFile(path: string, from: string, parser: Parser): BicepFile {
  const file = relative(from, path).replaceAll("\\", "/");
  return readBicepText(readText(path, file), file, path, parser);
}

function readBicepText(text: string, file: string, path: string, parser: Parser): BicepFile {
  const source = createSourceFile(text, file);
  const tree = parser.parse(text);
  if (!tree) throw new BicepError([{ message: "This file could not be parsed.", file, line: 1, column: 1 }]);
  try {
    const problems = [...syntaxProblems(tree.rootNode, source)];
    if (problems.length > 0) throw new BicepError(problems);
    return readStatements(tree.rootNode, source, path);
  } finally {
    tree.delete();
  }
}

function readText(path: string, file: string): string {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch {
    throw new BicepError([{ message: "This file cannot be read.", file, line: 1, column: 1 }]);
  }
}

function* syntaxProblems(node: Node, source: SourceFile): Generator<BicepProblem> {
  if (!node.hasError) return;
  if (node.isError || node.isMissing) {
    const [said = ""] = node.text.trim().split("\n");
    const message = node.isMissing ? `"${node.type}" is missing here.` : `"${said}" is no Bicep here.`;
    yield { message, ...source.at(node) };
    return;
  }
  for (const child of node.children) if (child) yield* syntaxProblems(child, source);
}

/** Declarations by their kind while they are gathered. */
interface Gathered {
  readonly parameters: ParameterDeclaration[];
  readonly variables: VariableDeclaration[];
  readonly resources: ResourceDeclaration[];
  readonly modules: ModuleDeclaration[];
  readonly outputs: OutputDeclaration[];
  readonly functions: FunctionDeclaration[];
}

type ReadInto = (
  gathered: Gathered,
  node: Node,
  source: SourceFile,
  decorators: readonly Decorator[],
) => void;

const READERS: Readonly<Record<string, ReadInto>> = {
  parameter_declaration: ({ parameters }, ...given) => parameters.push(readParameter(...given)),
  variable_declaration: ({ variables }, ...given) => variables.push(readVariable(...given)),
  resource_declaration: ({ resources }, ...given) => resources.push(readResource(...given)),
  module_declaration: ({ modules }, ...given) => modules.push(readModule(...given)),
  output_declaration: ({ outputs }, ...given) => outputs.push(readOutput(...given)),
  user_defined_function: ({ functions }, ...given) => functions.push(readFunction(...given)),
};

/** Statements that say nothing about resources. */
const SILENT = new Set(["metadata_declaration", "type_declaration", "using_statement"]);

function readStatements(root: Node, source: SourceFile, path: string): BicepFile {
  const gathered: Gathered = {
    parameters: [],
    variables: [],
    resources: [],
    modules: [],
    outputs: [],
    functions: [],
  };
  const problems: BicepProblem[] = [];
  let targetScope = "resourceGroup";
  let decorators: readonly Decorator[] = [];
  for (const node of statements(root)) {
    try {
      if (node.type === "decorators") {
        decorators = readDecorators(node, source);
        continue;
      }
      if (node.type === "target_scope_assignment") targetScope = textOf(only(node, source), source);
      else if (!SILENT.has(node.type)) readerOf(node, source)(gathered, node, source, decorators);
    } catch (error) {
      if (!(error instanceof BicepError)) throw error;
      problems.push(...error.problems);
    }
    decorators = [];
  }
  problems.push(...repeatedNames(gathered));
  if (problems.length > 0) throw new BicepError(problems);
  return { file: source.file, path, targetScope, ...gathered };
}

function statements(root: Node): readonly Node[] {
  return parts(root).flatMap((node) =>
    node.type === "statement" || node.type === "declaration" ? statements(node) : [node],
  );
}

function readerOf(node: Node, source: SourceFile): ReadInto {
  const reader = READERS[node.type];
  if (reader) return reader;
  const message = `"${node.text.split("\n")[0]}" is not read here; there are param, var, resource, module, output, func, type and metadata.`;
  throw new BicepError([{ message, ...source.at(node) }]);
}

function textOf(node: Node, source: SourceFile): string {
  const value = readExpression(node, source);
  return value.kind === "literal" ? String(value.value) : node.text;
}

function* repeatedNames(gathered: Gathered): Generator<BicepProblem> {
  const { outputs, ...others } = gathered;
  yield* repeatedIn(Object.values(others).flat());
  yield* repeatedIn(outputs);
}

function* repeatedIn(
  declared: readonly { readonly name: string; readonly position: BicepPosition }[],
): Generator<BicepProblem> {
  const seen = new Map<string, BicepPosition>();
  for (const { name, position } of declared) {
    const first = seen.get(name);
    if (first) yield { message: `"${name}" is declared twice; first in line ${first.line}.`, ...position };
    else seen.set(name, position);
  }
}
