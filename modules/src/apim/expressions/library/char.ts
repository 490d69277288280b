import { defineType, member } from "../types/type-definition.ts";
import { NetChar } from "../values/net-char.ts";
import { NetDouble } from "../values/net-double.ts";
import { invalidArgument } from "../values/net-exception.ts";

const is = (pattern: RegExp) => (char: NetChar) => pattern.test(char.text);

function numericValue(char: NetChar): NetDouble {
  return new NetDouble(/\d/.test(char.text) ? Number(char.text) : -1);
}

export const charType = defineType({
  name: "char",
  fullName: "System.Char",
  isValueType: true,
  fallback: NetChar.of(0),
  holds: (value) => value instanceof NetChar,
  members: [
    member("static char MaxValue", () => NetChar.of(0xffff)),
    member("static char MinValue", () => NetChar.of(0)),
    member("static bool IsDigit(char c)", is(/\p{Nd}/u)),
    member("static bool IsNumber(char c)", is(/\p{N}/u)),
    member("static bool IsLetter(char c)", is(/\p{L}/u)),
    member("static bool IsLetterOrDigit(char c)", is(/[\p{L}\p{Nd}]/u)),
    member("static bool IsUpper(char c)", is(/\p{Lu}/u)),
    member("static bool IsLower(char c)", is(/\p{Ll}/u)),
    member("static bool IsWhiteSpace(char c)", is(/\s/u)),
    member("static bool IsPunctuation(char c)", is(/\p{P}/u)),
    member("static bool IsSymbol(char c)", is(/\p{S}/u)),
    member("static bool IsControl(char c)", is(/\p{Cc}/u)),
    member("static double GetNumericValue(char c)", numericValue),
    member("static char ToUpper(char c)", (char: NetChar) => NetChar.from(char.text.toUpperCase())),
    member("static char ToUpperInvariant(char c)", (char: NetChar) => NetChar.from(char.text.toUpperCase())),
    member("static char ToLower(char c)", (char: NetChar) => NetChar.from(char.text.toLowerCase())),
    member("static char ToLowerInvariant(char c)", (char: NetChar) => NetChar.from(char.text.toLowerCase())),
    member("static char Parse(string s)", (text: string) => {
      if (text.length !== 1) throw invalidArgument("String must be exactly one character long.");
      return NetChar.from(text);
    }),
    member("static string ToString(char c)", (char: NetChar) => char.text),
    member("int CompareTo(char value)", (left: NetChar, right: NetChar) => left.code - right.code),
  ],
});
