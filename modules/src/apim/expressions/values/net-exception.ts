import { LabError } from "../../../core/errors.ts";

export interface NetExceptionOptions {
  readonly inner?: NetException | undefined;
  /** False for what ends the whole expression whatever it catches: the step budget. */
  readonly catchable?: boolean;
  readonly cause?: unknown;
}

/** An exception of .NET: `netType` is its full name, `System.FormatException`; `message` is .NET's own text. */
export class NetException extends LabError {
  readonly netType: string;
  readonly inner: NetException | undefined;
  readonly catchable: boolean;

  constructor(
    netType: string,
    message: string,
    { inner, catchable = true, cause }: NetExceptionOptions = {},
  ) {
    super(message, { code: "APIM_EXPRESSION_FAILED", cause });
    this.netType = netType;
    this.inner = inner;
    this.catchable = catchable;
  }
}

export function nullReference(): NetException {
  return new NetException(
    "System.NullReferenceException",
    "Object reference not set to an instance of an object.",
  );
}

export function formatError(message = "Input string was not in a correct format."): NetException {
  return new NetException("System.FormatException", message);
}

export function keyNotFound(): NetException {
  return new NetException(
    "System.Collections.Generic.KeyNotFoundException",
    "The given key was not present in the dictionary.",
  );
}

export function invalidOperation(message: string): NetException {
  return new NetException("System.InvalidOperationException", message);
}

export function argumentNull(parameter: string): NetException {
  return new NetException(
    "System.ArgumentNullException",
    `Value cannot be null.\r\nParameter name: ${parameter}`,
  );
}

export function argumentOutOfRange(parameter: string, message?: string): NetException {
  const why = message ?? "Specified argument was out of the range of valid values.";
  return new NetException("System.ArgumentOutOfRangeException", `${why}\r\nParameter name: ${parameter}`);
}

export function invalidArgument(message: string): NetException {
  return new NetException("System.ArgumentException", message);
}

export function indexOutOfRange(): NetException {
  return new NetException("System.IndexOutOfRangeException", "Index was outside the bounds of the array.");
}

export function overflow(typeName: string): NetException {
  return new NetException(
    "System.OverflowException",
    `Value was either too large or too small for ${typeName}.`,
  );
}

export function arithmeticOverflow(): NetException {
  return new NetException("System.OverflowException", "Arithmetic operation resulted in an overflow.");
}

/** @param catchable whether the policy set the limit itself */
export function regexTimeout(catchable: boolean): NetException {
  return new NetException(
    "System.Text.RegularExpressions.RegexMatchTimeoutException",
    "The RegEx engine has timed out while trying to match a pattern to an input string.",
    { catchable },
  );
}

export function divideByZero(): NetException {
  return new NetException("System.DivideByZeroException", "Attempted to divide by zero.");
}
