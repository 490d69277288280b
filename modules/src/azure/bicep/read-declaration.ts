import type { Node } from "web-tree-sitter";
import { bicepError } from "./bicep-error.ts";
import type { BicepExpression } from "./bicep-expression.ts";
import type {
  BicepType,
  Decorator,
  FunctionDeclaration,
  ModuleDeclaration,
  OutputDeclaration,
  ParameterDeclaration,
  ResourceDeclaration,
  VariableDeclaration,
} from "./bicep-file.ts";
import { readExpression } from "./read-expression.ts";
import { readString } from "./read-string.ts";
import { named, only, parts, type SourceFile } from "./source-file.ts";

type Decorators = readonly Decorator[];

export function readDecorators(node: Node, source: SourceFile): Decorators {
  return named(node).map((decorator) => {
    const call = readExpression(only(decorator, source), source);
    if (call.kind !== "call") throw bicepError("A decorator is a call: @secure().", source.at(decorator));
    return { name: decoratorName(call.callee), arguments: call.arguments, position: source.at(decorator) };
  });
}

function decoratorName(callee: BicepExpression): string {
  if (callee.kind === "name") return callee.name;
  return callee.kind === "member" ? callee.name : "?";
}

export function readParameter(node: Node, source: SourceFile, decorators: Decorators): ParameterDeclaration {
  const value = afterEquals(node);
  return {
    ...declared(node, source, decorators),
    type: readType(node, source),
    fallback: value && readExpression(value, source),
  };
}

export function readVariable(node: Node, source: SourceFile, decorators: Decorators): VariableDeclaration {
  return { ...declared(node, source, decorators), value: readExpression(assigned(node, source), source) };
}

export function readOutput(node: Node, source: SourceFile, decorators: Decorators): OutputDeclaration {
  return {
    ...declared(node, source, decorators),
    type: readType(node, source),
    value: readExpression(assigned(node, source), source),
  };
}

export function readResource(node: Node, source: SourceFile, decorators: Decorators): ResourceDeclaration {
  const [type = "", apiVersion = ""] = literalText(node, source).split("@");
  return {
    ...declared(node, source, decorators),
    type,
    apiVersion,
    existing: parts(node).some((child) => child.type === "existing"),
    body: readExpression(assigned(node, source), source),
  };
}

export function readModule(node: Node, source: SourceFile, decorators: Decorators): ModuleDeclaration {
  return {
    ...declared(node, source, decorators),
    path: literalText(node, source),
    body: readExpression(assigned(node, source), source),
  };
}

export function readFunction(node: Node, source: SourceFile, decorators: Decorators): FunctionDeclaration {
  const list = named(node).find(({ type }) => type === "parameters");
  const names = list ? named(list).map((parameter) => only(parameter, source).text) : [];
  const value = named(node).at(-1) ?? node;
  return { ...declared(node, source, decorators), parameters: names, value: readExpression(value, source) };
}

function declared(node: Node, source: SourceFile, decorators: Decorators) {
  const name = named(node).find(({ type }) => type === "identifier");
  if (!name) throw bicepError(`"${node.text.split("\n")[0]}" has no name.`, source.at(node));
  return { name: name.text, position: source.at(node), decorators };
}

function assigned(node: Node, source: SourceFile): Node {
  const value = afterEquals(node);
  if (value) return value;
  throw bicepError(`"${node.text.split("\n")[0]}" has no value.`, source.at(node));
}

function afterEquals(node: Node): Node | undefined {
  const children = parts(node);
  const equals = children.findIndex(({ type }) => type === "=");
  return equals < 0 ? undefined : children[equals + 1];
}

/** The text beside a declaration's name: a resource's type, a module's path. */
function literalText(node: Node, source: SourceFile): string {
  const string = named(node).find(({ type }) => type === "string");
  const text = string && readString(string, source, readExpression);
  if (text?.kind === "literal" && typeof text.value === "string") return text.value;
  throw bicepError("A type or path must be a text that is written out.", source.at(node));
}

const BASES = { string: "string", int: "int", bool: "bool", object: "object", array: "array" } as const;

function isBase(text: string): text is keyof typeof BASES {
  return Object.hasOwn(BASES, text);
}

function readType(node: Node, source: SourceFile): BicepType {
  const type = named(node).find((child) => child.type === "type") ?? node;
  const text = type.text;
  const nullable = text.endsWith("?");
  const bare = nullable ? text.slice(0, -1).trim() : text;
  const literals = readLiterals(only(type, source), source);
  if (literals) return { base: "other", nullable, literals, text };
  if (bare.endsWith("[]")) return { base: "array", nullable, literals: undefined, text };
  return { base: isBase(bare) ? bare : "other", nullable, literals: undefined, text };
}

function readLiterals(node: Node, source: SourceFile): BicepType["literals"] {
  if (node.type !== "union_type") return undefined;
  const values = named(node).map((member) => readExpression(member, source));
  const literals = values.flatMap((value) =>
    value.kind === "literal" && value.value !== null ? [value.value] : [],
  );
  return literals.length === values.length ? literals : undefined;
}
