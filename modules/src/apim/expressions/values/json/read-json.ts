import type { NetDateTime } from "../net-date-time.ts";
import { NetDouble } from "../net-double.ts";
import { NetException } from "../net-exception.ts";
import { parseDate } from "../parse-date.ts";
import { JArray } from "./j-array.ts";
import { JObject } from "./j-object.ts";
import { JProperty } from "./j-property.ts";
import type { JToken } from "./j-token.ts";
import { JValue } from "./j-value.ts";

const MOST_DEPTH = 2000;
const WORD = /[A-Za-z_$][\w$-]*/y;
const NUMBER = /[-+]?(?:0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|Infinity)/y;
const SPACE = /(?:[\s\uFEFF]+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const PLAIN = /[^"\\]*/y;
const PLAIN_SINGLE = /[^'\\]*/y;
const ESCAPES: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  '"': '"',
  "'": "'",
  "/": "/",
  "\\": "\\",
};
const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["undefined", null],
  ["NaN", new NetDouble(Number.NaN)],
  ["Infinity", new NetDouble(Number.POSITIVE_INFINITY)],
]);

/**
 * Reads JSON as Newtonsoft does: also single quotes, names without quotes, comments and commas at the end; whole numbers
 * become `long`, texts that look like an ISO date become dates. Throws `JsonReaderException`.
 * @param wanted what the caller accepts, for the message: `JObject`, `JArray` or `JToken`
 */
export function readJson(text: string, wanted: "JObject" | "JArray" | "JToken" = "JToken"): JToken {
  const reader = new JsonReader(text, wanted);
  return reader.document();
}

class JsonReader {
  readonly #text: string;
  readonly #wanted: string;
  #index = 0;
  #path = "";

  constructor(text: string, wanted: string) {
    this.#text = text;
    this.#wanted = wanted;
  }

  document(): JToken {
    this.#space();
    if (this.#index >= this.#text.length) {
      throw this.#error(`Error reading ${this.#wanted} from JsonReader.`);
    }
    this.#refuseWrongStart();
    const token = this.#value(0);
    this.#refuseWrongKind(token);
    this.#space();
    if (this.#index < this.#text.length) {
      throw this.#error(`Additional text encountered after finished reading JSON content: ${this.#sign()}.`);
    }
    return token;
  }

