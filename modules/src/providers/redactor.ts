import { isLabError } from "../core/errors.ts";

/** Takes secrets out of what a server or a library says, before it gets into a message, a log or a record. */
export interface Redactor {
  text(text: string): string;
  /** The same value with every string in it redacted. */
  value<T>(value: T): T;
  /** A plain copy of a foreign error: its name, code, message, stack and causes; nothing else that may hang on it. */
  error(error: unknown): unknown;
}

const MARK = "[redacted]";

/** Shorter ones are no secrets, and hiding each `a` would leave nothing to read. */
const LEAST_LENGTH = 4;

/** An encoded form that is shorter may be a common word. */
const LEAST_ENCODED = 8;

/** So many characters of a secret in a row are hidden also when the rest of it is not there: servers cut what they echo. */
const FRAGMENT_LENGTH = 12;

const CAUSES_KEPT = 4;

/** Knows these secrets, as they are and in the forms in which they are echoed: URL-encoded, JSON, HTML, base64, hex. */
export function createRedactor(secrets: readonly (string | undefined)[]): Redactor {
  const known = secrets.flatMap((secret) => (secret && secret.length >= LEAST_LENGTH ? [secret] : []));
  let windows: ReadonlyMap<number, ReadonlySet<string>> | undefined;
  const text = (given: string) => {
    windows ??= windowsOf(known.flatMap(formsOf));
    return hide(given, windows);
  };
  const value = <T>(given: T): T => redactValue(given, text) as T;
  const error = (given: unknown) => redactError(given, text, CAUSES_KEPT);
  return { text, value, error };
}

const CACHED = 8;
const cache = new Map<string, Redactor>();

/** Redactors of places that send the same headers each time. */
const ofHeaders = new WeakMap<object, { readonly url: string; readonly redactor: Redactor }>();

/** The redactor of a request: all that its headers carry, and what may be secret in its address. Kept for the next one. */
export function redactorOf(url: string, headers: Readonly<Record<string, string>>): Redactor {
  const known = ofHeaders.get(headers);
  if (known?.url === url) return known.redactor;
  const redactor = redactorFor(url, headers);
  ofHeaders.set(headers, { url, redactor });
  return redactor;
}

function redactorFor(url: string, headers: Readonly<Record<string, string>>): Redactor {
  const secrets = [...Object.values(headers).flatMap(credentialsIn), ...secretsInUrl(url)];
  const key = secrets.join("\n");
  const redactor = cache.get(key) ?? createRedactor(secrets);
  cache.delete(key);
  cache.set(key, redactor);
  const [oldest] = cache.keys();
  if (cache.size > CACHED && oldest !== undefined) cache.delete(oldest);
  return redactor;
}

/** A header's value, and the credential behind its scheme. */
const credentialsIn = (value: string): string[] => [value, value.replace(/^\S+\s+/, "")];

/** User, password and the values of the query; the API version is none. */
function secretsInUrl(text: string): string[] {
  if (!URL.canParse(text)) return [];
  const { username, password, searchParams } = new URL(text);
  const values = [...searchParams].flatMap(([name, value]) => (name === "api-version" ? [] : [value]));
  return [username, password].flatMap((part) => [part, decoded(part)]).concat(values);
}

/** A lone `%` stands for itself, as `URL` lets it pass. */
const decoded = (part: string) =>
  part.replace(/(?:%[\da-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll("%", ""), "hex").toString());

/** A secret in every form in which it may come back. */
function formsOf(secret: string): string[] {
  const whole = secret.toWellFormed();
  const json = inJson(whole);
  const encoded = encodeURIComponent(whole);
  const forms = [
    encoded,
    encodeURIComponent(encoded),
    json,
    inJson(json),
    whole.replace(/[^\w .~-]/g, (character) => `\\u${codeOf(character).padStart(4, "0")}`),
    whole.replace(/[&<>"']/g, (character) => HTML[character] ?? character),
    whole.replace(/[&<>"']/g, (character) => `&#x${codeOf(character)};`),
    Buffer.from(whole).toString("hex"),
    ...base64Forms(whole),
  ];
  return [whole, ...forms.filter((form) => form.length >= LEAST_ENCODED)];
}

const HTML: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

const codeOf = (character: string) => character.charCodeAt(0).toString(16);

/**
 * Base64 of a longer text that holds the secret (`user:secret`) depends on how many bytes stand before it. The characters
 * that come of the secret alone are the same in each of the three cases.
 */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor(((before + bytes.length) * 8) / 6);
    const own = encoded.slice(first, last);
    return [own, own.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

/** Pieces of the forms by their length: whole short forms, and each fragment of the longer ones. */
function windowsOf(forms: readonly string[]): ReadonlyMap<number, ReadonlySet<string>> {
  const windows = new Map<number, Set<string>>();
  for (const form of forms.map(inSmallLetters)) {
    const length = Math.min(form.length, FRAGMENT_LENGTH);
    const ofLength = windows.get(length) ?? new Set<string>();
    for (let start = 0; start + length <= form.length; start++)
      ofLength.add(form.slice(start, start + length));
    windows.set(length, ofLength);
  }
  return windows;
}

/** Only the letters A to Z, as other letters may change their number. */
const inSmallLetters = (text: string) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

function hide(text: string, windows: ReadonlyMap<number, ReadonlySet<string>>): string {
  if (windows.size === 0) return text;
  const small = inSmallLetters(text);
  let shown = "";
  let hiddenTo = 0;
  for (let at = 0; at < text.length; at++) {
    for (const [length, pieces] of windows) {
      if (!pieces.has(small.slice(at, at + length))) continue;
      if (at >= hiddenTo) shown += MARK;
      hiddenTo = Math.max(hiddenTo, at + length);
    }
    if (at >= hiddenTo) shown += text[at];
  }
  return shown;
}

function redactValue(value: unknown, text: (given: string) => string): unknown {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return value.map((entry) => redactValue(entry, text));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, entry]) => [key, redactValue(entry, text)]);
  return Object.fromEntries(entries);
}

function redactError(error: unknown, text: (given: string) => string, causesLeft: number): unknown {
  if (isLabError(error)) return error;
  if (!(error instanceof Error)) return error === undefined ? undefined : text(String(error));
  const { code } = error as NodeJS.ErrnoException;
  const cause = causesLeft > 0 ? redactError(error.cause, text, causesLeft - 1) : undefined;
  const copy = new Error(text(error.message), cause === undefined ? undefined : { cause });
  copy.name = text(error.name);
  copy.stack = text(error.stack ?? "");
  return typeof code === "string" ? Object.assign(copy, { code: text(code) }) : copy;
}
