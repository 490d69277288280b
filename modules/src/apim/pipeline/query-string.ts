/** One `name=value` of a query, as it was written. */
export interface QueryPart {
  /** Decoded. */
  readonly name: string;
  readonly written: string;
}

/** Takes a query apart without changing how anything in it is written. */
export function readQuery(search: string): readonly QueryPart[] {
  return search
    .replace(/^\?/, "")
    .split("&")
    .filter((written) => written !== "")
    .map((written) => ({ name: decode(written.split("=")[0] ?? ""), written }));
}

export function queryPart(name: string, value: string): QueryPart {
  return { name, written: `${encodeURIComponent(name)}=${encodeURIComponent(value)}` };
}

/** `?a=1&b=2`, or "" for none. */
export function writeQuery(parts: readonly QueryPart[]): string {
  return parts.length === 0 ? "" : `?${parts.map(({ written }) => written).join("&")}`;
}

/** Names of parameters are compared without regard to case, as .NET does. */
export function isParameter(part: QueryPart, name: string): boolean {
  return part.name.toLowerCase() === name.toLowerCase();
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
