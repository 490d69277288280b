import type { Column, KqlType, Value } from "./value.ts";

/** A part of a query; `at` is its offset in the text. */
export type Expression =
  | { readonly form: "literal"; readonly type: KqlType; readonly value: Value; readonly at: number }
  | { readonly form: "name"; readonly name: string; readonly at: number }
  | { readonly form: "star"; readonly at: number }
  | { readonly form: "member"; readonly of: Expression; readonly key: Expression; readonly at: number }
  | {
      readonly form: "call";
      readonly name: string;
      readonly args: readonly Expression[];
      readonly at: number;
    }
  | { readonly form: "negative"; readonly of: Expression; readonly at: number }
  | {
      readonly form: "binary";
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
    }
  | {
      readonly form: "list";
      /** `in`, `!in`, `in~`, `!in~`, `has_any`, `has_all` */
      readonly operator: string;
      readonly left: Expression;
      readonly items: readonly Expression[];
      readonly at: number;
    }
  | {
      readonly form: "between";
      readonly not: boolean;
      readonly of: Expression;
      readonly from: Expression;
      readonly to: Expression;
      readonly at: number;
    }
  | { readonly form: "query"; readonly query: Query; readonly at: number };

/** `name = expression`, or `(a, b) = expression` where it gives several columns. */
export interface NamedExpression {
  readonly names: readonly string[];
  readonly expression: Expression;
}

/** Of `mv-expand`: the type its values are converted to. */
export interface ExpandedColumn extends NamedExpression {
  readonly to?: KqlType;
}

/** Of `parse`: a text that stands there, anything, or a column. */
export type PatternPart =
  | { readonly text: string; readonly at: number }
  | { readonly any: true }
  | { readonly name: string; readonly type: KqlType };

export interface SortKey {
  readonly expression: Expression;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

export type JoinKind =
  | "innerunique"
  | "inner"
  | "leftouter"
  | "rightouter"
  | "fullouter"
  | "leftanti"
  | "rightanti"
  | "leftsemi"
  | "rightsemi";

/** One operator behind a `|`. */
export type Step = { readonly at: number } & (
  | { readonly operator: "where"; readonly condition: Expression }
  | { readonly operator: "extend" | "project" | "distinct"; readonly columns: readonly NamedExpression[] }
  | {
      readonly operator: "project-away" | "project-keep" | "project-reorder";
      readonly patterns: readonly string[];
    }
  | {
      readonly operator: "project-rename";
      readonly renames: readonly (readonly [to: string, from: string])[];
    }
  | {
      readonly operator: "summarize";
      readonly aggregates: readonly NamedExpression[];
      readonly by: readonly NamedExpression[];
    }
  | { readonly operator: "order"; readonly keys: readonly SortKey[] }
  | { readonly operator: "top"; readonly count: Expression; readonly keys: readonly SortKey[] }
  | { readonly operator: "take"; readonly count: Expression }
  | { readonly operator: "count" | "getschema" | "nothing" }
  | { readonly operator: "render"; readonly visualization: string }
  | {
      readonly operator: "join";
      readonly kind: JoinKind;
      readonly right: Query;
      readonly on: readonly (readonly [left: string, right: string])[];
      /** `lookup` leaves the right side's keys out. */
      readonly withoutRightKeys: boolean;
    }
  | { readonly operator: "union"; readonly union: Union }
  | {
      readonly operator: "mv-expand";
      readonly columns: readonly ExpandedColumn[];
      /** Members of a bag become `[name, value]`. */
      readonly pairs: boolean;
      /** Column that counts the items of a row, from 0. */
      readonly indexColumn?: string;
      /** Items of a row. */
      readonly most?: Expression;
    }
  | {
      readonly operator: "parse";
      readonly of: Expression;
      readonly parts: readonly PatternPart[];
      readonly kind: "simple" | "relaxed" | "regex";
      /** Rows that do not fit are left out. */
      readonly filters: boolean;
    }
  | { readonly operator: "unpack"; readonly of: Expression; readonly prefix: string }
);

export interface Union {
  readonly inner: boolean;
  /** Tables that are not there are left out. */
  readonly fuzzy: boolean;
  /** Column that tells the table. */
  readonly sourceColumn?: string;
  readonly sources: readonly Query[];
}

export type Source = { readonly at: number } & (
  | { readonly form: "call"; readonly name: string; readonly args: readonly Expression[] }
  | { readonly form: "table"; readonly name: string }
  | { readonly form: "query"; readonly query: Query }
  | { readonly form: "union"; readonly union: Union }
  | { readonly form: "print"; readonly columns: readonly NamedExpression[] }
  | {
      readonly form: "datatable";
      readonly columns: readonly Column[];
      readonly values: readonly Expression[];
    }
  | {
      readonly form: "range";
      readonly name: string;
      readonly from: Expression;
      readonly to: Expression;
      readonly step: Expression;
    }
);

export interface Query {
  readonly source: Source;
  readonly steps: readonly Step[];
}

/** A whole text, or the body of a function: what it names first, then its query, or the value of a function. */
export interface Program {
  readonly lets: readonly Let[];
  readonly result: Expression;
}

export interface Let {
  readonly name: string;
  readonly value:
    | Expression
    | { readonly form: "function"; readonly parameters: readonly OwnParameter[]; readonly body: Program };
  readonly at: number;
}

/** Of a function that the query defines. */
export interface OwnParameter {
  readonly name: string;
  /** Without it, a table. */
  readonly type?: KqlType;
  readonly usual?: Expression;
}
