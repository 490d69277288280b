import { DOMParser, type Node as DomNode } from "@xmldom/xmldom";
import { NetException } from "../net-exception.ts";
import { type XContainer, XDocument, XElement } from "./x-container.ts";
import { XName } from "./x-name.ts";
import { XAttribute, XComment, XText } from "./x-node.ts";

const ELEMENT = 1;
const TEXT = 3;
const DATA = 4;
const COMMENT = 8;

/** `XDocument.Parse`. Blanks between elements are dropped. Throws `XmlException`. */
export function parseXmlDocument(text: string): XDocument {
  const result = new XDocument();
  copyChildren(parse(text), result);
  if (!result.root) throw xmlError("Root element is missing.");
  return result;
}

function parse(text: string): DomNode {
  try {
    const parser = new DOMParser({
      onError: (_level, message) => {
        throw xmlError(message);
      },
    });
    return parser.parseFromString(text, "text/xml");
  } catch (error) {
    if (error instanceof NetException) throw error;
    throw xmlError(error instanceof Error ? error.message : String(error));
  }
}

function xmlError(message: string): NetException {
  return new NetException("System.Xml.XmlException", message);
}

function copyChildren(source: DomNode, target: XContainer): void {
  for (let child = source.firstChild; child; child = child.nextSibling) copyNode(child, target);
}

function copyNode(node: DomNode, target: XContainer): void {
  const text = node.nodeValue ?? "";
  if (node.nodeType === ELEMENT) target.addNode(copyElement(node));
  else if (node.nodeType === DATA) target.addNode(new XText(text, true));
  else if (node.nodeType === COMMENT) target.addNode(new XComment(text));
  else if (node.nodeType === TEXT && text.trim() !== "") target.addNode(new XText(text));
}

interface DomElement extends DomNode {
  readonly attributes: ArrayLike<{
    readonly nodeName: string;
    readonly localName: string | null;
    readonly namespaceURI: string | null;
    readonly value: string;
  }>;
}

function isElement(node: DomNode): node is DomElement {
  return node.nodeType === ELEMENT;
}

function copyElement(node: DomNode): XElement {
  const prefix = node.nodeName.includes(":") ? (node.nodeName.split(":")[0] ?? "") : "";
  const local = node.nodeName.slice(prefix === "" ? 0 : prefix.length + 1);
  const element = new XElement(new XName(local, node.namespaceURI ?? ""), prefix);
  if (isElement(node)) {
    for (const attribute of Array.from(node.attributes)) {
      const isDeclaration = attribute.nodeName === "xmlns" || attribute.nodeName.startsWith("xmlns:");
      const name =
        isDeclaration || !attribute.namespaceURI
          ? new XName(attribute.nodeName)
          : new XName(attribute.localName ?? attribute.nodeName, attribute.namespaceURI);
      element.addAttribute(new XAttribute(name, attribute.value));
    }
  }
  copyChildren(node, element);
  return element;
}
