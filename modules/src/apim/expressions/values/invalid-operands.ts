import { NetException } from "./net-exception.ts";
import { netTypeOf } from "./net-text.ts";

/** What C#'s run-time binder says when an operator has no meaning for its operands. */
export function invalidOperands(operator: string, ...operands: readonly unknown[]): NetException {
  const types = operands.map((operand) => (operand === null ? "<null>" : netTypeOf(operand)));
  const what =
    types.length === 1 ? `operand of type '${types[0]}'` : `operands of type '${types.join("' and '")}'`;
  return new NetException(
    "Microsoft.CSharp.RuntimeBinder.RuntimeBinderException",
    `Operator '${operator}' cannot be applied to ${what}`,
  );
}
