import type { BicepPosition } from "./bicep-error.ts";
import type { BicepExpression } from "./bicep-expression.ts";

/** `@maxLength(10)`. */
export interface Decorator {
  readonly name: string;
  readonly arguments: readonly BicepExpression[];
  readonly position: BicepPosition;
}

/** A type as far as values are held against it. */
export interface BicepType {
  readonly base: "string" | "int" | "bool" | "object" | "array" | "other";
  readonly nullable: boolean;
  /** The only values of a union of literals. */
  readonly literals: readonly (string | number | boolean)[] | undefined;
  /** As it is written. */
  readonly text: string;
}

interface Declaration {
  readonly name: string;
  readonly position: BicepPosition;
  readonly decorators: readonly Decorator[];
}

export interface ParameterDeclaration extends Declaration {
  readonly type: BicepType;
  readonly fallback: BicepExpression | undefined;
}

export interface VariableDeclaration extends Declaration {
  readonly value: BicepExpression;
}

export interface OutputDeclaration extends Declaration {
  readonly type: BicepType;
  readonly value: BicepExpression;
}

export interface ResourceDeclaration extends Declaration {
  /** `Microsoft.ApiManagement/service`; of a child declared inside another, the last part may stand alone. */
  readonly type: string;
  readonly apiVersion: string;
  readonly existing: boolean;
  readonly body: BicepExpression;
}

export interface ModuleDeclaration extends Declaration {
  /** As written: relative to the file that names it. */
  readonly path: string;
  readonly body: BicepExpression;
}

export interface FunctionDeclaration extends Declaration {
  readonly parameters: readonly string[];
  readonly value: BicepExpression;
}

/** A Bicep file, read but not evaluated. */
export interface BicepFile {
  /** As messages name it. */
  readonly file: string;
  readonly path: string;
  readonly targetScope: string;
  readonly parameters: readonly ParameterDeclaration[];
  readonly variables: readonly VariableDeclaration[];
  readonly resources: readonly ResourceDeclaration[];
  readonly modules: readonly ModuleDeclaration[];
  readonly outputs: readonly OutputDeclaration[];
  readonly functions: readonly FunctionDeclaration[];
}
