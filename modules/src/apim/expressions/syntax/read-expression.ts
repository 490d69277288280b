import type { Node } from "web-tree-sitter";
import { associate } from "./associate.ts";
import { readTerms } from "./read-terms.ts";
import type { SyntaxReader } from "./syntax-reader.ts";
import type { Expression } from "./syntax-tree.ts";

/** Reads an expression with C#'s precedence. */
export function readExpression(node: Node, reader: SyntaxReader): Expression {
  return associate(readTerms(node, reader));
}
