import type { Node } from "web-tree-sitter";
import type { SyntaxReader } from "./syntax-reader.ts";

const ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "'": "'",
  '"': '"',
  "\\": "\\",
};

/** The content of `"…"` and `'…'` with escapes resolved. */
export function unescapeText(source: string, node: Node, reader: SyntaxReader): string {
  return source.replace(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{1,4})|([\s\S]))/g,
    (written: string, four?: string, eight?: string, hex?: string, single?: string) => {
      const code = four ?? eight ?? hex;
      if (code !== undefined) return codeText(Number.parseInt(code, 16), written, node, reader);
      const text = single === undefined ? undefined : ESCAPES[single];
      if (text !== undefined) return text;
      reader.problem(
        `'${written}' is not an escape sequence of C#; write '\\\\' for a backslash.`,
        reader.at(node),
      );
      return "";
    },
  );
}

function codeText(code: number, written: string, node: Node, reader: SyntaxReader): string {
  if (code <= 0x10ffff) return String.fromCodePoint(code);
  reader.problem(`'${written}' is beyond Unicode.`, reader.at(node));
  return "";
}

/** The content of `"…"`, `@"…"` and `"""…"""`. */
export function readString(node: Node, reader: SyntaxReader): string {
  const source = node.text;
  if (node.type === "verbatim_string_literal") return source.slice(2, -1).replaceAll('""', '"');
  if (node.type === "raw_string_literal") return source.replace(/^"{3,}|"{3,}$/g, "");
  return unescapeText(source.slice(1, -1), node, reader);
}
