import type { Node } from "web-tree-sitter";
import { part, partsOf, type SyntaxReader } from "./syntax-reader.ts";
import type { TypeSyntax } from "./syntax-tree.ts";

/** Reads `string`, `List<int>`, `System.Text.Encoding`, `byte[]`, `int?`, `var`. */
export function readType(node: Node, reader: SyntaxReader): TypeSyntax {
  const at = reader.at(node);
  switch (node.type) {
    case "predefined_type":
    case "identifier":
    case "implicit_type":
      return { name: node.text, args: [], at };
    case "generic_name":
      return readGeneric(node, reader);
    case "qualified_name":
    case "member_access_expression":
      return readQualified(node, reader);
    case "alias_qualified_name":
      return readType(part(node, "name"), reader);
    case "nullable_type":
      return { name: "?", args: [readType(part(node, "type"), reader)], at };
    case "array_type":
      return { name: "[]", args: [readType(part(node, "type"), reader)], at };
    case "tuple_type":
      return {
        name: "ValueTuple",
        args: partsOf(node).map((element) => readType(part(element, "type"), reader)),
        at,
      };
    default:
      reader.problem(`The type '${node.text}' cannot be used in a policy expression.`, at);
      return { name: "object", args: [], at };
  }
}

function readGeneric(node: Node, reader: SyntaxReader): TypeSyntax {
  const [name, list] = partsOf(node);
  const args = list ? partsOf(list).map((argument) => readType(argument, reader)) : [];
  return { name: name?.text ?? "", args, at: reader.at(node) };
}

function readQualified(node: Node, reader: SyntaxReader): TypeSyntax {
  const left = readType(node.childForFieldName("qualifier") ?? part(node, "expression"), reader);
  const right = readType(part(node, "name"), reader);
  return { name: `${left.name}.${right.name}`, args: right.args, at: left.at };
}
