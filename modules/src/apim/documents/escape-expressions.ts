import type { LoadProblem } from "./load-error.ts";
import { placeAt } from "./place-at.ts";
import type { PolicyDocument } from "./policy-document.ts";
import { entityAt, type ScannedExpression, scanExpression } from "./scan-expression.ts";
import { createTagBalance, type TagBalance } from "./tag-balance.ts";

/** Signs that XML would read; private-use letters stand for them one to one, so that every place stays where it was. */
const SIGNS = ['"', "'", "<", ">", "&", "]", "\t"];
const FIRST_STAND_IN = 0xe000;
/** Stands before the end of a line, which XML would turn into a blank inside an attribute. */
const LINE_END = "\ue010";

/** `name="` or `name='`, with the blanks behind it. */
const ATTRIBUTE = /[\w:.-]+\s*=\s*(["'])\s*/y;
const TAG_NAME = /\/?([\w:.-]*)/y;

/**
 * Hides the expressions of a policy file from XML's rules; `showSigns` gives each its own signs back.
 * What no reader of XML can tell well is a problem already: an expression without an end, tags that do not match, a bare `&`.
 */
export function escapeExpressions(document: PolicyDocument, problems: LoadProblem[]): string {
  return new MarkupScanner(document, problems).scan();
}

/** Gives the expressions in a text their own signs back. */
export function showSigns(text: string): string {
  return text
    .replace(/\ue010[\n ]/g, "\n")
    .replace(/[\ue000-\ue006]/g, (letter) => SIGNS[letter.charCodeAt(0) - FIRST_STAND_IN] ?? letter);
}

/** Goes through markup from sign to sign and stops for expressions. */
class MarkupScanner {
  readonly #text: string;
  readonly #file: string;
  readonly #problems: LoadProblem[];
  readonly #tags: TagBalance;
  #index = 0;
  /** The text so far, with expressions hidden, and how much of it that is. */
  #hidden = "";
  #copied = 0;

  constructor({ file, text }: PolicyDocument, problems: LoadProblem[]) {
    this.#text = text;
    this.#file = file;
    this.#problems = problems;
    this.#tags = createTagBalance((message, index) => this.#problem(message, index));
  }

  scan(): string {
    while (this.#index < this.#text.length) {
      this.#passText();
      this.#passMarkup();
      this.#passBlanks();
      if (this.#isAtExpression()) this.#passExpression(undefined);
    }
    if (this.#problems.length === 0) this.#tags.end();
    return this.#hidden + this.#text.slice(this.#copied);
  }

  #passText(): void {
    const end = this.#find("<");
    this.#checkAmpersands(this.#index, end);
    this.#index = end;
  }

  /** Passes a comment, an instruction, CDATA, or a tag with its attributes. */
  #passMarkup(): void {
    const open = this.#index;
    if (open >= this.#text.length) return;
    if (this.#text.startsWith("<!--", open)) this.#index = this.#behind("-->");
    else if (this.#text.startsWith("<?", open)) this.#index = this.#behind("?>");
    else if (this.#text.startsWith("<![CDATA[", open)) this.#index = this.#behind("]]>");
    else this.#passTag(open);
  }

  #passTag(open: number): void {
    TAG_NAME.lastIndex = open + 1;
    const [written = "", name = ""] = TAG_NAME.exec(this.#text) ?? [];
    this.#index = open + 1 + written.length;
    while (this.#index < this.#text.length && this.#text[this.#index] !== ">") {
      if (!this.#passAttribute()) this.#index++;
    }
    if (written.startsWith("/")) this.#tags.close(name, open);
    else if (name !== "" && this.#text[this.#index - 1] !== "/") this.#tags.open(name, open);
    this.#index++;
  }

  #passAttribute(): boolean {
    ATTRIBUTE.lastIndex = this.#index;
    const delimiter = ATTRIBUTE.exec(this.#text)?.[1];
    if (delimiter === undefined) return false;
    this.#index = ATTRIBUTE.lastIndex;
    if (this.#isAtExpression()) this.#passExpression(delimiter);
    const close = this.#find(delimiter);
    this.#checkAmpersands(this.#index, close);
    this.#index = close + 1;
    return true;
  }

  #isAtExpression(): boolean {
    const next = this.#text[this.#index + 1];
    return this.#text[this.#index] === "@" && (next === "(" || next === "{");
  }

  #passExpression(delimiter: string | undefined): void {
    const start = this.#index;
    const expression = scanExpression(this.#text, start, delimiter);
    if (!expression) {
      this.#problem(unclosed(this.#text, start, delimiter), start);
      // What follows may be part of it; nothing more can be told.
      this.#index = this.#text.length;
      return;
    }
    this.#hidden += this.#text.slice(this.#copied, start) + hideSigns(this.#text, start, expression);
    this.#index = expression.end;
    this.#copied = expression.end;
    this.#passBlanks();
    if (this.#text[this.#index] !== (delimiter ?? "<"))
      this.#problem(notAlone(this.#text, this.#index), this.#index);
  }

  #passBlanks(): void {
    while (/\s/.test(this.#text[this.#index] ?? "")) this.#index++;
  }

  #checkAmpersands(start: number, end: number): void {
    for (
      let index = this.#text.indexOf("&", start);
      index >= 0 && index < end;
      index = this.#text.indexOf("&", index + 1)
    ) {
      if (!entityAt(this.#text, index))
        this.#problem("A bare & outside of an expression must be written &amp;.", index);
    }
  }

  /** Where a sign stands next; the end of the text when it does not. */
  #find(sign: string): number {
    const found = this.#text.indexOf(sign, this.#index);
    return found < 0 ? this.#text.length : found;
  }

  #behind(mark: string): number {
    const found = this.#text.indexOf(mark, this.#index);
    if (found < 0) this.#problem(`The end ${mark} is missing.`, this.#index);
    return found < 0 ? this.#text.length : found + mark.length;
  }

  #problem(message: string, index: number): void {
    this.#problems.push({ message, ...placeAt(this.#text, index, this.#file) });
  }
}

function hideSigns(text: string, start: number, { end, literalAmpersands }: ScannedExpression): string {
  let hidden = "";
  for (let index = start; index < end; ) {
    const entity = literalAmpersands.has(index) ? undefined : entityAt(text, index);
    hidden += entity ?? hideSign(text[index] ?? "");
    index += entity?.length ?? 1;
  }
  return hidden;
}

function hideSign(sign: string): string {
  if (sign === "\n") return `${LINE_END}\n`;
  const index = SIGNS.indexOf(sign);
  return index < 0 ? sign : String.fromCharCode(FIRST_STAND_IN + index);
}

function unclosed(text: string, start: number, delimiter: string | undefined): string {
  const shown = text.slice(start, start + 40).split(/\r?\n/)[0] ?? "";
  const where = delimiter ? "before the attribute's closing quote" : "before the closing tag";
  return `The expression ${shown} has no end: a bracket, string or comment is not closed ${where}.`;
}

function notAlone(text: string, index: number): string {
  const shown = text.slice(index, index + 20).split(/[\r\n]/)[0] ?? "";
  return `An expression must be the whole value, but after it stands ${shown || "nothing"}. Write one expression: @("a" + b).`;
}
