/** A type as it is written: `Dictionary<string, int[]>`. Arrays are `[]`, nullable ones `?`, both with one argument. */
export interface TypeSyntax {
  readonly name: string;
  readonly args: readonly TypeSyntax[];
  /** Offset in the text of the expression. */
  readonly at: number;
}

export interface Argument {
  /** `preserveContent` in `As<string>(preserveContent: true)`. */
  readonly name: string | undefined;
  readonly mode: "value" | "out" | "ref";
  readonly value: Expression;
}

export interface LambdaParameter {
  readonly name: string;
  readonly type: TypeSyntax | undefined;
  readonly at: number;
}

/** `["key"] = value`, `Name = value` or a value (or several in braces) that is added. */
export type InitializerEntry =
  | {
      readonly kind: "index";
      readonly args: readonly Argument[];
      readonly value: InitializerValue;
      readonly at: number;
    }
  | {
      readonly kind: "property";
      readonly name: string;
      readonly value: InitializerValue;
      readonly at: number;
    }
  | { readonly kind: "add"; readonly values: readonly InitializerValue[]; readonly at: number };

export type InitializerValue = Expression | Initializer;

export interface Initializer {
  readonly kind: "initializer";
  readonly entries: readonly InitializerEntry[];
  readonly at: number;
}

export type InterpolationPart =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "value";
      readonly value: Expression;
      readonly alignment: number;
      readonly format: string | undefined;
    };

export type Pattern =
  | { readonly kind: "constant-pattern"; readonly value: Expression; readonly at: number }
  | {
      readonly kind: "type-pattern";
      readonly type: TypeSyntax;
      readonly name: string | undefined;
      readonly at: number;
    }
  | { readonly kind: "discard-pattern"; readonly at: number }
  | { readonly kind: "var-pattern"; readonly name: string; readonly at: number }
  | {
      readonly kind: "relational-pattern";
      readonly operator: string;
      readonly value: Expression;
      readonly at: number;
    }
  | { readonly kind: "not-pattern"; readonly pattern: Pattern; readonly at: number }
  | {
      readonly kind: "logical-pattern";
      readonly operator: "and" | "or";
      readonly left: Pattern;
      readonly right: Pattern;
      readonly at: number;
    };

export type Literal =
  | { readonly type: "null" }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "char"; readonly value: string }
  /** Digits without separators and suffix; radix 10, 16 or 2; `suffix` in lower case: `l`, `ul`, `d`, `f`, `m`, or empty. */
  | {
      readonly type: "integer";
      readonly digits: string;
      readonly radix: 2 | 10 | 16;
      readonly suffix: string;
    }
  | { readonly type: "real"; readonly digits: string; readonly suffix: string };

interface At {
  readonly at: number;
}

export type Expression = At &
  (
    | { readonly kind: "literal"; readonly literal: Literal }
    | { readonly kind: "name"; readonly name: string; readonly typeArgs: readonly TypeSyntax[] }
    | {
        readonly kind: "member";
        readonly target: Expression;
        readonly name: string;
        readonly typeArgs: readonly TypeSyntax[];
        readonly nameAt: number;
      }
    /** `string` in `string.Join`. */
    | { readonly kind: "type"; readonly type: TypeSyntax }
    | { readonly kind: "call"; readonly callee: Expression; readonly args: readonly Argument[] }
    | { readonly kind: "index"; readonly target: Expression; readonly args: readonly Argument[] }
    /** `target?.…`: `rest` starts from the `receiver` that stands for the target. */
    | { readonly kind: "conditional-access"; readonly target: Expression; readonly rest: Expression }
    | { readonly kind: "receiver" }
    | { readonly kind: "unary"; readonly operator: string; readonly operand: Expression }
    | {
        readonly kind: "step";
        readonly operator: "++" | "--";
        readonly prefix: boolean;
        readonly target: Expression;
      }
    | {
        readonly kind: "binary";
        readonly operator: string;
        readonly left: Expression;
        readonly right: Expression;
      }
    | {
        readonly kind: "assign";
        readonly operator: string;
        readonly target: Expression;
        readonly value: Expression;
      }
    | {
        readonly kind: "ternary";
        readonly test: Expression;
        readonly yes: Expression;
        readonly no: Expression;
      }
    | { readonly kind: "cast"; readonly type: TypeSyntax; readonly value: Expression }
    | { readonly kind: "as"; readonly type: TypeSyntax; readonly value: Expression }
    | { readonly kind: "is"; readonly value: Expression; readonly pattern: Pattern }
    | {
        readonly kind: "new";
        readonly type: TypeSyntax;
        readonly args: readonly Argument[];
        readonly initializer: Initializer | undefined;
      }
    | {
        readonly kind: "new-anonymous";
        readonly members: readonly {
          readonly name: string;
          readonly value: Expression;
          readonly at: number;
        }[];
      }
    | {
        readonly kind: "new-array";
        readonly element: TypeSyntax | undefined;
        readonly length: Expression | undefined;
        readonly items: Initializer | undefined;
      }
    | {
        readonly kind: "lambda";
        readonly parameters: readonly LambdaParameter[];
        readonly body: Expression | Statement;
      }
    | { readonly kind: "interpolation"; readonly parts: readonly InterpolationPart[] }
    | { readonly kind: "tuple"; readonly items: readonly Argument[] }
    | { readonly kind: "default"; readonly type: TypeSyntax | undefined }
    | { readonly kind: "typeof"; readonly type: TypeSyntax }
    | { readonly kind: "throw"; readonly value: Expression }
    /** `out var x`, `var (a, b) = …`. */
    | { readonly kind: "declaration"; readonly type: TypeSyntax; readonly name: string }
    | {
        readonly kind: "switch-value";
        readonly value: Expression;
        readonly arms: readonly SwitchArm[];
      }
    | { readonly kind: "query"; readonly clauses: readonly QueryClause[]; readonly select: Expression }
    /** A pattern where an operand is expected; only `is` takes it. */
    | { readonly kind: "pattern"; readonly pattern: Pattern }
    /** What could not be read; a problem has been noted. */
    | { readonly kind: "unreadable" }
  );

