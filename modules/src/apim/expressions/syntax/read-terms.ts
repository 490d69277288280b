import type { Node } from "web-tree-sitter";
import type { Term } from "./associate.ts";
import { readArguments } from "./read-arguments.ts";
import { readExpression } from "./read-expression.ts";
import { readLambdaTerms } from "./read-lambda.ts";
import { readOperand } from "./read-operand.ts";
import { readPattern } from "./read-pattern.ts";
import { readType } from "./read-type.ts";
import { hasToken, part, partsOf, type SyntaxReader } from "./syntax-reader.ts";
import type { Expression } from "./syntax-tree.ts";

/** Takes an expression apart into operands and operators, in the order in which they are written. */
export function readTerms(node: Node, reader: SyntaxReader): Term[] {
  switch (node.type) {
    case "binary_expression":
    case "assignment_expression":
      return readBinary(node, reader);
    case "conditional_expression":
      return readTernary(node, reader);
    case "is_expression":
    case "as_expression":
      return readTypeOperator(node, reader);
    case "is_pattern_expression":
      return readIsPattern(node, reader);
    case "prefix_unary_expression":
    case "postfix_unary_expression":
      return readUnary(node, reader);
    case "cast_expression":
      return readCast(node, reader);
    case "throw_expression":
      return readThrow(node, reader);
    case "lambda_expression":
      return readLambdaTerms(node, reader);
    case "member_access_expression":
    case "invocation_expression":
    case "element_access_expression":
    case "conditional_access_expression":
      return readSuffix(node, reader);
    default:
      return [{ kind: "operand", value: readOperand(node, reader) }];
  }
}

function readBinary(node: Node, reader: SyntaxReader): Term[] {
  const operator = part(node, "operator");
  return [
    ...readTerms(part(node, "left"), reader),
    { kind: "operator", operator: operator.text, at: reader.at(operator) },
    ...readTerms(part(node, "right"), reader),
  ];
}

function readTernary(node: Node, reader: SyntaxReader): Term[] {
  const yes = readExpression(part(node, "consequence"), reader);
  return [
    ...readTerms(part(node, "condition"), reader),
    { kind: "ternary", yes, at: reader.at(node) },
    ...readTerms(part(node, "alternative"), reader),
  ];
}

function readTypeOperator(node: Node, reader: SyntaxReader): Term[] {
  const type = readType(part(node, "right"), reader);
  const at = reader.at(node);
  const apply = (value: Expression): Expression =>
    node.type === "as_expression"
      ? { kind: "as", type, value, at }
      : { kind: "is", value, pattern: { kind: "type-pattern", type, name: undefined, at: type.at }, at };
  return [...readTerms(part(node, "left"), reader), { kind: "type-operator", apply }];
}

function readIsPattern(node: Node, reader: SyntaxReader): Term[] {
  const at = reader.at(node);
  return [
    ...readTerms(part(node, "expression"), reader),
    { kind: "operator", operator: "is", at },
    ...readPatternTerms(part(node, "pattern"), reader),
  ];
}

/** The grammar lets a constant pattern swallow the operators behind it. */
function readPatternTerms(node: Node, reader: SyntaxReader): Term[] {
  const [only] = partsOf(node);
  if (node.type === "negated_pattern" && only) {
    return [{ kind: "not", at: reader.at(node) }, ...readPatternTerms(only, reader)];
  }
  if (node.type === "constant_pattern" && only?.type.endsWith("_expression")) {
    const terms = readTerms(only, reader);
    if (terms.length > 1) return terms;
  }
  const at = reader.at(node);
  return [{ kind: "operand", value: { kind: "pattern", pattern: readPattern(node, reader), at } }];
}

function readUnary(node: Node, reader: SyntaxReader): Term[] {
  const [operand] = partsOf(node);
  const operator = node.children.find((child) => !child.isNamed)?.type ?? "";
  const at = reader.at(node);
  if (!operand) return [{ kind: "operand", value: { kind: "unreadable", at } }];
  const terms = readTerms(operand, reader);
  // `value!` only calms C#'s compiler.
  if (node.type === "postfix_unary_expression" && operator === "!") return terms;
  const apply = (value: Expression): Expression =>
    operator === "++" || operator === "--"
      ? { kind: "step", operator, prefix: node.type === "prefix_unary_expression", target: value, at }
      : { kind: "unary", operator, operand: value, at };
  if (node.type === "prefix_unary_expression") return [{ kind: "prefix", apply }, ...terms];
  return [...terms, { kind: "suffix", at, guard: false, apply }];
}

