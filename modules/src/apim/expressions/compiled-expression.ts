import type { Exchange } from "../pipeline/exchange.ts";

/** A C# expression or statement body of a policy, compiled to a closure. */
export interface CompiledExpression {
  /** Bodies it may look at; they are read before it runs. */
  readonly reads: { readonly requestBody: boolean; readonly responseBody: boolean };
  /** The value in .NET form (see `net-value.ts`). Throws `NetException` as the C# would. */
  evaluate(exchange: Exchange): unknown;
}
