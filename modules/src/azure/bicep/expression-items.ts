import type { Node } from "web-tree-sitter";
import { parts, type SourceFile } from "./source-file.ts";

/** One word of an expression: a sign, or a part that holds together by its own brackets or quotes. */
export type ExpressionItem =
  | { readonly kind: "sign"; readonly sign: string; readonly node: Node }
  | { readonly kind: "atom"; readonly node: Node }
  | { readonly kind: "property"; readonly node: Node }
  | { readonly kind: "index"; readonly node: Node; readonly inside: Node | undefined; readonly safe: boolean }
  | { readonly kind: "arguments"; readonly node: Node };

const OPEN = new Set([
  "expression",
  "primary_expression",
  "member_expression",
  "call_expression",
  "resource_expression",
  "unary_expression",
  "binary_expression",
  "ternary_expression",
  "lambda_expression",
]);

/**
 * The words of an expression in their order. The grammar binds `.name` and `[index]` weaker than operators
 * (`a + b.c` becomes `(a + b).c`), so only the order of words is taken from it; see `read-expression.ts`.
 */
export function expressionItems(node: Node, source: SourceFile): readonly ExpressionItem[] {
  if (node.type === "subscript_expression") return [...subscriptItems(node, source)];
  if (OPEN.has(node.type)) return parts(node).flatMap((child) => expressionItems(child, source));
  if (node.type === "arguments") return [{ kind: "arguments", node }];
  if (node.type === "property_identifier") return [{ kind: "property", node }];
  if (node.type === "nullable_return_type") return [];
  return node.isNamed ? [{ kind: "atom", node }] : [{ kind: "sign", sign: node.type, node }];
}

function* subscriptItems(node: Node, source: SourceFile): Generator<ExpressionItem> {
  const children = parts(node);
  const bracket = children.findIndex(({ type }) => type === "[");
  for (const child of children.slice(0, bracket)) yield* expressionItems(child, source);
  const inside = children.slice(bracket);
  const opening = children[bracket] ?? node;
  yield {
    kind: "index",
    node: opening,
    inside: inside.find(({ isNamed }) => isNamed),
    safe: inside.some(({ type }) => type === "?"),
  };
}