  #refuseWrongStart(): void {
    const sign = this.#sign();
    const isWrong = sign === (this.#wanted === "JObject" ? "[" : this.#wanted === "JArray" ? "{" : "none");
    if (!isWrong) return;
    this.#index += 1;
    const [what, item] = sign === "[" ? ["object", "StartArray"] : ["array", "StartObject"];
    throw this.#error(
      `Error reading ${this.#wanted} from JsonReader. Current JsonReader item is not an ${what}: ${item}.`,
    );
  }

  #refuseWrongKind(token: JToken): void {
    const item = token.type;
    if (this.#wanted === "JObject" && !(token instanceof JObject)) {
      throw this.#error(
        `Error reading JObject from JsonReader. Current JsonReader item is not an object: ${item}.`,
      );
    }
    if (this.#wanted === "JArray" && !(token instanceof JArray)) {
      throw this.#error(
        `Error reading JArray from JsonReader. Current JsonReader item is not an array: ${item}.`,
      );
    }
  }

  #value(depth: number): JToken {
    if (depth > MOST_DEPTH) throw this.#error("The reader's MaxDepth has been exceeded.");
    this.#space();
    const sign = this.#sign();
    if (sign === "{") return this.#object(depth);
    if (sign === "[") return this.#array(depth);
    if (sign === '"' || sign === "'") return new JValue(dateOrText(this.#string(sign)));
    if (sign === "") throw this.#cut();
    return this.#number() ?? this.#word();
  }

  #object(depth: number): JObject {
    const result = new JObject();
    const path = this.#path;
    this.#index += 1;
    for (;;) {
      this.#space();
      if (this.#take("}")) break;
      const name = this.#name();
      this.#path = path === "" ? name : `${path}.${name}`;
      this.#space();
      if (!this.#take(":")) {
        if (this.#sign() === "") throw this.#cut();
        throw this.#error(
          `Invalid character after parsing property name. Expected ':' but got: ${this.#sign()}.`,
        );
      }
      result.delete(name);
      result.add(new JProperty(name, this.#value(depth + 1)));
      if (this.#endOfList("}")) break;
    }
    this.#path = path;
    return result;
  }

  #array(depth: number): JArray {
    const result = new JArray();
    const path = this.#path;
    this.#index += 1;
    for (;;) {
      this.#space();
      if (this.#take("]")) break;
      this.#path = `${path}[${result.items.length}]`;
      result.add(this.#value(depth + 1));
      if (this.#endOfList("]")) break;
    }
    this.#path = path;
    return result;
  }

  #endOfList(close: string): boolean {
    this.#space();
    if (this.#take(close)) return true;
    if (this.#take(",")) return false;
    if (this.#sign() === "") throw this.#cut();
    throw this.#error(`After parsing a value an unexpected character was encountered: ${this.#sign()}.`);
  }

  #name(): string {
    const sign = this.#sign();
    if (sign === '"' || sign === "'") return this.#string(sign);
    const word = this.#match(WORD);
    if (word !== undefined) return word;
    if (sign === "") throw this.#cut();
    throw this.#error(`Invalid property identifier character: ${sign}.`);
  }

  #string(quote: string): string {
    this.#index += 1;
    let text = "";
    for (;;) {
      text += this.#match(quote === '"' ? PLAIN : PLAIN_SINGLE) ?? "";
      const sign = this.#sign();
      if (sign === "") throw this.#error(`Unterminated string. Expected delimiter: ${quote}.`);
      this.#index += 1;
      if (sign === quote) return text;
      text += this.#escape();
    }
  }

  #escape(): string {
    const sign = this.#sign();
    this.#index += 1;
    if (sign !== "u") {
      const text = ESCAPES[sign];
      if (text !== undefined) return text;
      throw this.#error(`Bad JSON escape sequence: \\${sign}.`);
    }
    const digits = this.#text.slice(this.#index, this.#index + 4);
    if (!/^[\da-fA-F]{4}$/.test(digits)) throw this.#error(`Invalid Unicode escape sequence: \\u${digits}.`);
    this.#index += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #number(): JToken | undefined {
    const text = this.#match(NUMBER);
    if (text === undefined) return undefined;
    if (/^[-+]?\d+$/.test(text)) return new JValue(BigInt(text.replace("+", "")));
    if (/^0x/i.test(text)) return new JValue(BigInt(text));
    return new JValue(new NetDouble(Number(text)));
  }

  #word(): JToken {
    const start = this.#index;
    const word = this.#match(WORD);
    if (word !== undefined && WORDS.has(word)) return new JValue(WORDS.get(word));
    this.#index = start;
    throw this.#error(`Unexpected character encountered while parsing value: ${this.#sign()}.`);
  }

  #space(): void {
    const code = this.#text.charCodeAt(this.#index);
    // Most often there is none.
    if (code > 47 && code < 0x80) return;
    this.#match(SPACE);
  }

  #sign(): string {
    return this.#text[this.#index] ?? "";
  }

  #take(sign: string): boolean {
    if (this.#text[this.#index] !== sign) return false;
    this.#index += 1;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#index;
    const text = pattern.exec(this.#text)?.[0];
    if (text !== undefined) this.#index += text.length;
    return text;
  }

  #cut(): NetException {
    const container = this.#wanted === "JArray" ? "JArray" : "JObject";
    return this.#error(`Unexpected end of content while loading ${container}.`);
  }

  #error(message: string): NetException {
    const before = this.#text.slice(0, this.#index);
    const line = before.split("\n").length;
    const position = this.#index - (before.lastIndexOf("\n") + 1);
    const place = this.#index === 0 ? "line 0, position 0" : `line ${line}, position ${position}`;
    return new NetException(
      "Newtonsoft.Json.JsonReaderException",
      `${message} Path '${this.#path}', ${place}.`,
    );
  }
}

/** `2025-01-31T12:00:00Z` becomes a date, as Newtonsoft does unless told otherwise. */
function dateOrText(text: string): string | NetDateTime {
  if (text.length < 19 || text.length > 40 || text[10] !== "T" || text[4] !== "-") return text;
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?$/.test(text)) return text;
  const written = parseDate(text);
  if (!written) return text;
  const { clock, offsetMinutes } = written;
  if (offsetMinutes === undefined) return clock;
  if (text.endsWith("Z")) return clock.withKind("Utc");
  return clock.addTicks(BigInt(-offsetMinutes) * 600_000_000n).withKind("Local");
}
