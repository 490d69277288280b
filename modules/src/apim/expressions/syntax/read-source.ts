import type { Node } from "web-tree-sitter";
import type { CSharpParser } from "../load-c-sharp.ts";
import { readExpression } from "./read-expression.ts";
import { readStatement } from "./read-statement.ts";
import { describeSyntaxError } from "./syntax-error.ts";
import { partsOf, type SyntaxReader } from "./syntax-reader.ts";
import type { Expression, Statement } from "./syntax-tree.ts";

/** A policy's text as C#: one expression, or statements that end with `return`. */
export type Source =
  | { readonly kind: "expression"; readonly value: Expression }
  | { readonly kind: "statements"; readonly statements: readonly Statement[]; readonly at: number };

/** What stands around the expression so that the grammar sees a whole file. */
const HEAD = "class P{object M(){";
const RETURN = "return ";
const TAIL = "}}";

/** Parses `@(…)` or `@{…}`; undefined when a problem was noted. */
export function readSource(
  text: string,
  parser: CSharpParser,
  context: Pick<SyntaxReader, "problem" | "isTypeName">,
): Source | undefined {
  const start = text.indexOf("@");
  const isExpression = text[start + 1] === "(";
  const end = text.trimEnd().length - 1;
  if (text[end] !== (isExpression ? ")" : "}")) {
    context.problem(`The expression must end with '${isExpression ? ")" : "}"}'.`, Math.max(0, end));
    return undefined;
  }
  const inner = text.slice(start + 2, end);
  const head = isExpression ? HEAD + RETURN : HEAD;
  // A comment at the end must not swallow what follows.
  const whole = `${head}${inner}\n${isExpression ? ";" : ""}${TAIL}`;
  const tree = parser.parse(whole);
  if (!tree) throw new Error("The parser gave no tree.");
  try {
    const reader: SyntaxReader = {
      ...context,
      at: (node) => clamp(node.startIndex - head.length, inner.length) + start + 2,
    };
    return readTree(tree.rootNode, isExpression, reader, whole, head.length, start);
  } finally {
    tree.delete();
  }
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(0, value), most);
}

function readTree(
  root: Node,
  isExpression: boolean,
  reader: SyntaxReader,
  whole: string,
  headLength: number,
  start: number,
): Source | undefined {
  const error = describeSyntaxError(root, { start: headLength, end: whole.length - TAIL.length });
  if (error) {
    reader.problem(error.message, reader.at(error.node));
    return undefined;
  }
  const block = bodyOf(root);
  if (!block || block.endIndex !== whole.length - 1) {
    reader.problem("The brackets of the expression do not match.", start);
    return undefined;
  }
  const statements = partsOf(block);
  if (!isExpression) {
    return { kind: "statements", statements: statements.map((one) => readStatement(one, reader)), at: start };
  }
  const [only, second] = statements;
  const value = only && partsOf(only)[0];
  if (!value || second || only.type !== "return_statement") {
    const message = second
      ? "'@(…)' holds one expression; write '@{ … return …; }' for statements."
      : "'@()' is empty.";
    reader.problem(message, second ? reader.at(second) : start);
    return undefined;
  }
  return { kind: "expression", value: readExpression(value, reader) };
}

function bodyOf(root: Node): Node | undefined {
  const types = partsOf(root);
  const members = types[0]?.childForFieldName("body");
  const methods = members ? partsOf(members) : [];
  const body = methods[0]?.childForFieldName("body");
  return types.length === 1 && methods.length === 1 && body ? body : undefined;
}
