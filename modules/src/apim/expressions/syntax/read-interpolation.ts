import type { Node } from "web-tree-sitter";
import { readExpression } from "./read-expression.ts";
import { unescapeText } from "./read-text.ts";
import { partsOf, type SyntaxReader } from "./syntax-reader.ts";
import type { Expression, InterpolationPart } from "./syntax-tree.ts";

/** Reads `$"…{value,alignment:format}…"`. */
export function readInterpolation(node: Node, reader: SyntaxReader): Expression {
  const start = node.children.find((child) => child.type === "interpolation_start")?.text ?? "$";
  const verbatim = start.includes("@");
  const parts: InterpolationPart[] = [];
  for (const child of node.children) {
    if (child.type === "interpolation") parts.push(readHole(child, reader));
    else if (child.type === "string_content" || child.type === "escape_sequence") {
      parts.push({ kind: "text", text: readContent(child, verbatim, reader) });
    }
  }
  return { kind: "interpolation", parts, at: reader.at(node) };
}

function readContent(node: Node, verbatim: boolean, reader: SyntaxReader): string {
  const text = verbatim ? node.text.replaceAll('""', '"') : unescapeText(node.text, node, reader);
  return text.replaceAll("{{", "{").replaceAll("}}", "}");
}

function readHole(node: Node, reader: SyntaxReader): InterpolationPart {
  const children = partsOf(node).filter((child) => child.type !== "interpolation_brace");
  const alignment = children.find((child) => child.type === "interpolation_alignment_clause");
  const format = children.find((child) => child.type === "interpolation_format_clause");
  const value = children.find((child) => child !== alignment && child !== format);
  if (!value) reader.problem("'{}' in an interpolated string needs an expression.", reader.at(node));
  return {
    kind: "value",
    value: value ? readExpression(value, reader) : { kind: "unreadable", at: reader.at(node) },
    alignment: alignment ? Number.parseInt(alignment.text.slice(1), 10) || 0 : 0,
    format: format?.text.slice(1),
  };
}
