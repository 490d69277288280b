import type { Node } from "web-tree-sitter";
import { readArguments } from "./read-arguments.ts";
import { readAnonymous, readArray, readImplicitArray, readNew } from "./read-creation.ts";
import { readExpression } from "./read-expression.ts";
import { readInterpolation } from "./read-interpolation.ts";
import { readLiteral } from "./read-literal.ts";
import { readPattern } from "./read-pattern.ts";
import { readQuery } from "./read-query.ts";
import { readType } from "./read-type.ts";
import { part, partsOf, refuseChecked, type SyntaxReader } from "./syntax-reader.ts";
import type { Expression, SwitchArm } from "./syntax-tree.ts";

/** Reads what stands between operators. */
export function readOperand(node: Node, reader: SyntaxReader): Expression {
  const at = reader.at(node);
  const literal = readLiteral(node, reader);
  if (literal) return { kind: "literal", literal, at };
  const [only] = partsOf(node);
  switch (node.type) {
    case "checked_expression":
      refuseChecked(node, reader);
      return only ? readExpression(only, reader) : { kind: "unreadable", at };
    case "parenthesized_expression":
      return only ? readExpression(only, reader) : { kind: "unreadable", at };
    case "identifier":
      return { kind: "name", name: node.text, typeArgs: [], at };
    case "generic_name": {
      const { name, args } = readType(node, reader);
      return { kind: "name", name, typeArgs: args, at };
    }
    case "qualified_name":
    case "predefined_type":
    case "alias_qualified_name":
      return { kind: "type", type: readType(node, reader), at };
    case "object_creation_expression":
      return readNew(node, reader);
    case "anonymous_object_creation_expression":
      return readAnonymous(node, reader);
    case "array_creation_expression":
      return readArray(node, reader);
    case "implicit_array_creation_expression":
      return readImplicitArray(node, reader);
    case "interpolated_string_expression":
      return readInterpolation(node, reader);
    case "tuple_expression":
      return { kind: "tuple", items: readArguments(node, reader), at };
    case "default_expression": {
      const type = node.childForFieldName("type");
      return { kind: "default", type: type ? readType(type, reader) : undefined, at };
    }
    case "typeof_expression":
      return { kind: "typeof", type: readType(part(node, "type"), reader), at };
    case "declaration_expression":
      return {
        kind: "declaration",
        type: readType(part(node, "type"), reader),
        name: part(node, "name").text,
        at,
      };
    case "discard":
      return { kind: "name", name: "_", typeArgs: [], at };
    case "switch_expression":
      return readSwitch(node, reader);
    case "query_expression":
      return readQuery(node, reader);
    default:
      reader.problem(`'${shorten(node.text)}' cannot be used in a policy expression.`, at);
      return { kind: "unreadable", at };
  }
}

function readSwitch(node: Node, reader: SyntaxReader): Expression {
  const [value, ...rest] = partsOf(node);
  const at = reader.at(node);
  if (!value) return { kind: "unreadable", at };
  const arms = rest
    .filter((child) => child.type === "switch_expression_arm")
    .map((arm) => readArm(arm, reader));
  return { kind: "switch-value", value: readExpression(value, reader), arms, at };
}

function readArm(node: Node, reader: SyntaxReader): SwitchArm {
  const parts = partsOf(node);
  const [pattern] = parts;
  const when = parts.find((child) => child.type === "when_clause");
  const value = parts.at(-1);
  if (!pattern || !value) throw new Error("The grammar gave an arm without a pattern or a value.");
  return {
    pattern: readPattern(pattern, reader),
    when: when ? readWhen(when, reader) : undefined,
    value: readExpression(value, reader),
  };
}

export function readWhen(node: Node, reader: SyntaxReader): Expression | undefined {
  const [test] = partsOf(node);
  return test ? readExpression(test, reader) : undefined;
}

function shorten(text: string): string {
  const line = text.split("\n", 1)[0] ?? "";
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}
