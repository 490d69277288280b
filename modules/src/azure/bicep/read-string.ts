import type { Node } from "web-tree-sitter";
import { bicepError } from "./bicep-error.ts";
import type { BicepExpression } from "./bicep-expression.ts";
import { named, only, type SourceFile } from "./source-file.ts";

type ReadExpression = (node: Node, source: SourceFile) => BicepExpression;

/** Reads `'text'`, `'a${b}'` and `'''lines'''`. The grammar drops some escapes, so the text comes from the source. */
export function readString(node: Node, source: SourceFile, readExpression: ReadExpression): BicepExpression {
  const at = source.at(node);
  if (node.text.startsWith("'''")) {
    return { kind: "literal", value: node.text.slice(3, -3).replace(/^\r?\n/, ""), at };
  }
  const parts: (string | BicepExpression)[] = [];
  let from = node.startIndex + 1;
  for (const hole of named(node).filter(({ type }) => type === "interpolation")) {
    parts.push(readEscapes(source.text.slice(from, hole.startIndex), node, source));
    parts.push(readExpression(only(hole, source), source));
    from = hole.endIndex;
  }
  parts.push(readEscapes(source.text.slice(from, node.endIndex - 1), node, source));
  const [first = ""] = parts;
  if (parts.length === 1 && typeof first === "string") return { kind: "literal", value: first, at };
  return { kind: "text", parts: parts.filter((part) => part !== ""), at };
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "\\": "\\", "'": "'", $: "$" };

function readEscapes(raw: string, node: Node, source: SourceFile): string {
  return raw.replace(
    /\\(?:u\{([0-9a-fA-F]+)\}|(.?))/gs,
    (whole, code: string | undefined, letter: string) => {
      const meant = code ? String.fromCodePoint(Number.parseInt(code, 16)) : ESCAPES[letter];
      if (meant !== undefined) return meant;
      throw bicepError(
        `${whole} is no escape; there are \\n, \\r, \\t, \\\\, \\', \\$ and \\u{…}.`,
        source.at(node),
      );
    },
  );
}
