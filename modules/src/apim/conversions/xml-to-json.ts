import { DOMParser, type Document, type Element, type Node } from "@xmldom/xmldom";

export interface XmlToJsonOptions {
  /** `direct`: attributes are `@name` and text beside them `#text`; otherwise both are plain properties. */
  readonly kind: "direct" | "javascript-friendly";
  /** Whether every child element becomes a list, also a single one. */
  readonly alwaysArrays: boolean;
}

const ELEMENT = 1;
const TEXT = 3;
const CDATA = 4;

/** Reads XML as JSON: an element becomes a property, several of one name a list. Throws for what is no XML. */
export function xmlToJson(xml: string, options: XmlToJsonOptions): unknown {
  const root = rootOf(xml.trim());
  return Object.fromEntries([[root.tagName, contentOf(root, options)]]);
}

function rootOf(xml: string): Element {
  const problems: string[] = [];
  const document = parse(xml, problems);
  if (problems.length === 0 && document?.documentElement) return document.documentElement;
  throw new Error(`The body is no well-formed XML: ${problems[0] ?? "it has no element"}.`);
}

function parse(xml: string, problems: string[]): Document | undefined {
  try {
    return new DOMParser({ onError: (_level, message) => void problems.push(message) }).parseFromString(
      xml,
      "text/xml",
    );
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

function contentOf(element: Element, options: XmlToJsonOptions): unknown {
  const isFriendly = options.kind === "javascript-friendly";
  const properties: (readonly [string, unknown])[] = [];
  for (const { name, value } of element.attributes) properties.push([isFriendly ? name : `@${name}`, value]);
  const children = [...element.childNodes].filter(isElement);
  for (const [name, values] of grouped(children, options)) {
    properties.push([name, values.length > 1 || options.alwaysArrays ? values : values[0]]);
  }
  const text = textOf(element);
  if (properties.length === 0) return text === "" ? null : text;
  if (text !== "") properties.push([isFriendly ? "value" : "#text", text]);
  return Object.fromEntries(properties);
}

function grouped(children: readonly Element[], options: XmlToJsonOptions): ReadonlyMap<string, unknown[]> {
  const groups = new Map<string, unknown[]>();
  for (const child of children) {
    const values = groups.get(child.tagName) ?? [];
    values.push(contentOf(child, options));
    groups.set(child.tagName, values);
  }
  return groups;
}

/** What stands between the tags; blanks around child elements do not count. */
function textOf(element: Element): string {
  const parts = [...element.childNodes].filter(({ nodeType }) => nodeType === TEXT || nodeType === CDATA);
  return parts
    .map(({ nodeValue }) => nodeValue ?? "")
    .join("")
    .trim();
}

const isElement = (node: Node): node is Element => node.nodeType === ELEMENT;
