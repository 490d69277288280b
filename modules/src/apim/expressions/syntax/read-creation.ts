import type { Node } from "web-tree-sitter";
import { readArguments } from "./read-arguments.ts";
import { readExpression } from "./read-expression.ts";
import { readType } from "./read-type.ts";
import { part, partsOf, type SyntaxReader } from "./syntax-reader.ts";
import type { Expression, Initializer, InitializerEntry, InitializerValue } from "./syntax-tree.ts";

export function readNew(node: Node, reader: SyntaxReader): Expression {
  const args = node.childForFieldName("arguments");
  const initializer = node.childForFieldName("initializer");
  return {
    kind: "new",
    type: readType(part(node, "type"), reader),
    args: args ? readArguments(args, reader) : [],
    initializer: initializer ? readInitializer(initializer, reader) : undefined,
    at: reader.at(node),
  };
}

/** `new { a, b = 2, c.D }`; a member without a name takes it from its value. */
export function readAnonymous(node: Node, reader: SyntaxReader): Expression {
  const members: { name: string; value: Expression; at: number }[] = [];
  const children = node.children.filter((child) => child.type !== "comment");
  for (let index = 0; index < children.length; index += 1) {
    const child = children[index];
    if (!child?.isNamed) continue;
    const named = children[index + 1]?.type === "=";
    const valueNode = named ? children[index + 2] : child;
    if (!valueNode) continue;
    if (named) index += 2;
    const value = readExpression(valueNode, reader);
    const name = named ? child.text : impliedName(value);
    const at = reader.at(child);
    if (name === undefined) reader.problem(`'${child.text}' needs a name here: Name = ${child.text}.`, at);
    else members.push({ name, value, at });
  }
  return { kind: "new-anonymous", members, at: reader.at(node) };
}

function impliedName(value: Expression): string | undefined {
  if (value.kind === "name" || value.kind === "member") return value.name;
  return value.kind === "conditional-access" ? impliedName(value.rest) : undefined;
}

export function readArray(node: Node, reader: SyntaxReader): Expression {
  const type = part(node, "type");
  const at = reader.at(node);
  const ranks = partsOf(type).filter((child) => child.type === "array_rank_specifier");
  const sizes = ranks.flatMap((rank) => partsOf(rank));
  if (sizes.length > 1)
    reader.problem("Only arrays of one dimension can be used in a policy expression.", at);
  const [size] = sizes;
  const items = partsOf(node).find((child) => child.type === "initializer_expression");
  return {
    kind: "new-array",
    element: readType(type, reader).args[0],
    length: size ? readExpression(size, reader) : undefined,
    items: items ? readInitializer(items, reader) : undefined,
    at,
  };
}

export function readImplicitArray(node: Node, reader: SyntaxReader): Expression {
  const items = partsOf(node).find((child) => child.type === "initializer_expression");
  return {
    kind: "new-array",
    element: undefined,
    length: undefined,
    items: items ? readInitializer(items, reader) : undefined,
    at: reader.at(node),
  };
}

function readInitializer(node: Node, reader: SyntaxReader): Initializer {
  return {
    kind: "initializer",
    entries: partsOf(node).map((entry) => readEntry(entry, reader)),
    at: reader.at(node),
  };
}

function readEntry(node: Node, reader: SyntaxReader): InitializerEntry {
  const at = reader.at(node);
  if (node.type === "assignment_expression") {
    const left = part(node, "left");
    const value = readValue(part(node, "right"), reader);
    if (left.type === "element_binding_expression") {
      return { kind: "index", args: readArguments(left, reader), value, at };
    }
    if (left.type === "identifier") return { kind: "property", name: left.text, value, at };
  }
  if (node.type === "initializer_expression") {
    return { kind: "add", values: partsOf(node).map((value) => readValue(value, reader)), at };
  }
  return { kind: "add", values: [readExpression(node, reader)], at };
}

export function readValue(node: Node, reader: SyntaxReader): InitializerValue {
  return node.type === "initializer_expression"
    ? readInitializer(node, reader)
    : readExpression(node, reader);
}
