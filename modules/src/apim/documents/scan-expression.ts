/** Where one C# expression of a policy ends, and which of its signs are meant as they stand. */
export interface ScannedExpression {
  /** Index behind the closing bracket. */
  readonly end: number;
  /** Indexes of `&` that begin no entity although they look like one: `"&amp;"` in an expression that is not written for XML. */
  readonly literalAmpersands: ReadonlySet<number>;
}

const ENTITY = /&(?:quot|apos|amp|lt|gt|#\d+|#x[\da-fA-F]+);/y;
const NAMED: Readonly<Record<string, string>> = {
  "&quot;": '"',
  "&apos;": "'",
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
};

/** The entity that begins at an index, if one does. */
export function entityAt(text: string, index: number): string | undefined {
  if (text[index] !== "&") return undefined;
  ENTITY.lastIndex = index;
  return ENTITY.exec(text)?.[0];
}

/**
 * Follows C# from its `@(` or `@{` to the bracket that closes it, through strings, characters and comments.
 * @param delimiter the quote around the attribute; undefined in an element's text
 * @returns undefined when it is never closed
 */
export function scanExpression(
  text: string,
  start: number,
  delimiter: string | undefined,
): ScannedExpression | undefined {
  const scanner = new ExpressionScanner(text, start + 1, delimiter);
  const closed = scanner.code();
  if (!closed) return undefined;
  return {
    end: scanner.index,
    literalAmpersands: new Set(scanner.isRaw ? scanner.entitiesInStrings : []),
  };
}

/** Signs behind the first one of an escaped character, with the closing quote: `\u0041'`. */
const LONGEST_CHARACTER = 6;

/** What opens a string; `interpolated` ones hold code between braces. */
interface StringKind {
  readonly verbatim: boolean;
  readonly interpolated: boolean;
  /** Opened by a quote as it stands, not by `&quot;`. */
  readonly raw: boolean;
}

class ExpressionScanner {
  index: number;
  /** Whether it holds something that XML would refuse here. */
  isRaw = false;
  readonly entitiesInStrings: number[] = [];
  /** Where the sign began that was taken last. */
  #taken = 0;
  readonly #text: string;
  readonly #delimiter: string | undefined;

  constructor(text: string, index: number, delimiter: string | undefined) {
    this.#text = text;
    this.index = index;
    this.#delimiter = delimiter;
  }

  /** Passes code from an opening bracket to the one that closes it. */
  code(): boolean {
    let depth = 0;
    while (this.index < this.#text.length) {
      const sign = this.#take();
      if (sign === "(" || sign === "{" || sign === "[") depth++;
      else if (sign === ")" || sign === "}" || sign === "]") depth--;
      else if (!this.#passWord(sign)) return false;
      if (depth === 0) return true;
    }
    return false;
  }

  /** Passes a string, a character or a comment that begins with `sign`; any other sign is passed already. */
  #passWord(sign: string): boolean {
    if (sign === '"') return this.#string(this.#kindOfString());
    if (sign === "'") return this.#character();
    if (sign === "/" && this.#peek() === "/") return this.#until("\n");
    if (sign === "/" && this.#peek() === "*") return this.#until("*/");
    return true;
  }

  /** Looks back at the `$` and `@` before the quote. */
  #kindOfString(): StringKind {
    const before = this.#text.slice(Math.max(0, this.#taken - 2), this.#taken);
    const prefix = /[$@]*$/.exec(before)?.[0] ?? "";
    const raw = this.index - this.#taken === 1;
    return { verbatim: prefix.includes("@"), interpolated: prefix.includes("$"), raw };
  }

  #string(kind: StringKind): boolean {
    while (this.index < this.#text.length) {
      const at = this.index;
      const sign = this.#take();
      if (kind.raw && this.index - at > 1) {
        // An entity inside a string that a raw quote opened is no end of it.
        this.entitiesInStrings.push(at);
        if (sign === '"') continue;
      }
      if (sign === '"') {
        if (!(kind.verbatim && this.#peek() === '"')) return true;
        this.#take();
      } else if (sign === "\\" && !kind.verbatim) this.#take();
      else if (sign === "\n" && !kind.verbatim) return false;
      else if (sign === "{" && kind.interpolated && !this.#hole()) return false;
    }
    return false;
  }

  /** Passes the code between the braces of an interpolated string; `{{` is a brace of the text. */
  #hole(): boolean {
    if (this.#peek() === "{") {
      this.#take();
      return true;
    }
    this.index--;
    return this.code();
  }

  /** Passes `'x'` or `'\\u0041'`; a quote that closes nothing near is left to the compiler. */
  #character(): boolean {
    const start = this.index;
    if (this.#take() === "\\") this.#take();
    for (let signs = 0; signs < LONGEST_CHARACTER; signs++) if (this.#take() === "'") return true;
    this.index = start;
    return true;
  }

  #until(mark: string): boolean {
    const found = this.#text.indexOf(mark, this.index);
    if (found < 0) return false;
    for (let at = this.index; at < found; at++) this.#judge(at);
    this.index = found + mark.length;
    return true;
  }

  #peek(): string {
    const entity = entityAt(this.#text, this.index);
    return entity ? decoded(entity) : (this.#text[this.index] ?? "");
  }

  #take(): string {
    this.#taken = this.index;
    const entity = entityAt(this.#text, this.index);
    if (entity) {
      this.index += entity.length;
      return decoded(entity);
    }
    this.#judge(this.index);
    return this.#text[this.index++] ?? "";
  }

  #judge(index: number): void {
    const sign = this.#text[index];
    if (sign === "<" || sign === this.#delimiter) this.isRaw = true;
    else if (sign === "&" && !entityAt(this.#text, index)) this.isRaw = true;
  }
}

function decoded(entity: string): string {
  const named = NAMED[entity];
  if (named !== undefined) return named;
  const digits = entity.slice(2, -1);
  const code = digits.startsWith("x") ? Number.parseInt(digits.slice(1), 16) : Number(digits);
  return code <= 0x10ffff ? String.fromCodePoint(code) : "";
}
