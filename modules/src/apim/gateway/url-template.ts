/** What stands between two slashes of a template. */
type Segment =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "mixed"; readonly pattern: RegExp; readonly names: readonly string[] }
  | { readonly kind: "parameter"; readonly name: string };

interface QueryPart {
  readonly key: string;
  /** The name of the parameter, or undefined when the value has to be `text`. */
  readonly name: string | undefined;
  readonly text: string;
}

/** An operation's address, read once: `/deployments/{deployment-id}/chat/completions?api-version={v}` or `/*`. */
export interface UrlTemplate {
  readonly text: string;
  readonly segments: readonly Segment[];
  /** The name under which a closing `*` keeps the rest; `""` for a bare one; undefined for none. */
  readonly rest: string | undefined;
  readonly query: readonly QueryPart[];
}

export function parseUrlTemplate(text: string): UrlTemplate {
  const mark = text.indexOf("?");
  const path = mark === -1 ? text : text.slice(0, mark);
  const parts = splitPath(path);
  const rest = restOf(parts.at(-1));
  const own = rest === undefined ? parts : parts.slice(0, -1);
  return {
    text,
    segments: own.map(parseSegment),
    rest,
    query: mark === -1 ? [] : parseQuery(text.slice(mark + 1)),
  };
}

/** A path's segments as they were sent, without empty ones at the ends. */
export function splitPath(path: string): readonly string[] {
  const inner = path.replace(/^\/+|\/+$/g, "");
  return inner === "" ? [] : inner.split("/");
}

const restOf = (last: string | undefined) => {
  if (last === "*") return "";
  return /^\{\*([^{}]+)\}$/.exec(last ?? "")?.[1];
};

function parseSegment(text: string): Segment {
  const whole = /^\{([^{}]+)\}$/.exec(text);
  if (whole?.[1] !== undefined) return { kind: "parameter", name: whole[1] };
  const names = [...text.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? "");
  if (names.length === 0) return { kind: "literal", text: decodePart(text).toLowerCase() };
  const pattern = text
    .split(/\{[^{}]+\}/)
    .map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("(.+?)");
  return { kind: "mixed", pattern: new RegExp(`^${pattern}$`, "i"), names };
}

function parseQuery(text: string): readonly QueryPart[] {
  return text
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const [key = "", value = ""] = part.split("=");
      return { key, name: /^\{([^{}]+)\}$/.exec(value)?.[1], text: value };
    });
}

/** The parameters when the address fits, else undefined. `parts` come from `splitPath`. */
export function matchUrlTemplate(
  template: UrlTemplate,
  parts: readonly string[],
  query: URLSearchParams,
): ReadonlyMap<string, string> | undefined {
  const { segments, rest } = template;
  if (rest === undefined ? parts.length !== segments.length : parts.length < segments.length)
    return undefined;
  const found = new Map<string, string>();
  for (const [index, segment] of segments.entries()) {
    if (!matchSegment(segment, decodePart(parts[index] ?? ""), found)) return undefined;
  }
  if (rest) found.set(rest, parts.slice(segments.length).map(decodePart).join("/"));
  return template.query.every((part) => matchQuery(part, query, found)) ? found : undefined;
}

function matchSegment(segment: Segment, part: string, found: Map<string, string>): boolean {
  if (segment.kind === "literal") return part.toLowerCase() === segment.text;
  if (segment.kind === "parameter") {
    found.set(segment.name, part);
    return part !== "";
  }
  const match = segment.pattern.exec(part);
  for (const [index, name] of segment.names.entries()) found.set(name, match?.[index + 1] ?? "");
  return match !== null;
}

function matchQuery({ key, name, text }: QueryPart, query: URLSearchParams, found: Map<string, string>) {
  const value = query.get(key);
  if (value === null) return false;
  if (name === undefined) return value === text;
  found.set(name, value);
  return true;
}

/** Sorts the more exact template first: words before parameters, parameters before `*`, more of the query before less. */
export function compareUrlTemplates(one: UrlTemplate, other: UrlTemplate): number {
  const length = Math.max(one.segments.length, other.segments.length);
  for (let index = 0; index < length; index++) {
    const difference = rankAt(one, index) - rankAt(other, index);
    if (difference !== 0) return difference;
  }
  const open = Number(one.rest !== undefined) - Number(other.rest !== undefined);
  return open !== 0 ? open : other.query.length - one.query.length;
}

const RANKS = { literal: 0, mixed: 1, parameter: 2 } as const;
const NOTHING = 3;

function rankAt({ segments }: UrlTemplate, index: number): number {
  const segment = segments[index];
  return segment ? RANKS[segment.kind] : NOTHING;
}

/** A part that is no proper percent code stays as it is. */
function decodePart(part: string): string {
  if (!part.includes("%")) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
