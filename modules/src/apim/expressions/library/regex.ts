import { defineType, member } from "../types/type-definition.ts";
import type { NetEnum } from "../values/net-enum.ts";
import { argumentNull } from "../values/net-exception.ts";
import { NetRegex, regexOf } from "../values/net-regex.ts";
import type { NetTimeSpan } from "../values/net-time-span.ts";
import { NetMatch } from "./match.ts";

const TICKS_PER_MILLISECOND = 10_000;

function needed(text: string | null): string {
  if (text === null) throw argumentNull("input");
  return text;
}

function match(regex: NetRegex, text: string | null): NetMatch {
  return NetMatch.of(regex, needed(text), 0);
}

function matches(regex: NetRegex, text: string | null): NetMatch[] {
  return regex.matches(needed(text)).map((found) => new NetMatch(found, regex, needed(text)));
}

type Evaluator = (match: NetMatch) => string | null;

function replace(
  regex: NetRegex,
  text: string | null,
  replacement: string | Evaluator,
  count = Number.POSITIVE_INFINITY,
): string {
  const source = needed(text);
  let result = "";
  let end = 0;
  for (const found of regex.matches(source).slice(0, count)) {
    const own = new NetMatch(found, regex, source);
    result += source.slice(end, found.index);
    result += typeof replacement === "string" ? own.result(replacement) : (replacement(own) ?? "");
    end = found.index + found[0].length;
  }
  return result + source.slice(end);
}

/** Captured groups become parts of their own, as in .NET. */
function split(regex: NetRegex, text: string | null): string[] {
  const source = needed(text);
  const parts: string[] = [];
  let end = 0;
  for (const found of regex.matches(source)) {
    parts.push(source.slice(end, found.index));
    for (const group of found.slice(1)) if (group !== undefined) parts.push(group);
    end = found.index + found[0].length;
  }
  parts.push(source.slice(end));
  return parts;
}

export const regexType = defineType({
  name: "Regex",
  fullName: "System.Text.RegularExpressions.Regex",
  holds: (value) => value instanceof NetRegex,
  members: [
    member("new(string pattern)", (pattern: string) => regexOf(pattern)),
    member("new(string pattern, RegexOptions options)", (pattern: string, options: NetEnum) =>
      regexOf(pattern, options),
    ),
    member(
      "new(string pattern, RegexOptions options, TimeSpan matchTimeout)",
      (pattern: string, options: NetEnum, { ticks }: NetTimeSpan) =>
        new NetRegex(pattern, options, ticks > 0n ? Number(ticks) / TICKS_PER_MILLISECOND : undefined),
    ),
    member("bool IsMatch(string input)", (regex: NetRegex, text: string | null) => regex.test(needed(text))),
    member("Match Match(string input)", match),
    member("MatchCollection Matches(string input)", matches),
    member("string Replace(string input, string replacement)", replace),
    member("string Replace(string input, string replacement, int count)", replace),
    member("string Replace(string input, MatchEvaluator evaluator)", replace),
    member("string[] Split(string input)", split),
    member("static bool IsMatch(string input, string pattern)", (text: string | null, pattern: string) =>
      regexOf(pattern).test(needed(text)),
    ),
    member(
      "static bool IsMatch(string input, string pattern, RegexOptions options)",
      (text: string | null, pattern: string, options: NetEnum) =>
        regexOf(pattern, options).test(needed(text)),
    ),
    member("static Match Match(string input, string pattern)", (text: string | null, pattern: string) =>
      match(regexOf(pattern), text),
    ),
    member(
      "static Match Match(string input, string pattern, RegexOptions options)",
      (text: string | null, pattern: string, options: NetEnum) => match(regexOf(pattern, options), text),
    ),
    member(
      "static MatchCollection Matches(string input, string pattern)",
      (text: string | null, pattern: string) => matches(regexOf(pattern), text),
    ),
    member(
      "static MatchCollection Matches(string input, string pattern, RegexOptions options)",
      (text: string | null, pattern: string, options: NetEnum) => matches(regexOf(pattern, options), text),
    ),
    member(
      "static string Replace(string input, string pattern, string replacement)",
      (text: string | null, pattern: string, replacement: string) =>
        replace(regexOf(pattern), text, replacement),
    ),
    member(
      "static string Replace(string input, string pattern, string replacement, RegexOptions options)",
      (text: string | null, pattern: string, replacement: string, options: NetEnum) =>
        replace(regexOf(pattern, options), text, replacement),
    ),
    member(
      "static string Replace(string input, string pattern, MatchEvaluator evaluator)",
      (text: string | null, pattern: string, evaluator: Evaluator) =>
        replace(regexOf(pattern), text, evaluator),
    ),
    member("static string[] Split(string input, string pattern)", (text: string | null, pattern: string) =>
      split(regexOf(pattern), text),
    ),
    member("static string Escape(string str)", (text: string) => text.replace(/[\\*+?|{[()^$.#\s]/g, "\\$&")),
    member("static string Unescape(string str)", (text: string) => text.replace(/\\(.)/g, "$1")),
  ],
});
