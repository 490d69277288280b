import type { NetChar } from "../values/net-char.ts";
import type { NetEnum } from "../values/net-enum.ts";

/** `Split`; no separators means blanks. `count` is the most parts; the last keeps the rest. */
export function splitText(
  text: string,
  separators: readonly string[],
  count?: number,
  options?: NetEnum,
): string[] {
  if (count === 0) return [];
  const { removeEmpty, trim } = flagsOf(options);
  const used = separators.filter((separator) => separator !== "");
  const pattern = used.length === 0 ? /\s/ : new RegExp(used.map(escapePattern).join("|"));
  const parts: string[] = [];
  let rest = text;
  const take = (part: string): void => {
    const own = trim ? part.trim() : part;
    if (!removeEmpty || own !== "") parts.push(own);
  };
  while (count === undefined || parts.length < count - 1) {
    const found = pattern.exec(rest);
    if (!found) break;
    take(rest.slice(0, found.index));
    rest = rest.slice(found.index + found[0].length);
  }
  if (removeEmpty) rest = dropLeading(rest, pattern);
  take(rest);
  return parts;
}

/** What remains begins behind separators that stand for empty parts. */
function dropLeading(text: string, pattern: RegExp): string {
  let rest = text;
  for (let found = pattern.exec(rest); found?.index === 0; found = pattern.exec(rest)) {
    rest = rest.slice(found[0].length);
  }
  return rest;
}

function flagsOf(options: NetEnum | undefined): { removeEmpty: boolean; trim: boolean } {
  const value = options?.value ?? 0;
  return { removeEmpty: (value & 1) !== 0, trim: (value & 2) !== 0 };
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}

/** `Trim`; no characters means blanks. */
export function trimText(
  text: string,
  chars: readonly NetChar[] | null,
  atStart: boolean,
  atEnd: boolean,
): string {
  const signs = chars && chars.length > 0 ? new Set(chars.map((char) => char.text)) : undefined;
  const drops = (index: number): boolean => {
    const sign = text[index] ?? "";
    return signs ? signs.has(sign) : /\s/.test(sign);
  };
  let start = 0;
  let end = text.length;
  while (atStart && start < end && drops(start)) start += 1;
  while (atEnd && end > start && drops(end - 1)) end -= 1;
  return text.slice(start, end);
}
