import type { SourcePosition } from "../documents/policy-element.ts";
import type { Exchange } from "./exchange.ts";

/** An attribute or a text, literal or expression, compiled once when the gateway loads. */
export interface PolicyValue {
  readonly position: SourcePosition;
  /** The policy it belongs to, which an error names. */
  readonly policy: string;
  /** The text itself when it is no expression. */
  readonly literal: string | undefined;
  /** The value in .NET form. Throws `PolicyError` (ExpressionValueEvaluationFailure). Waits only when a body must be read first. */
  evaluate(exchange: Exchange): unknown;
  /** As text, as .NET's `ToString` writes it; null is "". */
  text(exchange: Exchange): Promise<string>;
  /** `true`, `True`, or a Boolean; throws `PolicyError` for anything else. */
  boolean(exchange: Exchange): Promise<boolean>;
  /** A finite number; throws `PolicyError` for anything else. */
  number(exchange: Exchange): Promise<number>;
}
