import { groupDigits, roundDigits, shiftPoint } from "./format-number.ts";

/** `0.00`, `#,##0.##`, `000`, `0%`, and sections for positive; negative; zero. */
export function formatCustomNumber(text: string, format: string): string {
  const sections = splitSections(format);
  const negative = text.startsWith("-");
  const zero = /^-?[0.]*$/.test(text);
  const [positiveFormat = "", negativeFormat, zeroFormat] = sections;
  if (zero && zeroFormat !== undefined) return writeSection("0", zeroFormat);
  if (negative && negativeFormat) return writeSection(text.slice(1), negativeFormat);
  const written = writeSection(negative ? text.slice(1) : text, positiveFormat);
  return negative && /[1-9]/.test(written) ? `-${written}` : written;
}

function splitSections(format: string): string[] {
  return (
    format
      .match(/(?:'[^']*'|"[^"]*"|\\.|[^;'"\\])*/g)
      ?.filter((section, index) => section !== "" || index === 0) ?? []
  );
}

/** One character of a format: a place for a digit, or a text that stays. */
type Piece =
  | { readonly kind: "digit"; readonly zero: boolean }
  | { readonly kind: "point" }
  | { readonly kind: "text"; readonly text: string };

function writeSection(text: string, format: string): string {
  const { pieces, grouped, percent } = readPieces(format);
  const point = pieces.findIndex((piece) => piece.kind === "point");
  const before = point < 0 ? pieces : pieces.slice(0, point);
  const after = point < 0 ? [] : pieces.slice(point + 1);
  const places = after.filter((piece) => piece.kind === "digit").length;
  const rounded = roundDigits(percent ? shiftPoint(text, 2) : text, places);
  const [whole = "0", fraction = ""] = rounded.split(".");
  return writeWhole(before, whole === "0" ? "" : whole, grouped) + writeFraction(after, fraction);
}

function readPieces(format: string): { pieces: Piece[]; grouped: boolean; percent: boolean } {
  const pieces: Piece[] = [];
  let grouped = false;
  let percent = false;
  for (const [token] of format.matchAll(/'[^']*'|"[^"]*"|\\.|[\s\S]/g)) {
    if (token === "0" || token === "#") pieces.push({ kind: "digit", zero: token === "0" });
    else if (token === "." && !pieces.some((piece) => piece.kind === "point")) pieces.push({ kind: "point" });
    else if (token === ",") grouped = true;
    else pieces.push({ kind: "text", text: unquote(token) });
    if (token === "%") percent = true;
  }
  return { pieces, grouped, percent };
}

function unquote(token: string): string {
  if (token.length > 1 && token.startsWith("\\")) return token.slice(1);
  return token.length > 1 ? token.slice(1, -1) : token;
}

function writeWhole(pieces: readonly Piece[], digits: string, grouped: boolean): string {
  const places = pieces.filter((piece) => piece.kind === "digit");
  const firstZero = places.findIndex((piece) => piece.zero);
  const least = firstZero < 0 ? 0 : places.length - firstZero;
  const padded = digits.padStart(least, "0");
  const all = grouped ? groupDigits(padded) : padded;
  if (grouped) return replaceDigits(pieces, all);
  return spreadDigits(pieces, all);
}

/** With group separators the digits stand where the first place is. */
function replaceDigits(pieces: readonly Piece[], digits: string): string {
  let written = false;
  return pieces
    .map((piece) => {
      if (piece.kind === "text") return piece.text;
      if (written) return "";
      written = true;
      return digits;
    })
    .join("");
}

function spreadDigits(pieces: readonly Piece[], digits: string): string {
  let left = digits.length;
  let places = pieces.filter((piece) => piece.kind === "digit").length;
  let text = "";
  for (const piece of pieces) {
    if (piece.kind === "text") text += piece.text;
    else if (piece.kind === "digit") {
      const take = Math.max(0, left - (places - 1));
      text += digits.slice(digits.length - left, digits.length - left + take);
      left -= take;
      places -= 1;
    }
  }
  return text;
}

function writeFraction(pieces: readonly Piece[], fraction: string): string {
  const places = pieces.filter((piece) => piece.kind === "digit");
  const lastZero = places.map((piece) => piece.zero).lastIndexOf(true);
  let kept = fraction;
  while (kept.length > lastZero + 1 && kept.endsWith("0")) kept = kept.slice(0, -1);
  let next = 0;
  const text = pieces.map((piece) => (piece.kind === "text" ? piece.text : (kept[next++] ?? ""))).join("");
  return kept === "" ? text : `.${text}`;
}
