import { CREDENTIALS, isSuspicious, PERSONAL, type SecretPattern } from "./secret-patterns.ts";
import type { Attributes, AttributeValue } from "./span-record.ts";

/** Takes out what nobody who reads telemetry may see. Stands before every exporter and every log line. */
export interface TelemetryRedactor {
  /** The text, at most so many characters of it, without secrets and without what belongs to a person. */
  text(text: string, limit?: number): string;
  /** The text without keys and tokens; what belongs to a person stays. */
  credentials(text: string, limit?: number): string;
  attributes(attributes: Attributes): Attributes;
}

export interface RedactorOptions {
  /** Hides what the house knows and no pattern could: its keys. Default: none. */
  readonly redact?: ((text: string) => string) | undefined;
  /** Further patterns, e.g. of an employer's staff numbers; they must be global. */
  readonly patterns?: readonly SecretPattern[];
}

/** Longest text of an attribute. */
const ATTRIBUTE_CHARACTERS = 256;
/** What lies behind the limit is still read so far: a secret must not be saved by being cut in two. */
const READ_BEHIND = 512;
/** Ids of requests: new each time, and no pattern fits them. */
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const ID_CHARACTERS = 36;
const TEXTS_KEPT = 512;
const LONGEST_KEPT = 64;

/** Makes the redactor of a process. Names of models and routers repeat, so their results are kept. */
export function createTelemetryRedactor({
  redact = (text) => text,
  patterns = [],
}: RedactorOptions = {}): TelemetryRedactor {
  const all = [...CREDENTIALS, ...patterns, ...PERSONAL];
  // The own patterns of a house may look for anything; the others need something suspicious.
  const lookForAll = (text: string) => hidePatterns(text, isSuspicious(text) ? all : patterns);
  const kept = new Map<string, string>();
  const hide = (text: string, limit: number, look: (text: string) => string) => {
    const shown = redact(text.length > limit ? text.slice(0, limit + READ_BEHIND) : text);
    return cut(isId(shown) ? shown : look(shown), limit, text.length > limit);
  };
  const text = (given: string, limit = ATTRIBUTE_CHARACTERS) => {
    // What is longer or new each time would only push out what repeats.
    if (given.length > LONGEST_KEPT || isId(given)) return hide(given, limit, lookForAll);
    const known = kept.get(given);
    if (known !== undefined) return known;
    const hidden = hide(given, limit, lookForAll);
    if (kept.size >= TEXTS_KEPT) kept.clear();
    kept.set(given, hidden);
    return hidden;
  };
  const value = (given: AttributeValue): AttributeValue => {
    if (typeof given === "string") return text(given);
    return typeof given === "object" ? given.map((one) => text(one)) : given;
  };
  const isUnsafe = (given: AttributeValue | undefined): boolean => {
    if (typeof given === "string") return text(given) !== given;
    return typeof given === "object" ? given.some(isUnsafe) : given === undefined;
  };
  return {
    text,
    credentials: (given, limit = ATTRIBUTE_CHARACTERS) => hide(given, limit, lookForCredentials),
    attributes(given) {
      // Most have nothing to hide and need no copy.
      const found: Readonly<Record<string, AttributeValue | undefined>> = given;
      let unsafe = false;
      for (const name in found) unsafe ||= isUnsafe(found[name]);
      if (!unsafe) return given;
      const shown: Record<string, AttributeValue> = {};
      for (const [name, one] of Object.entries(given)) if (one !== undefined) shown[name] = value(one);
      return shown;
    },
  };
}

const lookForCredentials = (text: string) => (isSuspicious(text) ? hidePatterns(text, CREDENTIALS) : text);

const isId = (text: string): boolean => text.length === ID_CHARACTERS && UUID.test(text);

function hidePatterns(text: string, patterns: readonly SecretPattern[]): string {
  return patterns.reduce(
    (shown, { name, pattern, holds }) =>
      shown.replace(pattern, (found) => (holds === undefined || holds(found) ? `[${name}]` : found)),
    text,
  );
}

function cut(text: string, limit: number, wasLonger: boolean): string {
  if (text.length <= limit && !wasLonger) return text;
  return `${text.slice(0, limit - 1).toWellFormed()}…`;
}