export interface SwitchArm {
  readonly pattern: Pattern;
  readonly when: Expression | undefined;
  readonly value: Expression;
}

export type QueryClause =
  | { readonly kind: "from"; readonly name: string; readonly source: Expression; readonly at: number }
  | { readonly kind: "where"; readonly test: Expression; readonly at: number }
  | { readonly kind: "let"; readonly name: string; readonly value: Expression; readonly at: number }
  | {
      readonly kind: "orderby";
      readonly keys: readonly { readonly value: Expression; readonly descending: boolean }[];
      readonly at: number;
    };

export interface VariableDeclarator {
  readonly name: string;
  readonly value: Expression | Initializer | undefined;
  readonly at: number;
}

export type Statement = At &
  (
    | { readonly kind: "block"; readonly statements: readonly Statement[] }
    | { readonly kind: "empty" }
    | { readonly kind: "expression"; readonly value: Expression }
    | {
        readonly kind: "variables";
        readonly type: TypeSyntax;
        readonly variables: readonly VariableDeclarator[];
        readonly using: boolean;
      }
    /** `var (a, b) = value`. */
    | {
        readonly kind: "deconstruct";
        readonly names: readonly (string | undefined)[];
        readonly value: Expression;
      }
    | {
        readonly kind: "function";
        readonly name: string;
        readonly type: TypeSyntax;
        readonly lambda: Expression & { readonly kind: "lambda" };
      }
    | {
        readonly kind: "if";
        readonly test: Expression;
        readonly yes: Statement;
        readonly no: Statement | undefined;
      }
    | {
        readonly kind: "for";
        readonly start: readonly Statement[];
        readonly test: Expression | undefined;
        readonly update: readonly Expression[];
        readonly body: Statement;
      }
    | {
        readonly kind: "foreach";
        readonly type: TypeSyntax;
        readonly names: readonly (string | undefined)[];
        readonly deconstruct: boolean;
        readonly source: Expression;
        readonly body: Statement;
      }
    | { readonly kind: "while"; readonly test: Expression; readonly body: Statement }
    | { readonly kind: "do"; readonly body: Statement; readonly test: Expression }
    | { readonly kind: "switch"; readonly value: Expression; readonly sections: readonly SwitchSection[] }
    | { readonly kind: "break" }
    | { readonly kind: "continue" }
    | { readonly kind: "return"; readonly value: Expression | undefined }
    | { readonly kind: "throw"; readonly value: Expression | undefined }
    | {
        readonly kind: "try";
        readonly body: Statement;
        readonly catches: readonly CatchClause[];
        readonly finally: Statement | undefined;
      }
    | { readonly kind: "using"; readonly resource: Statement; readonly body: Statement }
  );

export interface SwitchSection {
  readonly labels: readonly {
    readonly pattern: Pattern | undefined;
    readonly when: Expression | undefined;
  }[];
  readonly body: readonly Statement[];
  readonly at: number;
}

export interface CatchClause {
  readonly type: TypeSyntax | undefined;
  readonly name: string | undefined;
  readonly when: Expression | undefined;
  readonly body: Statement;
  readonly at: number;
}
