import { defineEnum } from "../types/define-enum.ts";
import { defineType, member, settable } from "../types/type-definition.ts";
import type { NetEnum } from "../values/net-enum.ts";
import { NetException } from "../values/net-exception.ts";
import { NetValue } from "../values/net-value.ts";
import { parseXmlDocument } from "../values/xml/parse-xml.ts";
import { XContainer, XDocument, XElement, xmlText } from "../values/xml/x-container.ts";
import { XName, XNamespace } from "../values/xml/x-name.ts";
import { XAttribute, XComment, XNode, XText } from "../values/xml/x-node.ts";

const PREFIX = "System.Xml.Linq.";

const named = (name: XName) => (element: XElement) => element.name.equalTo(name);

export const saveOptions = defineEnum(`${PREFIX}SaveOptions`, { None: 0, DisableFormatting: 1 });

export const xName = defineType({
  name: "XName",
  fullName: `${PREFIX}XName`,
  holds: (value) => value instanceof XName,
  members: [
    member("static XName Get(string expandedName)", (text: string) => XName.parse(text)),
    member(
      "static XName Get(string localName, string namespaceName)",
      (local: string, namespace: string) => new XName(local, namespace),
    ),
    member("string LocalName", (name: XName) => name.local),
    member("string NamespaceName", (name: XName) => name.namespace),
    member("XNamespace Namespace", (name: XName) => new XNamespace(name.namespace)),
  ],
});

export const xNamespace = defineType({
  name: "XNamespace",
  fullName: `${PREFIX}XNamespace`,
  holds: (value) => value instanceof XNamespace,
  members: [
    member("static XNamespace None", () => new XNamespace("")),
    member("static XNamespace Get(string namespaceName)", (name: string) => new XNamespace(name)),
    member("string NamespaceName", (namespace: XNamespace) => namespace.name),
    member(
      "XName GetName(string localName)",
      (namespace: XNamespace, local: string) => new XName(local, namespace.name),
    ),
  ],
});

export const xObject = defineType({
  name: "XObject",
  fullName: `${PREFIX}XObject`,
  holds: (value) => value instanceof XNode || value instanceof XAttribute,
  members: [],
});

export const xNode = defineType({
  name: "XNode",
  fullName: `${PREFIX}XNode`,
  supers: ["XObject"],
  holds: (value) => value instanceof XNode,
  members: [
    member("XElement Parent", (node: XNode) => (node.parent instanceof XElement ? node.parent : null)),
    member("void Remove()", (node: XNode) => node.remove()),
    member("string ToString(SaveOptions options)", (node: XNode, options: NetEnum) =>
      options.value === 1 ? node.write(undefined) : node.toText(),
    ),
  ],
});

export const xContainer = defineType({
  name: "XContainer",
  fullName: `${PREFIX}XContainer`,
  supers: ["XNode"],
  holds: (value) => value instanceof XContainer,
  members: [
    member(
      "XElement Element(XName name)",
      (self: XContainer, name: XName) => self.elements.find(named(name)) ?? null,
    ),
    member("IEnumerable<XElement> Elements()", (self: XContainer) => self.elements),
    member("IEnumerable<XElement> Elements(XName name)", (self: XContainer, name: XName) =>
      self.elements.filter(named(name)),
    ),
    member("IEnumerable<XElement> Descendants()", (self: XContainer) => [...self.descendants()]),
    member("IEnumerable<XElement> Descendants(XName name)", (self: XContainer, name: XName) =>
      [...self.descendants()].filter(named(name)),
    ),
    member("IEnumerable<XNode> Nodes()", (self: XContainer) => [...self.nodes]),
    member("XNode FirstNode", (self: XContainer) => self.nodes[0] ?? null),
    member("XNode LastNode", (self: XContainer) => self.nodes.at(-1) ?? null),
    member("void Add(params object[] content)", (self: XContainer, content: unknown) => self.add(content)),
    member("void RemoveNodes()", (self: XContainer) => {
      self.nodes.length = 0;
    }),
  ],
});

function createElement(name: XName, content: readonly unknown[]): XElement {
  const element = new XElement(name);
  for (const part of content) element.add(part);
  return element;
}

