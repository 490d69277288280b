import ts from "typescript";
import { escapeText } from "./markup.ts";

/** Classes: k keyword, s string, n number, c comment. */
type TokenClass = "k" | "s" | "n" | "c";

/** TypeScript as HTML, lightly coloured. */
export function renderCode(source: string): string {
  const parsed = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.ES2022, true);
  let markup = "";
  let position = 0;
  for (const token of leavesOf(parsed)) {
    const start = token.getStart(parsed);
    markup +=
      renderGap(source.slice(position, start)) + renderToken(source.slice(start, token.end), classOf(token));
    position = token.end;
  }
  return markup + renderGap(source.slice(position));
}

function* leavesOf(node: ts.Node): Generator<ts.Node> {
  const children = node.getChildren();
  if (children.length === 0) yield node;
  else for (const child of children) yield* leavesOf(child);
}

function classOf({ kind }: ts.Node): TokenClass | undefined {
  if (kind >= ts.SyntaxKind.FirstKeyword && kind <= ts.SyntaxKind.LastKeyword) return "k";
  if (kind === ts.SyntaxKind.NumericLiteral || kind === ts.SyntaxKind.BigIntLiteral) return "n";
  const text =
    kind === ts.SyntaxKind.StringLiteral ||
    kind === ts.SyntaxKind.RegularExpressionLiteral ||
    (kind >= ts.SyntaxKind.FirstTemplateToken && kind <= ts.SyntaxKind.LastTemplateToken);
  return text ? "s" : undefined;
}

function renderToken(text: string, name: TokenClass | undefined): string {
  return name && text !== "" ? `<i class=${name}>${escapeText(text)}</i>` : escapeText(text);
}

/** What lies between two tokens: space and comments. */
function renderGap(text: string): string {
  return text
    .split(/(\/\/[^\n]*|\/\*[\s\S]*?\*\/)/)
    .map((part) => renderToken(part, part.startsWith("/") ? "c" : undefined))
    .join("");
}
