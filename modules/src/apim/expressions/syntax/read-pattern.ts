import type { Node } from "web-tree-sitter";
import { readExpression } from "./read-expression.ts";
import { readType } from "./read-type.ts";
import { part, partsOf, type SyntaxReader } from "./syntax-reader.ts";
import type { Pattern } from "./syntax-tree.ts";

/** Reads what stands after `is`, `case` and before `=>` of a switch expression. */
export function readPattern(node: Node, reader: SyntaxReader): Pattern {
  const at = reader.at(node);
  switch (node.type) {
    case "constant_pattern":
      return { kind: "constant-pattern", value: readExpression(onlyPart(node), reader), at };
    case "declaration_pattern":
      return {
        kind: "type-pattern",
        type: readType(part(node, "type"), reader),
        name: nameOf(node.childForFieldName("name")),
        at,
      };
    case "type_pattern":
      return { kind: "type-pattern", type: readType(part(node, "type"), reader), name: undefined, at };
    case "discard":
      return { kind: "discard-pattern", at };
    case "var_pattern":
      return { kind: "var-pattern", name: part(node, "name").text, at };
    case "relational_pattern":
      return readRelational(node, reader);
    case "negated_pattern":
      return { kind: "not-pattern", pattern: readPattern(onlyPart(node), reader), at };
    case "parenthesized_pattern":
      return readPattern(onlyPart(node), reader);
    case "and_pattern":
    case "or_pattern":
      return {
        kind: "logical-pattern",
        operator: node.type === "and_pattern" ? "and" : "or",
        left: readPattern(part(node, "left"), reader),
        right: readPattern(part(node, "right"), reader),
        at,
      };
    default:
      reader.problem(`The pattern '${node.text}' cannot be used in a policy expression.`, at);
      return { kind: "discard-pattern", at };
  }
}

function readRelational(node: Node, reader: SyntaxReader): Pattern {
  const operator = node.children.find((child) => !child.isNamed)?.type ?? "==";
  return {
    kind: "relational-pattern",
    operator,
    value: readExpression(onlyPart(node), reader),
    at: reader.at(node),
  };
}

function onlyPart(node: Node): Node {
  const [only] = partsOf(node);
  if (!only) throw new Error(`The grammar gave an empty ${node.type}.`);
  return only;
}

/** A discard reads as no name. */
export function nameOf(node: Node | null): string | undefined {
  return node && node.type !== "discard" && node.text !== "_" ? node.text : undefined;
}
