import type { Node } from "web-tree-sitter";
import { readExpression } from "./read-expression.ts";
import { hasToken, part, partsOf, type SyntaxReader } from "./syntax-reader.ts";
import type { Expression, QueryClause } from "./syntax-tree.ts";

/** Reads `from x in list where … orderby … select …`. */
export function readQuery(node: Node, reader: SyntaxReader): Expression {
  const clauses: QueryClause[] = [];
  const at = reader.at(node);
  let select: Expression | undefined;
  for (const child of partsOf(node)) {
    if (child.type === "select_clause") select = readLast(child, reader);
    else {
      const clause = readClause(child, reader);
      if (clause) clauses.push(clause);
    }
  }
  return { kind: "query", clauses, select: select ?? { kind: "unreadable", at }, at };
}

function readClause(node: Node, reader: SyntaxReader): QueryClause | undefined {
  const at = reader.at(node);
  switch (node.type) {
    case "from_clause":
      return { kind: "from", name: part(node, "name").text, source: readLast(node, reader), at };
    case "where_clause":
      return { kind: "where", test: readLast(node, reader), at };
    case "let_clause":
      return { kind: "let", name: partsOf(node)[0]?.text ?? "", value: readLast(node, reader), at };
    case "order_by_clause":
      return { kind: "orderby", keys: readKeys(node, reader), at };
    default:
      reader.problem(`'${node.text}' cannot be used here; write it with LINQ's methods (Join, GroupBy).`, at);
      return undefined;
  }
}

function readKeys(node: Node, reader: SyntaxReader): { value: Expression; descending: boolean }[] {
  const keys: { value: Expression; descending: boolean }[] = [];
  for (const child of node.children) {
    const last = keys.at(-1);
    if (child.type === "descending" && last) last.descending = true;
    else if (child.isNamed && child.type !== "comment") {
      keys.push({ value: readExpression(child, reader), descending: hasToken(child, "descending") });
    }
  }
  return keys;
}

function readLast(node: Node, reader: SyntaxReader): Expression {
  const last = partsOf(node).at(-1);
  return last ? readExpression(last, reader) : { kind: "unreadable", at: reader.at(node) };
}
