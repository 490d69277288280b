import { isExceptionOf } from "../compile/exception-family.ts";
import { defineType, member, type TypeDefinition } from "../types/type-definition.ts";
import { NetException } from "../values/net-exception.ts";
import { toNetText } from "../values/net-text.ts";

function exceptionType(fullName: string, standard: string): TypeDefinition {
  const name = fullName.slice(fullName.lastIndexOf(".") + 1);
  const make = (message: string | null, inner?: NetException): NetException =>
    new NetException(fullName, message ?? standard, inner ? { inner } : {});
  return defineType({
    name,
    fullName,
    supers: name === "Exception" ? [] : ["Exception"],
    holds: (value) => value instanceof NetException && isExceptionOf(value.netType, fullName),
    members: [
      member("new()", () => make(null)),
      member("new(string message)", make),
      member("new(string message, Exception innerException)", make),
      ...(name === "Exception" ? shared : []),
    ],
  });
}

const shared = [
  member("string Message", (error: NetException) => error.message),
  member("Exception InnerException", (error: NetException) => error.inner ?? null),
  member("string StackTrace", (error: NetException) => error.stack ?? null),
  member("string Source", () => "expression"),
  member("Exception GetBaseException()", (error: NetException) => {
    let base = error;
    while (base.inner) base = base.inner;
    return base;
  }),
  member("string ToString()", toNetText),
];

export const exceptions = [
  exceptionType("System.Exception", "Exception of type 'System.Exception' was thrown."),
  exceptionType("System.ArgumentException", "Value does not fall within the expected range."),
  exceptionType("System.ArgumentNullException", "Value cannot be null."),
  exceptionType(
    "System.ArgumentOutOfRangeException",
    "Specified argument was out of the range of valid values.",
  ),
  exceptionType(
    "System.InvalidOperationException",
    "Operation is not valid due to the current state of the object.",
  ),
  exceptionType("System.InvalidCastException", "Specified cast is not valid."),
  exceptionType("System.FormatException", "One of the identified items was in an invalid format."),
  exceptionType("System.NullReferenceException", "Object reference not set to an instance of an object."),
  exceptionType("System.IndexOutOfRangeException", "Index was outside the bounds of the array."),
  exceptionType("System.OverflowException", "Arithmetic operation resulted in an overflow."),
  exceptionType("System.DivideByZeroException", "Attempted to divide by zero."),
  exceptionType("System.NotSupportedException", "Specified method is not supported."),
  exceptionType(
    "System.Text.RegularExpressions.RegexMatchTimeoutException",
    "The RegEx engine has timed out while trying to match a pattern to an input string.",
  ),
  exceptionType("System.UriFormatException", "Invalid URI: The format of the URI could not be determined."),
  exceptionType(
    "System.Collections.Generic.KeyNotFoundException",
    "The given key was not present in the dictionary.",
  ),
  exceptionType("Newtonsoft.Json.JsonException", "An error occurred while reading JSON."),
  exceptionType("Newtonsoft.Json.JsonReaderException", "An error occurred while reading JSON."),
];
