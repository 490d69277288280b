import { isOrdered } from "../comparison.ts";
import { NetException } from "../net-exception.ts";
import { deepEquals } from "./compare-tokens.ts";
import { JArray } from "./j-array.ts";
import { JObject } from "./j-object.ts";
import { JProperty } from "./j-property.ts";
import type { JToken } from "./j-token.ts";
import { JValue } from "./j-value.ts";
import { readJson } from "./read-json.ts";

type Step = (token: JToken) => Iterable<JToken>;

/** The tokens that a path such as `$.choices[0].message.content` or `items[?(@.id == 3)].name` leads to. */
export function* selectTokens(token: JToken, path: string): Generator<JToken> {
  yield* follow(token, parsePath(path));
}

function* follow(token: JToken, steps: readonly Step[]): Generator<JToken> {
  const [step, ...rest] = steps;
  if (!step) yield token;
  else for (const next of step(token)) yield* follow(next, rest);
}

const TOKEN =
  /\.\.\*|\.\.(?=\[)|\.\.?([^.[\]\s]+)|\[((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\((?:[^()]|\([^()]*\))*\)|[^\]'"(])*)\]|([^.[\]\s]+)/y;

function parsePath(path: string): Step[] {
  const steps: Step[] = [];
  const text = path.trim().replace(/^\$/, "");
  let index = 0;
  while (index < text.length) {
    TOKEN.lastIndex = index;
    const match = TOKEN.exec(text);
    if (!match) throw pathError(`Unexpected character while parsing path: ${text[index]}.`);
    index += match[0].length;
    steps.push(stepOf(match[0], match[1] ?? match[3], match[2]));
  }
  return steps;
}

function pathError(message: string): NetException {
  return new NetException("Newtonsoft.Json.JsonException", message);
}

function stepOf(source: string, name: string | undefined, brackets: string | undefined): Step {
  if (source === "..") return (token) => [token, ...descendantsOf(token)];
  if (source === "..*") return descendantsOf;
  if (brackets !== undefined) return bracketStep(brackets.trim());
  const wanted = name ?? "";
  if (source.startsWith(".."))
    return (token) => [token, ...descendantsOf(token)].flatMap((one) => childNamed(one, wanted));
  return wanted === "*" ? childrenOf : (token) => childNamed(token, wanted);
}

function childNamed(token: JToken, name: string): JToken[] {
  const child = token instanceof JObject ? token.get(name) : null;
  return child ? [child] : [];
}

function childrenOf(token: JToken): JToken[] {
  return token.children().map((child) => (child instanceof JProperty ? child.value : child));
}

function descendantsOf(token: JToken): JToken[] {
  return childrenOf(token).flatMap((child) => [child, ...descendantsOf(child)]);
}

function bracketStep(text: string): Step {
  if (text === "*") return childrenOf;
  if (text.startsWith("?"))
    return filterStep(
      text
        .slice(1)
        .trim()
        .replace(/^\(|\)$/g, ""),
    );
  const slice = /^(-?\d*):(-?\d*)(?::(-?\d+))?$/.exec(text);
  if (slice) return sliceStep(slice[1] ?? "", slice[2] ?? "", Number(slice[3] ?? 1));
  const keys = text.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|-?\d+/g);
  if (!keys) throw pathError(`Unexpected character while parsing path indexer: ${text}`);
  return (token) => keys.flatMap((key) => childByKey(token, key));
}

function childByKey(token: JToken, key: string): JToken[] {
  if (/^['"]/.test(key)) return childNamed(token, key.slice(1, -1).replace(/\\(.)/g, "$1"));
  const child = token instanceof JArray ? token.items[Number(key)] : undefined;
  return child ? [child] : [];
}

function sliceStep(from: string, to: string, step: number): Step {
  return (token) => {
    if (!(token instanceof JArray)) return [];
    const items = token.items.slice(from === "" ? 0 : Number(from), to === "" ? undefined : Number(to));
    return items.filter((_item, index) => index % Math.max(1, step) === 0);
  };
}

type Condition = (token: JToken) => boolean;

function filterStep(text: string): Step {
  const condition = anyOf(text);
  return (token) => childrenOf(token).filter(condition);
}

function anyOf(text: string): Condition {
  const parts = splitOutside(text, "||").map(allOf);
  return (token) => parts.some((part) => part(token));
}

function allOf(text: string): Condition {
  const parts = splitOutside(text, "&&").map(comparison);
  return (token) => parts.every((part) => part(token));
}

/** Splits at an operator that stands in no quotes. */
function splitOutside(text: string, operator: string): string[] {
  const parts: string[] = [""];
  for (const [piece] of text.matchAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|&&|\|\||[\s\S]/g)) {
    if (piece === operator) parts.push("");
    else parts[parts.length - 1] += piece;
  }
  return parts.map((part) => part.trim());
}

const COMPARISON = /^(@?[^=!<>~]*?)\s*(==|!=|<=|>=|<|>)\s*([\s\S]+)$/;

function comparison(text: string): Condition {
  const match = COMPARISON.exec(text);
  if (!match) {
    const read = operand(text);
    return (token) => read(token).length > 0;
  }
  const [, left = "", operator = "", right = ""] = match;
  const [first, second] = [operand(left.trim()), operand(right.trim())];
  return (token) => first(token).some((one) => second(token).some((other) => compare(operator, one, other)));
}

function operand(text: string): (token: JToken) => readonly JToken[] {
  if (text.startsWith("@")) {
    const steps = parsePath(text.slice(1));
    return (token) => [...follow(token, steps)];
  }
  const value = readJson(text);
  return () => [value];
}

function compare(operator: string, left: JToken, right: JToken): boolean {
  if (operator === "==") return deepEquals(left, right);
  if (operator === "!=") return !deepEquals(left, right);
  if (!(left instanceof JValue) || !(right instanceof JValue)) return false;
  if (left.type !== right.type) return false;
  return typeof left.value === "string" && typeof right.value === "string"
    ? isOrdered(operator, left.value < right.value ? -1 : left.value > right.value ? 1 : 0, 0)
    : isOrdered(operator, left.value, right.value);
}
