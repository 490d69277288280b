const BASES: Readonly<Record<string, string>> = {
  "System.ArgumentNullException": "System.ArgumentException",
  "System.ArgumentOutOfRangeException": "System.ArgumentException",
  "System.DivideByZeroException": "System.ArithmeticException",
  "System.OverflowException": "System.ArithmeticException",
  "System.UriFormatException": "System.FormatException",
  "Newtonsoft.Json.JsonReaderException": "Newtonsoft.Json.JsonException",
  "Newtonsoft.Json.JsonSerializationException": "Newtonsoft.Json.JsonException",
};

/** Whether an exception's type is `wanted` or comes from it. */
export function isExceptionOf(netType: string, wanted: string): boolean {
  if (wanted === "System.Exception" || netType === wanted) return true;
  const base = BASES[netType];
  if (base !== undefined) return isExceptionOf(base, wanted);
  return wanted === "System.SystemException" && netType.startsWith("System.");
}
