import type { Node } from "web-tree-sitter";
import { readValue } from "./read-creation.ts";
import { readExpression } from "./read-expression.ts";
import { readParameters } from "./read-lambda.ts";
import { readWhen } from "./read-operand.ts";
import { nameOf, readPattern } from "./read-pattern.ts";
import { readType } from "./read-type.ts";
import { hasToken, part, partsOf, refuseChecked, type SyntaxReader } from "./syntax-reader.ts";
import type { CatchClause, Expression, Statement, SwitchSection, VariableDeclarator } from "./syntax-tree.ts";

/** Reads one statement; what policies may not use is noted as a problem. */
export function readStatement(node: Node, reader: SyntaxReader): Statement {
  const at = reader.at(node);
  switch (node.type) {
    case "block":
      return { kind: "block", statements: partsOf(node).map((child) => readStatement(child, reader)), at };
    case "empty_statement":
      return { kind: "empty", at };
    case "expression_statement":
      return { kind: "expression", value: firstValue(node, reader), at };
    case "local_declaration_statement":
      return readDeclaration(node, reader);
    case "local_function_statement":
      return readFunction(node, reader);
    case "if_statement":
      return readIf(node, reader);
    case "for_statement":
      return readFor(node, reader);
    case "foreach_statement":
      return readForeach(node, reader);
    case "while_statement":
      return {
        kind: "while",
        test: readExpression(part(node, "condition"), reader),
        body: readStatement(part(node, "body"), reader),
        at,
      };
    case "do_statement":
      return {
        kind: "do",
        test: readExpression(part(node, "condition"), reader),
        body: readStatement(part(node, "body"), reader),
        at,
      };
    case "switch_statement":
      return readSwitch(node, reader);
    case "break_statement":
      return { kind: "break", at };
    case "continue_statement":
      return { kind: "continue", at };
    case "return_statement":
    case "throw_statement": {
      const value = partsOf(node).length > 0 ? firstValue(node, reader) : undefined;
      return { kind: node.type === "return_statement" ? "return" : "throw", value, at };
    }
    case "try_statement":
      return readTry(node, reader);
    case "using_statement":
      return readUsing(node, reader);
    case "checked_statement":
      refuseChecked(node, reader);
      return readStatement(partsOf(node)[0] ?? node, reader);
    default:
      reader.problem(`A ${node.type.replaceAll("_", " ")} cannot be used in a policy expression.`, at);
      return { kind: "empty", at };
  }
}

function firstValue(node: Node, reader: SyntaxReader): Expression {
  const [first] = partsOf(node);
  return first ? readExpression(first, reader) : { kind: "unreadable", at: reader.at(node) };
}

function readDeclaration(node: Node, reader: SyntaxReader): Statement {
  const declaration = partsOf(node).find((child) => child.type === "variable_declaration");
  if (!declaration) return { kind: "empty", at: reader.at(node) };
  return readVariables(declaration, hasToken(node, "using"), reader);
}

function readVariables(node: Node, using: boolean, reader: SyntaxReader): Statement {
  const at = reader.at(node);
  const type = readType(part(node, "type"), reader);
  const declarators = partsOf(node).filter((child) => child.type === "variable_declarator");
  const [first] = declarators;
  const tuple = first && partsOf(first).find((child) => child.type === "tuple_pattern");
  if (first && tuple) {
    const value = partsOf(first).at(-1);
    return {
      kind: "deconstruct",
      names: partsOf(tuple).map(nameOf),
      value: value ? readExpression(value, reader) : { kind: "unreadable", at },
      at,
    };
  }
  return {
    kind: "variables",
    type,
    variables: declarators.map((child) => readDeclarator(child, reader)),
    using,
    at,
  };
}

function readDeclarator(node: Node, reader: SyntaxReader): VariableDeclarator {
  const value = hasToken(node, "=") ? partsOf(node).at(-1) : undefined;
  return {
    name: part(node, "name").text,
    value: value ? readValue(value, reader) : undefined,
    at: reader.at(node),
  };
}

function readFunction(node: Node, reader: SyntaxReader): Statement {
  const at = reader.at(node);
  const body = part(node, "body");
  const arrow = body.type === "arrow_expression_clause";
  return {
    kind: "function",
    name: part(node, "name").text,
    type: readType(part(node, "type"), reader),
    lambda: {
      kind: "lambda",
      parameters: readParameters(part(node, "parameters"), reader),
      body: arrow ? firstValue(body, reader) : readStatement(body, reader),
      at,
    },
    at,
  };
}

