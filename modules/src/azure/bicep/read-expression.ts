import type { Node } from "web-tree-sitter";
import { bicepError } from "./bicep-error.ts";
import type { BicepExpression, BicepProperty, ObjectExpression, TextExpression } from "./bicep-expression.ts";
import type { ResourceDeclaration } from "./bicep-file.ts";
import { type ExpressionItem, expressionItems } from "./expression-items.ts";
import { readResource } from "./read-declaration.ts";
import { readString } from "./read-string.ts";
import { named, only, parts, type SourceFile } from "./source-file.ts";

/** Tighter binds first; `?:` and `=>` bind weakest of all. */
const PRECEDENCE: Readonly<Record<string, number>> = {
  "??": 1,
  "||": 2,
  "&&": 3,
  "==": 4,
  "!=": 4,
  "=~": 4,
  "!~": 4,
  "<": 5,
  "<=": 5,
  ">": 5,
  ">=": 5,
  "+": 6,
  "-": 6,
  "*": 7,
  "/": 7,
  "%": 7,
};

/** Reads an expression of the syntax tree; precedence is the language's own, not the grammar's. */
export function readExpression(node: Node, source: SourceFile): BicepExpression {
  const items = expressionItems(node, source);
  const reader = new ItemReader(items, source);
  const expression = reader.whole();
  reader.end();
  return expression;
}

/**
 * The items of an array. The grammar takes `[ a.b().c ]` for two items, `a.b` and `().c`, so they are told apart here: by
 * commas and new lines.
 */
function readItems(node: Node, source: SourceFile): readonly BicepExpression[] {
  const inside = parts(node).slice(1, -1);
  const reader = new ItemReader(
    inside.flatMap((child) => expressionItems(child, source)),
    source,
  );
  return reader.list();
}

class ItemReader {
  readonly #items: readonly ExpressionItem[];
  readonly #source: SourceFile;
  #next = 0;

  constructor(items: readonly ExpressionItem[], source: SourceFile) {
    this.#items = items;
    this.#source = source;
  }

