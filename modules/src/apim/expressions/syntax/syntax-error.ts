import type { Node } from "web-tree-sitter";

export interface SyntaxErrorPlace {
  readonly message: string;
  readonly node: Node;
}

/** The policy's own part of the parsed text. */
export interface OwnPart {
  readonly start: number;
  readonly end: number;
}

/** The place that is no C#; undefined when all is. */
export function describeSyntaxError(root: Node, own: OwnPart): SyntaxErrorPlace | undefined {
  if (!root.hasError) return undefined;
  const errors = errorsOf(root).filter((node) => node.isMissing || firstToken(node).startIndex >= own.start);
  // The smallest error lies nearest to its cause.
  const [node = root] = errors.sort((left, right) => lengthOf(left) - lengthOf(right));
  if (node.isMissing) return { message: `Syntax error: ${named(node.type)} is missing here.`, node };
  const token = firstToken(node);
  if (token.startIndex < own.start)
    return { message: "Syntax error: the brackets or quotes do not match.", node };
  if (token.startIndex >= own.end)
    return {
      message: "Syntax error: the expression ends too early, or has a bracket too many.",
      node: token,
    };
  return { message: `Syntax error: unexpected '${shorten(token.text)}'.`, node: token };
}

function errorsOf(node: Node): Node[] {
  const inner = node.children.flatMap((child) => (child.hasError || child.isMissing ? errorsOf(child) : []));
  return node.isMissing || node.isError ? [node, ...inner] : inner;
}

function lengthOf(node: Node): number {
  return node.isMissing ? 0 : node.endIndex - node.startIndex;
}

function named(type: string): string {
  return /^\w+$/.test(type) ? `a ${type.replaceAll("_", " ")}` : `'${type}'`;
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
