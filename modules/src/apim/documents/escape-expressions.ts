import type { LoadProblem } from "./load-error.ts";
import type { PolicyDocument } from "./policy-document.ts";
import type { SourcePosition } from "./policy-element.ts";
import { entityAt, type ScannedExpression, scanExpression } from "./scan-expression.ts";

/** Signs that XML would read; private-use letters stand for them one to one, so that every place stays where it was. */
const SIGNS = ['"', "'", "<", ">", "&", "]"];
const FIRST_STAND_IN = 0xe000;
/** Stands before the end of a line, which XML would turn into a blank inside an attribute. */
const LINE_END = "\ue010";

/** `name="` or `name='`, with what stands before the `@`. */
const ATTRIBUTE = /[\w:.-]+\s*=\s*(["'])\s*/y;

/** Hides the expressions of a policy file from XML's rules. */
export function escapeExpressions({ file, text }: PolicyDocument, problems: LoadProblem[]): string {
  const parts: string[] = [];
  let copied = 0;
  const hide = (start: number, delimiter: string | undefined): number => {
    const expression = scanExpression(text, start, delimiter);
    if (!expression) {
      problems.push({ message: unclosed(text, start, delimiter), ...placeAt(text, start, file) });
      return start + 1;
    }
    parts.push(text.slice(copied, start), hideSigns(text, start, expression));
    copied = expression.end;
    const rest = skipBlanks(text, copied);
    if (text[rest] !== (delimiter ?? "<"))
      problems.push({ message: afterExpression(text, rest), ...placeAt(text, rest, file) });
    return copied;
  };
  let index = 0;
  while (index < text.length) {
    const open = text.indexOf("<", index);
    if (open < 0) break;
    index = skipMarkup(text, open, hide);
  }
  parts.push(text.slice(copied));
  return parts.join("");
}

type Hide = (start: number, delimiter: string | undefined) => number;

/** Passes a comment, a tag with its attributes, or CDATA, and an expression that follows it; gives the place behind. */
function skipMarkup(text: string, open: number, hide: Hide): number {
  if (text.startsWith("<![CDATA[", open)) return endOf(text, "]]>", open);
  const behind = endOfMarkup(text, open, hide);
  const start = skipBlanks(text, behind);
  return isExpressionStart(text, start) ? hide(start, undefined) : behind;
}

function endOfMarkup(text: string, open: number, hide: Hide): number {
  if (text.startsWith("<!--", open)) return endOf(text, "-->", open);
  if (text.startsWith("<?", open)) return endOf(text, "?>", open);
  return skipTag(text, open + 1, hide);
}

function skipTag(text: string, from: number, hide: Hide): number {
  let index = from;
  while (index < text.length && text[index] !== ">") {
    ATTRIBUTE.lastIndex = index;
    const attribute = ATTRIBUTE.exec(text);
    if (!attribute) {
      index++;
      continue;
    }
    const delimiter = attribute[1] ?? '"';
    index = ATTRIBUTE.lastIndex;
    if (isExpressionStart(text, index)) index = hide(index, delimiter);
    const close = text.indexOf(delimiter, index);
    index = close < 0 ? text.length : close + 1;
  }
  return index + 1;
}

function isExpressionStart(text: string, index: number): boolean {
  return text[index] === "@" && (text[index + 1] === "(" || text[index + 1] === "{");
}

function skipBlanks(text: string, index: number): number {
  let at = index;
  while (at < text.length && /\s/.test(text[at] ?? "")) at++;
  return at;
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
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

/** Gives an expression its own signs back. */
export function showSigns(text: string): string {
  return text
    .replace(/\ue010[\n ]/g, "\n")
    .replace(/[\ue000-\ue005]/g, (letter) => SIGNS[letter.charCodeAt(0) - FIRST_STAND_IN] ?? letter);
}

function unclosed(text: string, start: number, delimiter: string | undefined): string {
  const shown = text.slice(start, start + 40).split(/\r?\n/)[0] ?? "";
  const where = delimiter ? "before the attribute's closing quote" : "before the closing tag";
  return `The expression ${shown} has no end: a bracket, string or comment is not closed ${where}.`;
}

function afterExpression(text: string, index: number): string {
  const shown = text.slice(index, index + 20).split(/[\r\n]/)[0] ?? "";
  return `An expression must be the whole value, but after it stands ${shown || "nothing"}. Write one expression: @("a" + b).`;
}

/** Line and column of an index. */
export function placeAt(text: string, index: number, file: string): SourcePosition {
  const before = text.slice(0, index).split("\n");
  return { file, line: before.length, column: (before[before.length - 1] ?? "").length + 1 };
}
