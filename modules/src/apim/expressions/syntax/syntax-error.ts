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
  const errors = errorsOf(root).filter((node) => isLacking(node) || firstToken(node).startIndex >= own.start);
  // The smallest error lies nearest to its cause.
  const [node = root] = errors.sort((left, right) => lengthOf(left) - lengthOf(right));
  if (isLacking(node)) return { message: lacking(node, root.text.slice(own.start, node.startIndex)), node };
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
  return isLacking(node) || node.isError ? [node, ...inner] : inner;
}

/** Something that the grammar added to go on; a name's own node only holds what is missing. */
function isLacking(node: Node): boolean {
  return node.isMissing || (node.type === "identifier" && node.startIndex === node.endIndex);
}

/** @param before the policy's own text before the gap */
function lacking(node: Node, before: string): string {
  if (node.type !== "identifier") return `Syntax error: ${named(node.type)} is missing here.`;
  const last = /(?:\w+|[^\w\s]{1,2})\s*$/.exec(before)?.[0].trim();
  return `Syntax error: a value or a name is missing ${last === undefined ? "here" : `after '${last}'`}.`;
}

function lengthOf(node: Node): number {
  return isLacking(node) ? 0 : node.endIndex - node.startIndex;
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
