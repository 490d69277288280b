import type { Cursor } from "./cursor.ts";
import { describeToken } from "./cursor.ts";
import { syntaxError } from "./kql-error.ts";
import { parseExpression } from "./parse-expression.ts";
import { parseQuery } from "./parse-query.ts";
import type { Expression, JoinKind, Query, Step } from "./syntax.ts";

type Join = Omit<Extract<Step, { operator: "join" }>, "at">;

const KINDS: Readonly<Record<string, JoinKind>> = {
  innerunique: "innerunique",
  inner: "inner",
  leftouter: "leftouter",
  rightouter: "rightouter",
  fullouter: "fullouter",
  leftanti: "leftanti",
  anti: "leftanti",
  leftantisemi: "leftanti",
  rightanti: "rightanti",
  rightantisemi: "rightanti",
  leftsemi: "leftsemi",
  rightsemi: "rightsemi",
};

/** `kind=inner (dependencies | …) on operation_Id, $left.id == $right.operation_ParentId` */
export function parseJoin(cursor: Cursor, usual: JoinKind, withoutRightKeys: boolean): Join {
  let kind = usual;
  while (cursor.peek().kind === "name" && cursor.peek(1).text === "=") {
    const option = cursor.next();
    cursor.next();
    const value = cursor.next();
    if (option.text === "kind") kind = kindNamed(value.text, value.start);
    else if (!option.text.startsWith("hint"))
      throw syntaxError(`'join' has no '${option.text}'; it has kind.`, option.start);
  }
  const right = parseRight(cursor);
  cursor.expect("on", "after the table that is joined");
  const on = [readCondition(parseExpression(cursor))];
  while (cursor.accept(",")) on.push(readCondition(parseExpression(cursor)));
  return { operator: "join", kind, right, on, withoutRightKeys };
}

function kindNamed(name: string, at: number): JoinKind {
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (kind) return kind;
  throw syntaxError(`'${name}' is no kind of join; there are ${Object.keys(KINDS).join(", ")}.`, at);
}

function parseRight(cursor: Cursor): Query {
  const { start: at, kind, text } = cursor.peek();
  if (kind === "name") {
    cursor.next();
    return { source: { form: "table", name: text, at }, steps: [] };
  }
  if (!cursor.accept("(")) throw syntaxError(`Expected a table, found ${describeToken(cursor.peek())}.`, at);
  const query = parseQuery(cursor);
  cursor.expect(")", "to close the parenthesis");
  return query;
}

function readCondition(condition: Expression): readonly [string, string] {
  if (condition.form === "name") return [condition.name, condition.name];
  if (condition.form === "binary" && condition.operator === "==") {
    const sides = [sideOf(condition.left), sideOf(condition.right)];
    const left = sides.find((side) => side?.side === "$left");
    const right = sides.find((side) => side?.side === "$right");
    if (left && right) return [left.name, right.name];
  }
  throw syntaxError("'on' takes a column of both sides, or $left.a == $right.b.", condition.at);
}

function sideOf(expression: Expression) {
  if (expression.form !== "member" || expression.of.form !== "name" || expression.key.form !== "literal")
    return undefined;
  return { side: expression.of.name, name: String(expression.key.value) };
}
