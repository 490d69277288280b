import { defineType, member } from "../types/type-definition.ts";
import { formatComposite } from "../values/format-value.ts";
import { NetChar } from "../values/net-char.ts";
import type { NetEnum } from "../values/net-enum.ts";
import { compareOrdinal, compareTexts } from "../values/net-equality.ts";
import { argumentNull, argumentOutOfRange, indexOutOfRange } from "../values/net-exception.ts";
import { toNetText } from "../values/net-text.ts";
import { itemsOf, outOfMemory } from "../values/sequences.ts";
import { foldCase, ignoresCase, isOrdinal } from "./string-comparison.ts";
import { splitText, trimText } from "./string-parts.ts";

const LONGEST_TEXT = 64 * 1024 * 1024;

/** `Substring` says which of its two bounds was wrong. */
function substring(text: string, start: number, length = text.length - start): string {
  if (start < 0) throw argumentOutOfRange("startIndex", "StartIndex cannot be less than zero.");
  if (start > text.length) {
    throw argumentOutOfRange("startIndex", "startIndex cannot be larger than length of string.");
  }
  if (length < 0) throw argumentOutOfRange("length", "Length cannot be less than zero.");
  if (start + length > text.length) {
    throw argumentOutOfRange("length", "Index and length must refer to a location within the string.");
  }
  return text.slice(start, start + length);
}

function needed<T>(value: T | null, parameter: string): T {
  if (value === null) throw argumentNull(parameter);
  return value;
}

function repeated(text: string, count: number): string {
  if (count < 0) throw argumentOutOfRange("count");
  if (count * text.length > LONGEST_TEXT) throw outOfMemory();
  return text.repeat(count);
}

function indexOf(text: string, part: string, start: number, comparison?: NetEnum): number {
  if (start < 0 || start > text.length) throw argumentOutOfRange("startIndex");
  return foldCase(text, comparison).indexOf(foldCase(needed(part, "value"), comparison), start);
}

function indexOfAny(text: string, chars: readonly NetChar[]): number {
  const found = chars.map((char) => text.indexOf(char.text)).filter((index) => index >= 0);
  return found.length === 0 ? -1 : Math.min(...found);
}

function compare(left: string | null, right: string | null, ignoreCase: boolean, ordinal: boolean): number {
  if (left === null || right === null) return left === right ? 0 : left === null ? -1 : 1;
  if (!ordinal) return compareTexts(left, right, ignoreCase);
  return ignoreCase ? compareOrdinal(left.toUpperCase(), right.toUpperCase()) : compareOrdinal(left, right);
}

function equals(left: string | null, right: string | null, comparison?: NetEnum): boolean {
  if (left === null || right === null) return left === right;
  return foldCase(left, comparison) === foldCase(right, comparison);
}

function replace(text: string, old: string, replacement: string | null): string {
  if (needed(old, "oldValue") === "") {
    throw argumentOutOfRange("oldValue", "String cannot be of zero length.");
  }
  return text.replaceAll(old, () => replacement ?? "");
}

function join(separator: string | null, values: unknown): string {
  return Array.from(itemsOf(values), toNetText).join(separator ?? "");
}

function isWhite(text: string | null): boolean {
  return text === null || text.trim() === "";
}

