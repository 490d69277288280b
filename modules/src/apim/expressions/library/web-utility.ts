import { defineType, member } from "../types/type-definition.ts";

/** `WebUtility` leaves `-_.!*()` and letters and digits, writes a blank as `+` and counts in upper case. */
function urlEncode(text: string | null): string | null {
  if (text === null) return null;
  return encodeURIComponent(text)
    .replace(/[~']/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}

function urlDecode(text: string | null): string | null {
  if (text === null) return null;
  return text
    .replaceAll("+", " ")
    .replace(/(?:%[\da-f]{2})+/gi, (run) => Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"));
}

const ENCODED: Readonly<Record<string, string>> = {
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "&": "&amp;",
};

/** Also Latin-1's upper half and what lies beyond the basic plane. */
function htmlEncode(text: string | null): string | null {
  if (text === null) return null;
  return text.replace(
    /[<>"'&\u00a0-\u00ff]|[\u{10000}-\u{10ffff}]/gu,
    (sign) => ENCODED[sign] ?? `&#${sign.codePointAt(0)};`,
  );
}

const NAMED: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  amp: "&",
  nbsp: "\u00a0",
};

function htmlDecode(text: string | null): string | null {
  if (text === null) return null;
  return text.replace(
    /&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi,
    (entity: string, hex?: string, digits?: string, name?: string) => {
      const code = hex ? Number.parseInt(hex, 16) : digits ? Number(digits) : undefined;
      if (code !== undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
      return NAMED[name ?? ""] ?? entity;
    },
  );
}

export const webUtility = defineType({
  name: "WebUtility",
  fullName: "System.Net.WebUtility",
  members: [
    member("static string UrlEncode(string value)", urlEncode),
    member("static string UrlDecode(string encodedValue)", urlDecode),
    member("static string HtmlEncode(string value)", htmlEncode),
    member("static string HtmlDecode(string value)", htmlDecode),
  ],
});
