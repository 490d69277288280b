import type { Expression, Pattern } from "./syntax-tree.ts";

/**
 * An expression as a row of operands and operators. The grammar groups `a && b?.c == d` and `x is null || y` otherwise
 * than C# does, so its grouping is taken apart and done again with C#'s precedence.
 */
export type Term =
  | { readonly kind: "operand"; readonly value: Expression }
  /** `.name`, `(…)`, `[…]`, `++` after an operand; `guard` marks a `?` before it. */
  | {
      readonly kind: "suffix";
      readonly at: number;
      readonly guard: boolean;
      readonly apply: (target: Expression) => Expression;
    }
  /** `!`, `-`, a cast: binds tighter than any operator between two operands. */
  | { readonly kind: "prefix"; readonly apply: (operand: Expression) => Expression }
  /** `x =>`, `throw`: takes all that follows. */
  | { readonly kind: "opening"; readonly apply: (rest: Expression) => Expression }
  | { readonly kind: "not"; readonly at: number }
  | { readonly kind: "operator"; readonly operator: string; readonly at: number }
  /** `as` and `is` with a type: nothing follows on the right. */
  | { readonly kind: "type-operator"; readonly apply: (left: Expression) => Expression }
  | { readonly kind: "ternary"; readonly yes: Expression; readonly at: number };

const LEVELS: Readonly<Record<string, number>> = {
  "??": 3,
  "||": 4,
  "&&": 5,
  "|": 6,
  "^": 7,
  "&": 8,
  "==": 9,
  "!=": 9,
  "<": 10,
  ">": 10,
  "<=": 10,
  ">=": 10,
  is: 10,
  "<<": 11,
  ">>": 11,
  ">>>": 11,
  "+": 12,
  "-": 12,
  "*": 13,
  "/": 13,
  "%": 13,
};
const ASSIGNMENT = 1;
const TERNARY = 2;
const COALESCE = 3;
const RELATIONAL = 10;

/** Groups the row as C# does. */
export function associate(terms: readonly Term[]): Expression {
  const row = new Row(terms);
  return row.expression(0);
}

class Row {
  readonly #terms: readonly Term[];
  #next = 0;

  constructor(terms: readonly Term[]) {
    this.#terms = terms;
  }

  expression(level: number): Expression {
    let left = this.#operand();
    for (;;) {
      const term = this.#terms[this.#next];
      const grown = term && this.#grow(left, term, level);
      if (!grown) return left;
      left = grown;
    }
  }

  /** One more operator on the right of `left`, or undefined when it belongs to somebody further out. */
  #grow(left: Expression, term: Term, level: number): Expression | undefined {
    if (term.kind === "ternary") {
      if (level > TERNARY) return undefined;
      this.#next += 1;
      return { kind: "ternary", test: left, yes: term.yes, no: this.expression(ASSIGNMENT), at: left.at };
    }
    if (term.kind === "type-operator") {
      if (level > RELATIONAL) return undefined;
      this.#next += 1;
      return term.apply(left);
    }
    return term.kind === "operator" ? this.#binary(left, term.operator, level) : undefined;
  }

  #binary(left: Expression, operator: string, level: number): Expression | undefined {
    const own = LEVELS[operator] ?? ASSIGNMENT;
    if (own < level) return undefined;
    this.#next += 1;
    const rightward = own === ASSIGNMENT || own === COALESCE;
    const right = this.expression(rightward ? own : own + 1);
    if (operator === "is") return { kind: "is", value: left, pattern: patternOf(right), at: left.at };
    if (own === ASSIGNMENT) return { kind: "assign", operator, target: left, value: right, at: left.at };
    return { kind: "binary", operator, left, right, at: left.at };
  }

  #operand(): Expression {
    const term = this.#terms[this.#next];
    this.#next += 1;
    switch (term?.kind) {
      case "prefix":
        return term.apply(this.#operand());
      case "opening":
        return term.apply(this.expression(0));
      case "not":
        return negated(this.#operand(), term.at);
      case "operand":
        return this.#suffixes(term.value);
      default:
        return { kind: "unreadable", at: 0 };
    }
  }

  #suffixes(operand: Expression): Expression {
    let value = operand;
    for (let term = this.#terms[this.#next]; term?.kind === "suffix"; term = this.#terms[this.#next]) {
      this.#next += 1;
      if (!term.guard) value = term.apply(value);
      else {
        const receiver: Expression = { kind: "receiver", at: term.at };
        // Everything after `?.` up to the end of the chain is skipped together.
        return {
          kind: "conditional-access",
          target: value,
          rest: this.#suffixes(term.apply(receiver)),
          at: value.at,
        };
      }
    }
    return value;
  }
}

function negated(operand: Expression, at: number): Expression {
  return { kind: "pattern", pattern: { kind: "not-pattern", pattern: patternOf(operand), at }, at };
}

function patternOf(value: Expression): Pattern {
  return value.kind === "pattern" ? value.pattern : { kind: "constant-pattern", value, at: value.at };
}
