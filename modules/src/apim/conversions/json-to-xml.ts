import { DOMImplementation, type Document, type Element, XMLSerializer } from "@xmldom/xmldom";

export interface JsonToXmlOptions {
  /** Between a prefix and a name in JSON: `soapenv:Body`. */
  readonly namespaceSeparator: string;
  /** Properties that begin with it declare namespaces; undefined: none do. */
  readonly namespacePrefix: string | undefined;
  /** The property whose own properties become attributes. */
  readonly attributeBlockName: string | undefined;
}

/** What stands around a JSON value that is no object with a single property. */
const ROOT = "Document";
const XSI = "http://www.w3.org/2001/XMLSchema-instance";
const XMLNS = "http://www.w3.org/2000/xmlns/";

/** Writes JSON as XML: a property becomes an element, a list the same element several times. */
export function jsonToXml(value: unknown, options: JsonToXmlOptions): string {
  const document = new DOMImplementation().createDocument(null, "", null);
  const [name, content] = rootOf(value);
  const writer = new ElementWriter(document, options);
  document.appendChild(writer.element(name, content));
  return new XMLSerializer().serializeToString(document);
}

function rootOf(value: unknown): readonly [string, unknown] {
  const entries = isObject(value) ? Object.entries(value) : [];
  const [only] = entries;
  return entries.length === 1 && only && !Array.isArray(only[1]) ? only : [ROOT, value];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

class ElementWriter {
  readonly #document: Document;
  readonly #options: JsonToXmlOptions;

  constructor(document: Document, options: JsonToXmlOptions) {
    this.#document = document;
    this.#options = options;
  }

  element(name: string, value: unknown): Element {
    const element = this.#document.createElement(this.#nameOf(name));
    if (value === null) element.setAttributeNS(XSI, "xsi:nil", "true");
    else if (Array.isArray(value)) for (const item of value) element.appendChild(this.element("item", item));
    else if (isObject(value)) this.#fill(element, value);
    else element.appendChild(this.#document.createTextNode(textOf(value)));
    return element;
  }

  #fill(element: Element, properties: Readonly<Record<string, unknown>>): void {
    const { attributeBlockName } = this.#options;
    for (const [name, value] of Object.entries(properties)) {
      if (name === attributeBlockName && isObject(value)) {
        for (const [attribute, text] of Object.entries(value))
          element.setAttribute(xmlName(attribute), textOf(text));
      } else if (this.#isNamespace(name)) {
        element.setAttributeNS(XMLNS, this.#namespaceName(name), textOf(value));
      } else
        for (const item of Array.isArray(value) ? value : [value])
          element.appendChild(this.element(name, item));
    }
  }

  #isNamespace(name: string): boolean {
    const { namespacePrefix, namespaceSeparator } = this.#options;
    if (namespacePrefix === undefined || namespacePrefix === "") return false;
    return name === namespacePrefix || name.startsWith(`${namespacePrefix}${namespaceSeparator}`);
  }

  #namespaceName(name: string): string {
    const { namespacePrefix = "", namespaceSeparator } = this.#options;
    const prefix = name.slice(namespacePrefix.length + namespaceSeparator.length);
    return prefix === "" ? "xmlns" : `xmlns:${xmlName(prefix)}`;
  }

  /** A name with a prefix keeps it only where its namespace can be declared. */
  #nameOf(name: string): string {
    const { namespaceSeparator, namespacePrefix } = this.#options;
    const at = namespacePrefix === undefined ? -1 : name.indexOf(namespaceSeparator);
    if (at <= 0 || at + namespaceSeparator.length >= name.length) return xmlName(name);
    return `${xmlName(name.slice(0, at))}:${xmlName(name.slice(at + namespaceSeparator.length))}`;
  }
}

/** Signs that no XML name may have are written as .NET's `XmlConvert.EncodeLocalName` writes them: `a b` is `a_x0020_b`. */
function xmlName(name: string): string {
  const encoded = name.replace(/[^\p{L}\p{N}._-]/gu, encodeSign);
  return encoded.replace(/^[^\p{L}_]/u, encodeSign) || "_";
}

function encodeSign(sign: string): string {
  return `_x${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}_`;
}

function textOf(value: unknown): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