export const xElement = defineType({
  name: "XElement",
  fullName: `${PREFIX}XElement`,
  supers: ["XContainer"],
  holds: (value) => value instanceof XElement,
  members: [
    member("new(XName name, params object[] content)", createElement),
    member("new(XElement other)", (other: XElement) => other.clone()),
    member("static XElement Parse(string text)", (text: string) => parseXmlDocument(text).root),
    settable(
      "XName Name",
      (self: XElement) => self.name,
      (self: XElement, name: XName) => {
        self.name = name;
      },
    ),
    settable(
      "string Value",
      (self: XElement) => self.value,
      (self: XElement, value: string) => {
        self.value = value;
      },
    ),
    member("bool IsEmpty", (self: XElement) => self.nodes.length === 0),
    member("bool HasElements", (self: XElement) => self.elements.length > 0),
    member("bool HasAttributes", (self: XElement) => self.attributes.length > 0),
    member("XAttribute Attribute(XName name)", (self: XElement, name: XName) => self.attribute(name)),
    member("IEnumerable<XAttribute> Attributes()", (self: XElement) => [...self.attributes]),
    member("void SetValue(object value)", (self: XElement, value: unknown) => {
      self.value = xmlText(value);
    }),
    member(
      "void SetAttributeValue(XName name, object value)",
      (self: XElement, name: XName, value: unknown) => {
        const own = self.attribute(name);
        if (value === null)
          self.attributes.splice(0, self.attributes.length, ...self.attributes.filter((one) => one !== own));
        else if (own) own.value = xmlText(value);
        else self.addAttribute(new XAttribute(name, xmlText(value)));
      },
    ),
    member(
      "void SetElementValue(XName name, object value)",
      (self: XElement, name: XName, value: unknown) => {
        const own = self.elements.find(named(name));
        if (value === null) own?.remove();
        else if (own) own.value = xmlText(value);
        else self.addNode(createElement(name, [value]));
      },
    ),
    member("IEnumerable<XElement> DescendantsAndSelf()", (self: XElement) => [self, ...self.descendants()]),
    member("XNamespace GetDefaultNamespace()", (self: XElement) => new XNamespace(self.name.namespace)),
  ],
});

export const xDocument = defineType({
  name: "XDocument",
  fullName: `${PREFIX}XDocument`,
  supers: ["XContainer"],
  holds: (value) => value instanceof XDocument,
  members: [
    member("new(params object[] content)", (content: readonly unknown[]) => {
      const document = new XDocument();
      for (const part of content) if (!(part instanceof XDeclaration)) document.add(part);
      return document;
    }),
    member("static XDocument Parse(string text)", (text: string) => parseXmlDocument(text)),
    member("XElement Root", (self: XDocument) => self.root),
  ],
});

/** `XDeclaration`. `ToString()` of a document leaves it out, so it is only carried. */
class XDeclaration extends NetValue {
  readonly netType = `${PREFIX}XDeclaration`;
}

export const xDeclaration = defineType({
  name: "XDeclaration",
  fullName: `${PREFIX}XDeclaration`,
  holds: (value) => value instanceof XDeclaration,
  members: [member("new(string version, string encoding, string standalone)", () => new XDeclaration())],
});

export const xAttribute = defineType({
  name: "XAttribute",
  fullName: `${PREFIX}XAttribute`,
  supers: ["XObject"],
  holds: (value) => value instanceof XAttribute,
  members: [
    member("new(XName name, object value)", (name: XName, value: unknown) => {
      if (value === null)
        throw new NetException(
          "System.ArgumentNullException",
          "Value cannot be null.\r\nParameter name: value",
        );
      return new XAttribute(name, xmlText(value));
    }),
    member("XName Name", (self: XAttribute) => self.name),
    settable(
      "string Value",
      (self: XAttribute) => self.value,
      (self: XAttribute, value: string) => {
        self.value = value;
      },
    ),
  ],
});

function textType(name: string, isData: boolean) {
  return defineType({
    name,
    fullName: PREFIX + name,
    supers: [isData ? "XText" : "XNode"],
    holds: (value) => value instanceof XText && (!isData || value.isData),
    members: [
      member("new(string value)", (value: string) => new XText(value, isData)),
      member("string Value", (self: XText) => self.value),
    ],
  });
}

export const xText = textType("XText", false);
export const xData = textType("XCData", true);

export const xComment = defineType({
  name: "XComment",
  fullName: `${PREFIX}XComment`,
  supers: ["XNode"],
  holds: (value) => value instanceof XComment,
  members: [
    member("new(string value)", (value: string) => new XComment(value)),
    member("string Value", (self: XComment) => self.value),
  ],
});
