import type { BicepPosition } from "./bicep-error.ts";
import type { ResourceDeclaration } from "./bicep-file.ts";

interface At {
  readonly at: BicepPosition;
}

/** What stands on the right of a `=` or `:`, with the precedence of the language. */
export type BicepExpression =
  | (At & { readonly kind: "literal"; readonly value: string | number | boolean | null })
  | TextExpression
  | ArrayExpression
  | ObjectExpression
  | (At & { readonly kind: "name"; readonly name: string })
  | MemberExpression
  | IndexExpression
  | (At & { readonly kind: "child"; readonly object: BicepExpression; readonly name: string })
  | CallExpression
  | (At & { readonly kind: "unary"; readonly operator: string; readonly operand: BicepExpression })
  | BinaryExpression
  | TernaryExpression
  | LambdaExpression
  | LoopExpression
  | ConditionalBody;

/** `'a${b}c'`. */
export interface TextExpression extends At {
  readonly kind: "text";
  readonly parts: readonly (string | BicepExpression)[];
}

export interface ArrayExpression extends At {
  readonly kind: "array";
  readonly items: readonly BicepExpression[];
}

export interface ObjectExpression extends At {
  readonly kind: "object";
  readonly properties: readonly BicepProperty[];
  /** Child resources declared inside. */
  readonly resources: readonly ResourceDeclaration[];
}

export interface BicepProperty extends At {
  readonly name: string | TextExpression;
  readonly value: BicepExpression;
}

/** `object.name`, or `object.?name` which is null where there is nothing. */
export interface MemberExpression extends At {
  readonly kind: "member";
  readonly object: BicepExpression;
  readonly name: string;
  readonly safe: boolean;
}

export interface IndexExpression extends At {
  readonly kind: "index";
  readonly object: BicepExpression;
  readonly index: BicepExpression;
  readonly safe: boolean;
}

export interface CallExpression extends At {
  readonly kind: "call";
  readonly callee: BicepExpression;
  readonly arguments: readonly BicepExpression[];
}

export interface BinaryExpression extends At {
  readonly kind: "binary";
  readonly operator: string;
  readonly left: BicepExpression;
  readonly right: BicepExpression;
}

export interface TernaryExpression extends At {
  readonly kind: "ternary";
  readonly condition: BicepExpression;
  readonly consequence: BicepExpression;
  readonly alternative: BicepExpression;
}

export interface LambdaExpression extends At {
  readonly kind: "lambda";
  readonly parameters: readonly string[];
  readonly body: BicepExpression;
}

/** `[for (item, index) in list: body]`. */
export interface LoopExpression extends At {
  readonly kind: "loop";
  readonly item: string;
  readonly index: string | undefined;
  readonly list: BicepExpression;
  readonly body: BicepExpression;
}

/** `if (condition) { … }` of a resource or a module. */
export interface ConditionalBody extends At {
  readonly kind: "if";
  readonly condition: BicepExpression;
  readonly body: ObjectExpression;
}
