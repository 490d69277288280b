import type { Node } from "web-tree-sitter";
import type { Term } from "./associate.ts";
import { readStatement } from "./read-statement.ts";
import { readTerms } from "./read-terms.ts";
import { readType } from "./read-type.ts";
import { part, partsOf, type SyntaxReader } from "./syntax-reader.ts";
import type { Expression, LambdaParameter } from "./syntax-tree.ts";

/** `x => …` takes all that follows it; `x => { … }` is an operand of its own. */
export function readLambdaTerms(node: Node, reader: SyntaxReader): Term[] {
  const at = reader.at(node);
  const parameters = readParameters(part(node, "parameters"), reader);
  const body = part(node, "body");
  if (body.type === "block") {
    const value: Expression = { kind: "lambda", parameters, body: readStatement(body, reader), at };
    return [{ kind: "operand", value }];
  }
  return [
    { kind: "opening", apply: (rest) => ({ kind: "lambda", parameters, body: rest, at }) },
    ...readTerms(body, reader),
  ];
}

export function readParameters(node: Node, reader: SyntaxReader): LambdaParameter[] {
  if (node.type !== "parameter_list") return [{ name: node.text, type: undefined, at: reader.at(node) }];
  return partsOf(node).map((parameter) => {
    const type = parameter.childForFieldName("type");
    return {
      name: part(parameter, "name").text,
      type: type ? readType(type, reader) : undefined,
      at: reader.at(parameter),
    };
  });
}