function readIf(node: Node, reader: SyntaxReader): Statement {
  const no = node.childForFieldName("alternative");
  return {
    kind: "if",
    test: readExpression(part(node, "condition"), reader),
    yes: readStatement(part(node, "consequence"), reader),
    no: no ? readStatement(no, reader) : undefined,
    at: reader.at(node),
  };
}

function readFor(node: Node, reader: SyntaxReader): Statement {
  const condition = node.childForFieldName("condition");
  return {
    kind: "for",
    start: fieldsOf(node, "initializer").map((child) => readStart(child, reader)),
    test: condition ? readExpression(condition, reader) : undefined,
    update: fieldsOf(node, "update").map((child) => readExpression(child, reader)),
    body: readStatement(part(node, "body"), reader),
    at: reader.at(node),
  };
}

function readStart(node: Node, reader: SyntaxReader): Statement {
  if (node.type === "variable_declaration") return readVariables(node, false, reader);
  return { kind: "expression", value: readExpression(node, reader), at: reader.at(node) };
}

function fieldsOf(node: Node, field: string): Node[] {
  return node.childrenForFieldName(field).filter((child) => child.isNamed);
}

function readForeach(node: Node, reader: SyntaxReader): Statement {
  const left = part(node, "left");
  const at = reader.at(node);
  const type = node.childForFieldName("type");
  const deconstruct = left.type === "tuple_pattern";
  return {
    kind: "foreach",
    type: type ? readType(type, reader) : { name: "var", args: [], at },
    names: deconstruct ? partsOf(left).map(nameOf) : [left.text],
    deconstruct,
    source: readExpression(part(node, "right"), reader),
    body: readStatement(part(node, "body"), reader),
    at,
  };
}

function readSwitch(node: Node, reader: SyntaxReader): Statement {
  const sections = partsOf(part(node, "body")).filter((child) => child.type === "switch_section");
  return {
    kind: "switch",
    value: readExpression(part(node, "value"), reader),
    sections: mergeLabels(sections.map((section) => readSection(section, reader))),
    at: reader.at(node),
  };
}

/** `case 1: case 2: …` comes as two sections, the first without statements. */
function mergeLabels(sections: readonly SwitchSection[]): SwitchSection[] {
  const merged: SwitchSection[] = [];
  let waiting: SwitchSection["labels"] = [];
  for (const section of sections) {
    const labels = [...waiting, ...section.labels];
    waiting = section.body.length === 0 ? labels : [];
    if (section.body.length > 0) merged.push({ ...section, labels });
  }
  return merged;
}

function readSection(node: Node, reader: SyntaxReader): SwitchSection {
  const parts = partsOf(node);
  const when = parts.find((child) => child.type === "when_clause");
  const isDefault = hasToken(node, "default");
  const pattern = isDefault ? undefined : parts[0];
  const body = parts.filter((child) => child !== pattern && child !== when);
  return {
    labels: [
      {
        pattern: pattern ? readPattern(pattern, reader) : undefined,
        when: when ? readWhen(when, reader) : undefined,
      },
    ],
    body: body.map((child) => readStatement(child, reader)),
    at: reader.at(node),
  };
}

function readTry(node: Node, reader: SyntaxReader): Statement {
  const parts = partsOf(node);
  const last = parts.find((child) => child.type === "finally_clause");
  const lastBlock = last && partsOf(last)[0];
  return {
    kind: "try",
    body: readStatement(part(node, "body"), reader),
    catches: parts.filter((child) => child.type === "catch_clause").map((child) => readCatch(child, reader)),
    finally: lastBlock ? readStatement(lastBlock, reader) : undefined,
    at: reader.at(node),
  };
}

function readCatch(node: Node, reader: SyntaxReader): CatchClause {
  const parts = partsOf(node);
  const declaration = parts.find((child) => child.type === "catch_declaration");
  const filter = parts.find((child) => child.type === "catch_filter_clause");
  const type = declaration?.childForFieldName("type");
  return {
    type: type ? readType(type, reader) : undefined,
    name: declaration?.childForFieldName("name")?.text,
    when: filter ? readWhen(filter, reader) : undefined,
    body: readStatement(part(node, "body"), reader),
    at: reader.at(node),
  };
}

function readUsing(node: Node, reader: SyntaxReader): Statement {
  const at = reader.at(node);
  const [resource] = partsOf(node);
  return {
    kind: "using",
    resource: resource ? readStart(resource, reader) : { kind: "empty", at },
    body: readStatement(part(node, "body"), reader),
    at,
  };
}
