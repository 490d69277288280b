import type { Node } from "web-tree-sitter";
import { readExpression } from "./read-expression.ts";
import { partsOf, type SyntaxReader } from "./syntax-reader.ts";
import type { Argument } from "./syntax-tree.ts";

/** Reads what stands between the brackets of a call, an indexer or a tuple. */
export function readArguments(list: Node, reader: SyntaxReader): Argument[] {
  return partsOf(list)
    .filter((child) => child.type === "argument")
    .map((argument) => readArgument(argument, reader));
}

function readArgument(node: Node, reader: SyntaxReader): Argument {
  const name = node.childForFieldName("name");
  const value = partsOf(node).at(-1);
  const mode = node.children.find((child) => child.type === "out" || child.type === "ref")?.type;
  return {
    name: name?.text,
    mode: mode === "out" || mode === "ref" ? mode : "value",
    value: value ? readExpression(value, reader) : { kind: "unreadable", at: reader.at(node) },
  };
}
