import type { Expression, Statement } from "../syntax/syntax-tree.ts";

/** Whether the end of a statement can be reached, by C#'s rules: conditions count only when they are `true` or `false`. */
export function canComplete(statement: Statement): boolean {
  switch (statement.kind) {
    case "return":
    case "throw":
    case "break":
    case "continue":
      return false;
    case "block":
      return statement.statements.every(canComplete);
    case "if":
      return canCompleteIf(statement);
    case "while":
      return !isTrue(statement.test) || hasBreak(statement.body);
    case "for":
      return (statement.test !== undefined && !isTrue(statement.test)) || hasBreak(statement.body);
    case "do":
      return (canComplete(statement.body) && !isTrue(statement.test)) || hasBreak(statement.body);
    case "switch":
      return canCompleteSwitch(statement);
    case "try":
      return canCompleteTry(statement);
    case "using":
      return canComplete(statement.body);
    default:
      return true;
  }
}

type Of<Kind extends Statement["kind"]> = Extract<Statement, { kind: Kind }>;

function canCompleteIf({ test, yes, no }: Of<"if">): boolean {
  if (isTrue(test)) return canComplete(yes);
  return canComplete(yes) || no === undefined || canComplete(no);
}

function canCompleteSwitch({ sections }: Of<"switch">): boolean {
  const hasDefault = sections.some(({ labels }) => labels.some((label) => label.pattern === undefined));
  return !hasDefault || sections.some(({ body }) => body.some(hasBreak) || body.every(canComplete));
}

function canCompleteTry({ body, catches, finally: last }: Of<"try">): boolean {
  if (last && !canComplete(last)) return false;
  return canComplete(body) || catches.some((clause) => canComplete(clause.body));
}

function isTrue(test: Expression): boolean {
  return test.kind === "literal" && test.literal.type === "bool" && test.literal.value;
}

/** Whether a `break` inside leaves the loop or switch around. */
function hasBreak(statement: Statement): boolean {
  switch (statement.kind) {
    case "break":
      return true;
    case "block":
      return statement.statements.some(hasBreak);
    case "if":
      return hasBreak(statement.yes) || (statement.no !== undefined && hasBreak(statement.no));
    case "try":
      return hasBreak(statement.body) || statement.catches.some((clause) => hasBreak(clause.body));
    case "using":
      return hasBreak(statement.body);
    default:
      return false;
  }
}
