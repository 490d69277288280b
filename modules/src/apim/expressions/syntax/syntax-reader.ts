import type { Node } from "web-tree-sitter";

/** What the readers of a syntax tree share. */
export interface SyntaxReader {
  /** Offset of a node in the text of the expression. */
  at(node: Node): number;
  /** Notes what cannot be used; reading goes on. */
  problem(message: string, at: number): void;
  isTypeName(name: string): boolean;
}

/** The named children without comments. */
export function partsOf(node: Node): Node[] {
  return node.namedChildren.filter((child) => child.type !== "comment");
}

/** A child that the grammar promises. */
export function part(node: Node, field: string): Node {
  const child = node.childForFieldName(field);
  if (!child) throw new Error(`The grammar gave a ${node.type} without ${field}.`);
  return child;
}

export function hasToken(node: Node, token: string): boolean {
  return node.children.some((child) => child.type === token);
}

/** Integers wrap here, as they do in C# unless it is told to check; an exception left out would go unseen. */
export function refuseChecked(node: Node, reader: SyntaxReader): void {
  if (hasToken(node, "checked"))
    reader.problem(
      "'checked' is not emulated: integers wrap. Compare with the limits instead.",
      reader.at(node),
    );
}
