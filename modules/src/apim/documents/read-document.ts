import { type Attr, DOMParser, type Element, type Node, XMLSerializer } from "@xmldom/xmldom";
import { escapeExpressions, showSigns } from "./escape-expressions.ts";
import type { LoadProblem } from "./load-error.ts";
import { placeBehind } from "./place-at.ts";
import type { PolicyDocument } from "./policy-document.ts";
import type { PolicyElement, PolicyText, SourcePosition } from "./policy-element.ts";

const ELEMENT = 1;
const TEXT = 3;
const CDATA = 4;

/**
 * Reads a policy file, also one whose expressions hold raw `"`, `<` and `&`.
 * Undefined when it is no well-formed document; `problems` then says where and why.
 */
export function readDocument(document: PolicyDocument, problems: LoadProblem[]): PolicyElement | undefined {
  const { file } = document;
  const told = problems.length;
  const escaped = escapeExpressions({ file, text: document.text.replaceAll("\r\n", "\n") }, problems);
  const tell = (message: string, context: unknown) => {
    problems.push({ message: `This is no well-formed XML: ${sentence(message)}`, ...placeOf(context, file) });
  };
  // What was told before is told better.
  if (problems.length > told) return undefined;
  try {
    const root = new DOMParser({
      onError: (_level, message, context) => tell(message, context),
    }).parseFromString(escaped, "text/xml").documentElement;
    return root && problems.length === told ? toElement(root, file) : undefined;
  } catch (error) {
    if (problems.length === told) tell(error instanceof Error ? error.message : String(error), undefined);
    return undefined;
  }
}

function toElement(element: Element, file: string): PolicyElement {
  const holdsMarkup = element.tagName === "set-body" && [...element.childNodes].some(isElement);
  const children: PolicyElement[] = [];
  if (!holdsMarkup)
    for (const node of element.childNodes) if (isElement(node)) children.push(toElement(node, file));
  return {
    name: element.tagName,
    attributes: new Map(
      [...element.attributes].map((attribute) => [attribute.name, attributeText(attribute, file)]),
    ),
    children,
    text: holdsMarkup ? markupOf(element, file) : textOf(element, file),
    position: positionOf(element, file),
  };
}

function attributeText(attribute: Attr, file: string): PolicyText {
  const value = showSigns(attribute.value);
  return { value, position: placeBehind(positionOf(attribute, file), `"${blanksBefore(value)}`) };
}

/** The text between the tags; it stands where its first letter does. */
function textOf(element: Element, file: string): PolicyText | undefined {
  const parts = [...element.childNodes].filter(({ nodeType }) => nodeType === TEXT || nodeType === CDATA);
  const value = showSigns(parts.map((part) => part.nodeValue ?? "").join(""));
  const first = parts.find((part) => (part.nodeValue ?? "").trim() !== "");
  if (!first) return undefined;
  return { value, position: placeBehind(positionOf(first, file), blanksBefore(first.nodeValue ?? "")) };
}

/** A body that is XML itself: all between the tags as text. */
function markupOf(element: Element, file: string): PolicyText {
  const writer = new XMLSerializer();
  const value = [...element.childNodes].map((node) => writer.serializeToString(node)).join("");
  return { value: showSigns(value), position: positionOf(element, file) };
}

function blanksBefore(text: string): string {
  return /^\s*/.exec(text)?.[0] ?? "";
}

function isElement(node: Node): node is Element {
  return node.nodeType === ELEMENT;
}

function positionOf(node: Node, file: string): SourcePosition {
  return { file, line: node.lineNumber ?? 1, column: node.columnNumber ?? 1 };
}

function placeOf(context: unknown, file: string): SourcePosition {
  const locator =
    typeof context === "object" && context && "locator" in context ? context.locator : undefined;
  const at = (name: string): number => {
    const value: unknown = typeof locator === "object" && locator ? Reflect.get(locator, name) : undefined;
    return typeof value === "number" && value > 0 ? value : 1;
  };
  return { file, line: at("lineNumber"), column: at("columnNumber") };
}

/** What people meet most, in words of our own. */
const SENTENCES: readonly (readonly [RegExp, (found: string) => string])[] = [
  [/^attribute "(.*)" missed (?:start )?quot/s, (name) => `the attribute value ${name} needs quotes.`],
  [/^attribute "(.*)" missed value/s, (name) => `the attribute ${name} has no value.`],
  [/^Attribute (.*) redefined/s, (name) => `the attribute ${name} stands twice.`],
  [/^entity not found:(.*)/s, (entity) => `there is no ${entity}; write &amp; for a bare &.`],
  [/^(?:missing root element)/, () => "there is no element in it."],
  [/Only one element can be added/, () => "a second element stands behind the first one's end."],
  [/^Unescaped '<'/, () => "a bare < in an attribute must be written &lt;."],
];

function sentence(message: string): string {
  for (const [pattern, write] of SENTENCES) {
    const found = pattern.exec(message);
    if (found) return write(showSigns(found[1] ?? ""));
  }
  return `${message.replace(/\s+/g, " ").replace(/\.$/, "")}.`;
}