  whole(): BicepExpression {
    const condition = this.#binary(0);
    if (!this.#take("?")) return condition;
    const consequence = this.whole();
    this.#expect(":");
    return { kind: "ternary", condition, consequence, alternative: this.whole(), at: condition.at };
  }

  list(): readonly BicepExpression[] {
    const values: BicepExpression[] = [];
    while (this.#next < this.#items.length) {
      values.push(this.whole());
      if (!this.#take(",")) this.#newLine();
    }
    return values;
  }

  #newLine(): void {
    const before = this.#items[this.#next - 1]?.node;
    const item = this.#items[this.#next]?.node;
    if (!before || !item || item.startPosition.row > before.endPosition.row) return;
    throw bicepError(
      `A comma or a new line is expected before "${item.text.split("\n")[0]}".`,
      this.#source.at(item),
    );
  }

  end(): void {
    const item = this.#items[this.#next];
    if (item) throw bicepError(`"${item.node.text}" is not expected here.`, this.#source.at(item.node));
  }

  #binary(least: number): BicepExpression {
    let left = this.#unary();
    for (;;) {
      const item = this.#items[this.#next];
      const precedence = item?.kind === "sign" ? (PRECEDENCE[item.sign] ?? 0) : 0;
      if (item?.kind !== "sign" || precedence <= least) return left;
      this.#next++;
      left = { kind: "binary", operator: item.sign, left, right: this.#binary(precedence), at: left.at };
    }
  }

  #unary(): BicepExpression {
    const item = this.#items[this.#next];
    if (item?.kind !== "sign" || (item.sign !== "!" && item.sign !== "-")) return this.#postfix();
    this.#next++;
    return { kind: "unary", operator: item.sign, operand: this.#unary(), at: this.#source.at(item.node) };
  }

  #postfix(): BicepExpression {
    const first = this.#atom();
    if (this.#take("=>")) {
      return {
        kind: "lambda",
        parameters: parameterNames(first, this.#source),
        body: this.whole(),
        at: this.#source.at(first),
      };
    }
    let object = readAtom(first, this.#source);
    let end = first;
    for (;;) {
      const item = this.#items[this.#next];
      if (item === undefined) return object;
      if (item.kind === "sign" && item.sign === "!" && this.#items[this.#next + 1]?.kind === "sign") {
        this.#next++;
        continue;
      }
      const torn = tornOff(end, item);
      const longer = this.#longer(object, torn ?? item);
      if (longer === undefined) return object;
      if (!torn) this.#sameLine(end, item);
      object = longer;
      end = this.#items[this.#next - 1]?.node ?? end;
    }
  }

  /** The object with one more `.name`, `[index]`, `::child` or call; undefined when none follows. */
  #longer(object: BicepExpression, item: ExpressionItem): BicepExpression | undefined {
    const at = object.at;
    if (item.kind === "index") {
      this.#next++;
      if (!item.inside) throw bicepError("Between [ and ] stands nothing.", this.#source.at(item.node));
      return { kind: "index", object, index: readExpression(item.inside, this.#source), safe: item.safe, at };
    }
    if (item.kind === "arguments") {
      this.#next++;
      const given = named(item.node).map((argument) => readExpression(argument, this.#source));
      return { kind: "call", callee: object, arguments: given, at };
    }
    if (item.kind !== "sign") return undefined;
    if (item.sign === "." || item.sign === ".?") {
      this.#next++;
      const property = this.#items[this.#next++]?.node ?? item.node;
      return {
        kind: "member",
        object,
        name: property.text,
        safe: item.sign === ".?",
        at: this.#source.at(property),
      };
    }
    if (item.sign !== "::") return undefined;
    this.#next++;
    return { kind: "child", object, name: this.#atom().text, at };
  }

  /** In Bicep a new line ends an expression; the grammar takes `[` or `(` of the next line for its continuation. */
  #sameLine(end: Node, item: ExpressionItem): void {
    if (item.kind === "sign" || item.node.startPosition.row === end.endPosition.row) return;
    throw bicepError(
      `"${item.kind === "index" ? "[" : "("}" begins a line; in Bicep a new line ends what stands before. Put them on one line or a comma between them.`,
      this.#source.at(item.node),
    );
  }

  #atom(): Node {
    const item = this.#items[this.#next++];
    if (item?.kind === "atom") return item.node;
    const near = item?.node ?? this.#items.at(-1)?.node;
    const where = near ? this.#source.at(near) : { file: this.#source.file, line: 1, column: 1 };
    throw bicepError(`A value is expected${near ? ` at "${near.text.split("\n")[0]}"` : ""}.`, where);
  }

  #take(sign: string): boolean {
    const item = this.#items[this.#next];
    if (item?.kind !== "sign" || item.sign !== sign) return false;
    this.#next++;
    return true;
  }

  #expect(sign: string): void {
    if (this.#take(sign)) return;
    const near = this.#items[this.#next] ?? this.#items.at(-1);
    if (near) throw bicepError(`"${sign}" is expected here.`, this.#source.at(near.node));
  }
}

/** `(…)` or `[…]` right behind a value belongs to it, though the grammar took it for a value of its own. */
function tornOff(end: Node, item: ExpressionItem): ExpressionItem | undefined {
  const { node } = item;
  if (item.kind !== "atom" || node.startIndex !== end.endIndex) return undefined;
  if (node.type === "parenthesized_expression") return { kind: "arguments", node };
  return node.type === "array" ? { kind: "index", node, inside: named(node)[0], safe: false } : undefined;
}

function parameterNames(node: Node, source: SourceFile): readonly string[] {
  if (node.type === "identifier") return [node.text];
  const names = named(node);
  if (node.type === "parenthesized_expression" && names.every(({ type }) => type === "identifier")) {
    return names.map(({ text }) => text);
  }
  throw bicepError(`"${node.text}" cannot stand before =>.`, source.at(node));
}

function readAtom(node: Node, source: SourceFile): BicepExpression {
  const at = source.at(node);
  switch (node.type) {
    case "string":
      return readString(node, source, readExpression);
    case "number":
      return { kind: "literal", value: Number(node.text), at };
    case "boolean":
      return { kind: "literal", value: node.text === "true", at };
    case "null":
      return { kind: "literal", value: null, at };
    case "identifier":
    case "compatible_identifier":
    case "primitive_type":
      return { kind: "name", name: node.text, at };
    case "parenthesized_expression":
      return readExpression(only(node, source), source);
    case "array":
      return { kind: "array", items: readItems(node, source), at };
    case "object":
      return readObject(node, source);
    case "for_statement":
      return readLoop(node, source);
    case "if_statement":
      return readCondition(node, source);
    default:
      throw bicepError(`"${node.text.split("\n")[0]}" is not understood here.`, at);
  }
}

function readObject(node: Node, source: SourceFile): ObjectExpression {
  const properties: BicepProperty[] = [];
  const resources: ResourceDeclaration[] = [];
  for (const child of named(node).filter(({ type }) => type === "object_property")) {
    const [name, value] = named(child);
    if (name?.type === "resource_declaration") resources.push(readResource(name, source, []));
    else if (name && value)
      properties.push({
        name: propertyName(name, source),
        value: readExpression(value, source),
        at: source.at(child),
      });
    else throw bicepError(`"${child.text}" needs a name and a value.`, source.at(child));
  }
  return { kind: "object", properties, resources, at: source.at(node) };
}

function propertyName(node: Node, source: SourceFile): string | TextExpression {
  if (node.type !== "string") return node.text;
  const text = readString(node, source, readExpression);
  return text.kind === "text" ? text : text.kind === "literal" ? String(text.value) : node.text;
}

function readLoop(node: Node, source: SourceFile): BicepExpression {
  const children = parts(node);
  const word = children.findIndex(({ type }) => type === "in");
  const [list, body] = children.slice(word + 1).filter(({ isNamed }) => isNamed);
  const head = children.slice(0, word).find(({ isNamed }) => isNamed);
  if (!head || !list || !body) throw bicepError("A loop is [for item in list: value].", source.at(node));
  const [item = head.text, index] =
    head.type === "for_loop_parameters" ? named(head).map(({ text }) => text) : [head.text];
  return {
    kind: "loop",
    item,
    index,
    list: readExpression(list, source),
    body: readExpression(body, source),
    at: source.at(node),
  };
}

function readCondition(node: Node, source: SourceFile): BicepExpression {
  const [condition, body] = named(node);
  if (!condition || body?.type !== "object")
    throw bicepError("A condition is if (…) { … }.", source.at(node));
  return {
    kind: "if",
    condition: readExpression(condition, source),
    body: readObject(body, source),
    at: source.at(node),
  };
}