export const stringType = defineType({
  name: "string",
  fullName: "System.String",
  supers: ["IEnumerable<char>"],
  holds: (value) => typeof value === "string",
  members: [
    member("new(char c, int count)", (char: NetChar, count: number) => repeated(char.text, count)),
    member("new(char[] value)", (chars: readonly NetChar[]) => chars.map((char) => char.text).join("")),
    member("static string Empty", () => ""),
    member("int Length", (text: string) => text.length),
    member("char this[int index]", (text: string, index: number) => {
      if (index < 0 || index >= text.length) throw indexOutOfRange();
      return NetChar.from(text, index);
    }),
    member("static bool IsNullOrEmpty(string value)", (text: string | null) => text === null || text === ""),
    member("static bool IsNullOrWhiteSpace(string value)", isWhite),
    member("static string Join(string separator, params string[] value)", join),
    member("static string Join<T>(string separator, IEnumerable<T> values)", join),
    member("static string Join(string separator, params object[] values)", join),
    member("static string Concat(params object[] args)", (values: unknown) => join("", values)),
    member("static string Concat<T>(IEnumerable<T> values)", (values: unknown) => join("", values)),
    member(
      "static string Format(string format, params object[] args)",
      (format: string, args: readonly unknown[]) => formatComposite(needed(format, "format"), args),
    ),
    member("static int Compare(string strA, string strB)", (left: string, right: string) =>
      compare(left, right, false, false),
    ),
    member(
      "static int Compare(string strA, string strB, bool ignoreCase)",
      (left: string, right: string, ignore: boolean) => compare(left, right, ignore, false),
    ),
    member(
      "static int Compare(string strA, string strB, StringComparison comparisonType)",
      (left: string, right: string, how: NetEnum) => compare(left, right, ignoresCase(how), isOrdinal(how)),
    ),
    member("static int CompareOrdinal(string strA, string strB)", (left: string, right: string) =>
      compare(left, right, false, true),
    ),
    member("static bool Equals(string a, string b)", (left: string, right: string) => left === right),
    member("static bool Equals(string a, string b, StringComparison comparisonType)", equals),
    member("static string Copy(string str)", (text: string) => text),
    member("int CompareTo(string strB)", (left: string, right: string) => compare(left, right, false, false)),
    member("bool Equals(string value)", (left: string, right: string) => left === right),
    member("bool Equals(string value, StringComparison comparisonType)", equals),
    member("bool Contains(string value)", (text: string, part: string) =>
      text.includes(needed(part, "value")),
    ),
    member("bool Contains(char value)", (text: string, part: NetChar) => text.includes(part.text)),
    member(
      "bool Contains(string value, StringComparison comparisonType)",
      (text: string, part: string, how: NetEnum) =>
        foldCase(text, how).includes(foldCase(needed(part, "value"), how)),
    ),
    member("bool StartsWith(string value)", (text: string, part: string) =>
      text.startsWith(needed(part, "value")),
    ),
    member("bool StartsWith(char value)", (text: string, part: NetChar) => text.startsWith(part.text)),
    member(
      "bool StartsWith(string value, StringComparison comparisonType)",
      (text: string, part: string, how: NetEnum) =>
        foldCase(text, how).startsWith(foldCase(needed(part, "value"), how)),
    ),
    member("bool EndsWith(string value)", (text: string, part: string) =>
      text.endsWith(needed(part, "value")),
    ),
    member("bool EndsWith(char value)", (text: string, part: NetChar) => text.endsWith(part.text)),
    member(
      "bool EndsWith(string value, StringComparison comparisonType)",
      (text: string, part: string, how: NetEnum) =>
        foldCase(text, how).endsWith(foldCase(needed(part, "value"), how)),
    ),
    member("int IndexOf(string value)", (text: string, part: string) => indexOf(text, part, 0)),
    member("int IndexOf(char value)", (text: string, part: NetChar) => text.indexOf(part.text)),
    member("int IndexOf(string value, int startIndex)", indexOf),
    member("int IndexOf(char value, int startIndex)", (text: string, part: NetChar, start: number) =>
      indexOf(text, part.text, start),
    ),
    member(
      "int IndexOf(string value, StringComparison comparisonType)",
      (text: string, part: string, how: NetEnum) => indexOf(text, part, 0, how),
    ),
    member("int IndexOf(string value, int startIndex, StringComparison comparisonType)", indexOf),
    member("int IndexOfAny(char[] anyOf)", (text: string, chars: readonly NetChar[]) =>
      indexOfAny(text, chars),
    ),
    member("int LastIndexOf(string value)", (text: string, part: string) =>
      text.lastIndexOf(needed(part, "value")),
    ),
    member("int LastIndexOf(char value)", (text: string, part: NetChar) => text.lastIndexOf(part.text)),
    member(
      "int LastIndexOf(string value, StringComparison comparisonType)",
      (text: string, part: string, how: NetEnum) =>
        foldCase(text, how).lastIndexOf(foldCase(needed(part, "value"), how)),
    ),
    member(
      "string Insert(int startIndex, string value)",
      (text: string, at: number, part: string) =>
        substring(text, 0, at) + needed(part, "value") + text.slice(at),
    ),
    member("string Remove(int startIndex)", (text: string, at: number) => substring(text, 0, at)),
    member(
      "string Remove(int startIndex, int count)",
      (text: string, at: number, count: number) =>
        substring(text, 0, at) + text.slice(at + substring(text, at, count).length),
    ),
    member("string Replace(string oldValue, string newValue)", replace),
    member("string Replace(char oldChar, char newChar)", (text: string, old: NetChar, replacement: NetChar) =>
      text.replaceAll(old.text, replacement.text),
    ),
    member("string Substring(int startIndex)", substring),
    member("string Substring(int startIndex, int length)", substring),
    member("string[] Split(params char[] separator)", (text: string, separators: readonly NetChar[]) =>
      splitText(
        text,
        separators.map((char) => char.text),
      ),
    ),
    member(
      "string[] Split(char[] separator, int count)",
      (text: string, separators: readonly NetChar[], count: number) =>
        splitText(
          text,
          separators.map((char) => char.text),
          count,
        ),
    ),
    member(
      "string[] Split(char[] separator, StringSplitOptions options)",
      (text: string, separators: readonly NetChar[], options: NetEnum) =>
        splitText(
          text,
          separators.map((char) => char.text),
          undefined,
          options,
        ),
    ),
    member(
      "string[] Split(char[] separator, int count, StringSplitOptions options)",
      (text: string, separators: readonly NetChar[], count: number, options: NetEnum) =>
        splitText(
          text,
          separators.map((char) => char.text),
          count,
          options,
        ),
    ),
    member(
      "string[] Split(char separator, StringSplitOptions options)",
      (text: string, separator: NetChar, options: NetEnum) =>
        splitText(text, [separator.text], undefined, options),
    ),
    member("string[] Split(char separator, int count)", (text: string, separator: NetChar, count: number) =>
      splitText(text, [separator.text], count),
    ),
    member(
      "string[] Split(char separator, int count, StringSplitOptions options)",
      (text: string, separator: NetChar, count: number, options: NetEnum) =>
        splitText(text, [separator.text], count, options),
    ),
    member(
      "string[] Split(string[] separator, StringSplitOptions options)",
      (text: string, separators: readonly string[] | null, options: NetEnum) =>
        splitText(text, separators ?? [], undefined, options),
    ),
    member(
      "string[] Split(string[] separator, int count, StringSplitOptions options)",
      (text: string, separators: readonly string[], count: number, options: NetEnum) =>
        splitText(text, separators, count, options),
    ),
    member("string[] Split(string separator)", (text: string, separator: string) =>
      splitText(text, [separator]),
    ),
    member(
      "string[] Split(string separator, StringSplitOptions options)",
      (text: string, separator: string, options: NetEnum) => splitText(text, [separator], undefined, options),
    ),
    member("string Trim(params char[] trimChars)", (text: string, chars: readonly NetChar[]) =>
      trimText(text, chars, true, true),
    ),
    member("string TrimStart(params char[] trimChars)", (text: string, chars: readonly NetChar[]) =>
      trimText(text, chars, true, false),
    ),
    member("string TrimEnd(params char[] trimChars)", (text: string, chars: readonly NetChar[]) =>
      trimText(text, chars, false, true),
    ),
    member("string ToLower()", (text: string) => text.toLowerCase()),
    member("string ToLowerInvariant()", (text: string) => text.toLowerCase()),
    member("string ToUpper()", (text: string) => text.toUpperCase()),
    member("string ToUpperInvariant()", (text: string) => text.toUpperCase()),
    member("string PadLeft(int totalWidth)", (text: string, width: number) => text.padStart(width)),
    member("string PadLeft(int totalWidth, char paddingChar)", (text: string, width: number, char: NetChar) =>
      text.padStart(width, char.text),
    ),
    member("string PadRight(int totalWidth)", (text: string, width: number) => text.padEnd(width)),
    member(
      "string PadRight(int totalWidth, char paddingChar)",
      (text: string, width: number, char: NetChar) => text.padEnd(width, char.text),
    ),
    member("char[] ToCharArray()", (text: string) =>
      Array.from({ length: text.length }, (_, index) => NetChar.from(text, index)),
    ),
    member("string Normalize()", (text: string) => text.normalize()),
    member("bool IsNormalized()", (text: string) => text.normalize() === text),
    member("string ToString()", (text: string) => text),
  ],
});
