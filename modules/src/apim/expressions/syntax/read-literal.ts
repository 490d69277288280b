import type { Node } from "web-tree-sitter";
import { readString, unescapeText } from "./read-text.ts";
import type { SyntaxReader } from "./syntax-reader.ts";
import type { Literal } from "./syntax-tree.ts";

/** Reads a literal; undefined when the node is none. */
export function readLiteral(node: Node, reader: SyntaxReader): Literal | undefined {
  switch (node.type) {
    case "null_literal":
      return { type: "null" };
    case "boolean_literal":
      return { type: "bool", value: node.text === "true" };
    case "string_literal":
    case "verbatim_string_literal":
    case "raw_string_literal":
      return { type: "string", value: readString(node, reader) };
    case "character_literal":
      return readCharacter(node, reader);
    case "integer_literal":
      return readInteger(node.text);
    case "real_literal":
      return readReal(node.text);
    default:
      return undefined;
  }
}

function readCharacter(node: Node, reader: SyntaxReader): Literal {
  const value = unescapeText(node.text.slice(1, -1), node, reader);
  if (value.length !== 1) reader.problem(`${node.text} must be one character.`, reader.at(node));
  return { type: "char", value };
}

function readInteger(source: string): Literal {
  const plain = source.replaceAll("_", "").toLowerCase();
  const radix = plain.startsWith("0x") ? 16 : plain.startsWith("0b") ? 2 : 10;
  const digits = radix === 10 ? plain : plain.slice(2);
  const suffix = /(?:ul|lu|u|l)$/.exec(digits)?.[0] ?? "";
  return {
    type: "integer",
    digits: digits.slice(0, digits.length - suffix.length),
    radix,
    suffix: suffix === "lu" ? "ul" : suffix,
  };
}

function readReal(source: string): Literal {
  const plain = source.replaceAll("_", "").toLowerCase();
  const suffix = /[fdm]$/.exec(plain)?.[0] ?? "";
  return { type: "real", digits: plain.slice(0, plain.length - suffix.length), suffix };
}
