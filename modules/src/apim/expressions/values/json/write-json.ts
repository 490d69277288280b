import { NetDateTime } from "../net-date-time.ts";
import { NetDateTimeOffset } from "../net-date-time-offset.ts";
import { NetDecimal } from "../net-decimal.ts";
import { NetDouble } from "../net-double.ts";
import { toNetText } from "../net-text.ts";
import { NEW_LINE } from "../new-line.ts";
import { numberKind } from "../numbers.ts";
import { JArray } from "./j-array.ts";
import { JObject } from "./j-object.ts";
import { JProperty } from "./j-property.ts";
import type { JToken } from "./j-token.ts";
import { JValue } from "./j-value.ts";

/** A token as Newtonsoft writes it; `indented` by two spaces, as `ToString()` does. */
export function writeJson(token: JToken, indented: boolean): string {
  return writeToken(token, indented ? NEW_LINE : undefined);
}

/** `line` is the break with the present indentation; undefined writes all in one line. */
function writeToken(token: JToken, line: string | undefined): string {
  if (token instanceof JValue) return writeScalar(token.value);
  if (token instanceof JProperty) return writeProperty(token, line);
  if (token instanceof JArray) return writeItems("[", token.items, "]", line);
  return token instanceof JObject ? writeItems("{", token.children(), "}", line) : "null";
}

function writeProperty(property: JProperty, line: string | undefined): string {
  return `${quoteJson(property.name)}:${line === undefined ? "" : " "}${writeToken(property.value, line)}`;
}

function writeItems(open: string, items: readonly JToken[], close: string, line: string | undefined): string {
  if (items.length === 0) return open + close;
  const inner = line === undefined ? undefined : `${line}  `;
  const texts = items.map((item) => writeToken(item, inner));
  return open + (inner ?? "") + texts.join(`,${inner ?? ""}`) + (line ?? "") + close;
}

function writeScalar(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "string") return quoteJson(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  if (value instanceof NetDouble) return writeDouble(value);
  if (value instanceof NetDecimal) return withPoint(value.toText());
  if (numberKind(value) && numberKind(value) !== "char") return toNetText(value);
  if (value instanceof NetDateTime || value instanceof NetDateTimeOffset) {
    return quoteJson(value.toFormat("yyyy-MM-ddTHH:mm:ss.FFFFFFFK"));
  }
  if (value instanceof Uint8Array) return quoteJson(Buffer.from(value).toString("base64"));
  return quoteJson(toNetText(value));
}

function writeDouble(value: NetDouble): string {
  const text = value.toText();
  return Number.isFinite(value.value) ? withPoint(text) : `"${text}"`;
}

/** A number with a fraction stays one when it is read back. */
function withPoint(text: string): string {
  return /[.E]/.test(text) ? text : `${text}.0`;
}

function quoteJson(text: string): string {
  return JSON.stringify(text).replace(
    /[\u0085\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
