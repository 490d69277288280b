import { convertScalar } from "../compile/token-conversion.ts";
import { defaultOf } from "../types/default-of.ts";
import { parseType } from "../types/signature.ts";
import { defineType, member } from "../types/type-definition.ts";
import { JToken } from "../values/json/j-token.ts";
import { JValue } from "../values/json/j-value.ts";
import { formatError, NetException } from "../values/net-exception.ts";
import { fitInteger, INTEGERS, type IntegerKind } from "../values/net-integer.ts";
import { netTypeOf, toNetText } from "../values/net-text.ts";
import { castNumber, isNumber, toBigInt } from "../values/numbers.ts";

/** `Convert.ToX(value)`: null gives the default, a text is read, a number is rounded. */
function convertTo(kind: string) {
  const fallback = defaultOf(parseType(kind));
  return (value: unknown): unknown => {
    const plain = value instanceof JValue ? value.value : value;
    if (plain === null) return fallback;
    const result = plain instanceof JToken ? undefined : convertScalar(plain, kind);
    if (result !== undefined) return result;
    throw new NetException(
      "System.InvalidCastException",
      `Unable to cast object of type '${netTypeOf(value)}' to type 'System.IConvertible'.`,
    );
  };
}

const NUMERIC_NAMES: Readonly<Record<string, string>> = {
  ToSByte: "sbyte",
  ToByte: "byte",
  ToInt16: "short",
  ToUInt16: "ushort",
  ToInt32: "int",
  ToUInt32: "uint",
  ToInt64: "long",
  ToUInt64: "ulong",
  ToSingle: "float",
  ToDouble: "double",
  ToDecimal: "decimal",
  ToBoolean: "bool",
  ToDateTime: "DateTime",
  ToChar: "char",
};

const RADIXES = new Set([2, 8, 10, 16]);

function parseRadix(kind: IntegerKind) {
  return (text: string | null, radix: number): unknown => {
    if (text === null) return castNumber(0, kind);
    const plain = radix === 16 ? text.replace(/^0x/i, "") : text;
    const digits =
      radix === 16 ? /^[\da-f]+$/i : radix === 8 ? /^[0-7]+$/ : radix === 2 ? /^[01]+$/ : /^-?\d+$/;
    if (!RADIXES.has(radix) || !digits.test(plain))
      throw formatError("Could not find any recognizable digits.");
    const prefix = radix === 16 ? "0x" : radix === 8 ? "0o" : radix === 2 ? "0b" : "";
    const value = BigInt(prefix + plain);
    const { bits, signed } = INTEGERS[kind];
    return fitInteger(
      kind,
      radix !== 10 && signed && value < 1n << BigInt(bits) ? BigInt.asIntN(bits, value) : value,
    );
  };
}

function inRadix(value: unknown, radix: number, bits: number): string {
  if (!isNumber(value)) return "";
  return radix === 10 ? toBigInt(value).toString() : BigInt.asUintN(bits, toBigInt(value)).toString(radix);
}

function fromBase64(text: string): Uint8Array {
  const plain = text.replace(/\s/g, "");
  if (plain.length % 4 !== 0 || !/^[A-Za-z\d+/]*={0,2}$/.test(plain)) {
    throw formatError(
      "The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding characters, or an illegal character among the padding characters.",
    );
  }
  return Uint8Array.from(Buffer.from(plain, "base64"));
}

export const convert = defineType({
  name: "Convert",
  fullName: "System.Convert",
  members: [
    ...Object.entries(NUMERIC_NAMES).map(([name, kind]) =>
      member(`static ${kind} ${name}(object value)`, convertTo(kind)),
    ),
    member("static byte ToByte(string value, int fromBase)", parseRadix("byte")),
    member("static short ToInt16(string value, int fromBase)", parseRadix("short")),
    member("static int ToInt32(string value, int fromBase)", parseRadix("int")),
    member("static long ToInt64(string value, int fromBase)", parseRadix("long")),
    member("static uint ToUInt32(string value, int fromBase)", parseRadix("uint")),
    member("static string ToString(object value)", toNetText),
    member("static string ToString(byte value, int toBase)", (value: unknown, radix: number) =>
      inRadix(value, radix, 8),
    ),
    member("static string ToString(int value, int toBase)", (value: unknown, radix: number) =>
      inRadix(value, radix, 32),
    ),
    member("static string ToString(long value, int toBase)", (value: unknown, radix: number) =>
      inRadix(value, radix, 64),
    ),
    member("static string ToBase64String(byte[] inArray)", (bytes: Uint8Array) =>
      Buffer.from(bytes).toString("base64"),
    ),
    member("static byte[] FromBase64String(string s)", fromBase64),
    member("static string ToHexString(byte[] inArray)", (bytes: Uint8Array) =>
      Buffer.from(bytes).toString("hex").toUpperCase(),
    ),
  ],
});