function readCast(node: Node, reader: SyntaxReader): Term[] {
  const typeNode = part(node, "type");
  const value = part(node, "value");
  const at = reader.at(node);
  const type = readType(typeNode, reader);
  // `(count) - 1` and `(text.Length) - 1` read like a cast of `-1` until one knows that these are no types.
  const sign = value.type === "prefix_unary_expression" ? value.children[0]?.type : undefined;
  if (sign && /^[-+*&]$/.test(sign) && isPlainName(typeNode) && !reader.isTypeName(type.name)) {
    const [, ...rest] = readTerms(value, reader);
    return [...nameTerms(typeNode, reader), { kind: "operator", operator: sign, at }, ...rest];
  }
  return [
    { kind: "prefix", apply: (operand) => ({ kind: "cast", type, value: operand, at }) },
    ...readTerms(value, reader),
  ];
}

const isPlainName = (node: Node) => node.type === "identifier" || node.type === "qualified_name";

/** `a.b` that the grammar took for a type, as the value it is. */
function nameTerms(node: Node, reader: SyntaxReader): Term[] {
  if (node.type !== "qualified_name") {
    const value: Expression = { kind: "name", name: node.text, typeArgs: [], at: reader.at(node) };
    return [{ kind: "operand", value }];
  }
  const name = part(node, "name");
  return [...nameTerms(part(node, "qualifier"), reader), memberTerm(node, name, false, reader)];
}

function readThrow(node: Node, reader: SyntaxReader): Term[] {
  const [value] = partsOf(node);
  const at = reader.at(node);
  const terms = value ? readTerms(value, reader) : [];
  return [{ kind: "opening", apply: (rest) => ({ kind: "throw", value: rest, at }) }, ...terms];
}

function readSuffix(node: Node, reader: SyntaxReader): Term[] {
  switch (node.type) {
    case "member_access_expression":
      return [
        ...readTerms(part(node, "expression"), reader),
        memberTerm(node, part(node, "name"), false, reader),
      ];
    case "invocation_expression":
      return [...readTerms(part(node, "function"), reader), callTerm(node, reader)];
    case "element_access_expression":
      return [
        ...readTerms(part(node, "expression"), reader),
        indexTerm(part(node, "subscript"), false, reader),
      ];
    default:
      return readConditionalAccess(node, reader);
  }
}

function readConditionalAccess(node: Node, reader: SyntaxReader): Term[] {
  const [condition, binding] = partsOf(node);
  if (!condition || !binding)
    return [{ kind: "operand", value: { kind: "unreadable", at: reader.at(node) } }];
  return [...readTerms(condition, reader), ...bindingTerms(binding, reader)];
}

function bindingTerms(binding: Node, reader: SyntaxReader): Term[] {
  switch (binding.type) {
    case "member_binding_expression":
      return [memberTerm(binding, part(binding, "name"), true, reader)];
    case "element_binding_expression":
      return [indexTerm(binding, true, reader)];
    case "member_access_expression":
      return [
        ...bindingTerms(part(binding, "expression"), reader),
        memberTerm(binding, part(binding, "name"), false, reader),
      ];
    case "invocation_expression":
      return [...bindingTerms(part(binding, "function"), reader), callTerm(binding, reader)];
    case "element_access_expression":
      return [
        ...bindingTerms(part(binding, "expression"), reader),
        indexTerm(part(binding, "subscript"), false, reader),
      ];
    default:
      reader.problem(`'${binding.text}' cannot follow '?'.`, reader.at(binding));
      return [];
  }
}

function memberTerm(node: Node, nameNode: Node, guard: boolean, reader: SyntaxReader): Term {
  const at = reader.at(node);
  const nameAt = reader.at(nameNode);
  const { name, args } = readType(nameNode, reader);
  const apply = (target: Expression): Expression => ({
    kind: "member",
    target,
    name,
    typeArgs: args,
    nameAt,
    at,
  });
  return { kind: "suffix", at, guard, apply };
}

function callTerm(node: Node, reader: SyntaxReader): Term {
  const args = readArguments(part(node, "arguments"), reader);
  const at = reader.at(node);
  return { kind: "suffix", at, guard: false, apply: (callee) => ({ kind: "call", callee, args, at }) };
}

function indexTerm(node: Node, guard: boolean, reader: SyntaxReader): Term {
  const args = readArguments(node, reader);
  const at = reader.at(node);
  if (hasToken(node, "..")) reader.problem("Ranges are not part of C# 7.", at);
  return { kind: "suffix", at, guard, apply: (target) => ({ kind: "index", target, args, at }) };
}
