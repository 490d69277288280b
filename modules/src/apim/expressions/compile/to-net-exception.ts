import { NetException } from "../values/net-exception.ts";
import { outOfMemory } from "../values/sequences.ts";

/** What .NET would have thrown where JavaScript's own limits were met; anything else is no affair of the expression. */
export function toNetException(error: unknown): NetException | undefined {
  if (error instanceof NetException) return error;
  if (!(error instanceof RangeError)) return undefined;
  if (/call stack/i.test(error.message)) {
    return new NetException(
      "System.InsufficientExecutionStackException",
      "The expression calls itself too deeply.",
      {
        catchable: false,
        cause: error,
      },
    );
  }
  return /string length|array length|allocation/i.test(error.message) ? outOfMemory() : undefined;
}
