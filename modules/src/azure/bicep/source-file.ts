import type { Node } from "web-tree-sitter";
import { type BicepPosition, bicepError } from "./bicep-error.ts";

/** The text of a file while it is read. */
export interface SourceFile {
  /** As messages name it. */
  readonly file: string;
  readonly text: string;
  at(node: Node): BicepPosition;
}

export function createSourceFile(text: string, file: string): SourceFile {
  return {
    file,
    text,
    at: ({ startPosition }) => ({ file, line: startPosition.row + 1, column: startPosition.column + 1 }),
  };
}

const REMARKS = new Set(["comment", "diagnostic_comment"]);

/** All children that mean something: keywords, signs and parts, without remarks. */
export function parts(node: Node): readonly Node[] {
  return node.children.filter((child): child is Node => child !== null && !REMARKS.has(child.type));
}

/** The children that are more than a sign. */
export function named(node: Node): readonly Node[] {
  return parts(node).filter(({ isNamed }) => isNamed);
}

/** The one named child. */
export function only(node: Node, source: SourceFile): Node {
  const [child] = named(node);
  if (child) return child;
  throw bicepError(`Something is missing in "${node.text}".`, source.at(node));
}
