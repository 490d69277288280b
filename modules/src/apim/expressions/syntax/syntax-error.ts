import type { Node } from "web-tree-sitter";

export interface SyntaxErrorPlace {
  readonly message: string;
  readonly node: Node;
}

/** The first place that is no C#; undefined when all is. `end` is where the policy's own text ends. */
export function describeSyntaxError(root: Node, end: number): SyntaxErrorPlace | undefined {
  if (!root.hasError) return undefined;
  const node = firstError(root);
  if (!node) return { message: "This is no C# that can be read.", node: root };
  if (node.isMissing) return { message: `Syntax error: '${node.type}' is missing here.`, node };
  const token = firstToken(node);
  if (token.startIndex >= end) return { message: "Syntax error: the expression ends too early.", node: token };
  return { message: `Syntax error: unexpected '${shorten(token.text)}'.`, node: token };
}

function firstError(node: Node): Node | undefined {
  if (node.isMissing || node.isError) return node;
  for (const child of node.children) {
    const found = child.hasError || child.isMissing ? firstError(child) : undefined;
    if (found) return found;
  }
  return undefined;
}

function firstToken(node: Node): Node {
  let token = node;
  for (let child = token.firstChild; child; child = token.firstChild) token = child;
  return token;
}

function shorten(text: string): string {
  const line = text.split("\n", 1)[0] ?? "";
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}
