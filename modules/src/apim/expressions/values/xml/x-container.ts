import { toNetText } from "../net-text.ts";
import { isIterable, itemsOf } from "../sequences.ts";
import type { XName } from "./x-name.ts";
import { XAttribute, XNode, XText } from "./x-node.ts";

/** `XContainer`: an element or a document. */
export abstract class XContainer extends XNode {
  readonly nodes: XNode[] = [];

  get elements(): XElement[] {
    return this.nodes.filter((node) => node instanceof XElement);
  }

  *descendants(): Generator<XElement> {
    for (const element of this.elements) {
      yield element;
      yield* element.descendants();
    }
  }

  /** Adds nodes, attributes, texts and sequences of them. */
  add(content: unknown): void {
    if (content === null) return;
    if (content instanceof XNode) this.addNode(content);
    else if (content instanceof XAttribute) this.addAttribute(content);
    else if (isIterable(content) && typeof content !== "string")
      for (const item of itemsOf(content)) this.add(item);
    else this.addNode(new XText(xmlText(content)));
  }

  addNode(node: XNode): void {
    const own = node.parent ? node.clone() : node;
    own.parent = this;
    this.nodes.push(own);
  }

  addAttribute(_attribute: XAttribute): void {
    throw new TypeError("A document has no attributes.");
  }

  removeChild(child: XNode): void {
    const index = this.nodes.indexOf(child);
    if (index >= 0) this.nodes.splice(index, 1);
  }

  protected writeNodes(line: string | undefined): string {
    const mixed = this.nodes.some((node) => node instanceof XText);
    const inner = mixed ? undefined : line;
    return this.nodes.map((node) => (inner === undefined ? "" : inner) + node.write(inner)).join("");
  }
}

/** A value as XML writes it: `true`, not `True`. */
export function xmlText(value: unknown): string {
  return typeof value === "boolean" ? String(value) : toNetText(value);
}

/** `XElement`. */
export class XElement extends XContainer {
  readonly netType = "System.Xml.Linq.XElement";
  name: XName;
  /** As it is written: `soap`. */
  readonly prefix: string;
  readonly attributes: XAttribute[] = [];

  constructor(name: XName, prefix = "") {
    super();
    this.name = name;
    this.prefix = prefix;
  }

  /** All texts inside, joined. */
  get value(): string {
    return this.nodes
      .map((node) => (node instanceof XText ? node.value : node instanceof XElement ? node.value : ""))
      .join("");
  }

  set value(value: string) {
    this.nodes.length = 0;
    this.addNode(new XText(value));
  }

  attribute(name: XName): XAttribute | null {
    return this.attributes.find((attribute) => attribute.name.equalTo(name)) ?? null;
  }

  override addAttribute(attribute: XAttribute): void {
    this.attributes.push(attribute);
  }

  clone(): XElement {
    const copy = new XElement(this.name, this.prefix);
    for (const attribute of this.attributes)
      copy.addAttribute(new XAttribute(attribute.name, attribute.value));
    for (const node of this.nodes) copy.addNode(node.clone());
    return copy;
  }

  write(line: string | undefined): string {
    const tag = this.prefix === "" ? this.name.local : `${this.prefix}:${this.name.local}`;
    const head = [
      tag,
      ...this.#declarations(),
      ...this.attributes.map((attribute) => attribute.toText()),
    ].join(" ");
    if (this.nodes.length === 0) return `<${head} />`;
    const mixed = this.nodes.some((node) => node instanceof XText);
    const inner = line === undefined || mixed ? undefined : `${line}  `;
    return `<${head}>${this.writeNodes(inner)}${inner === undefined ? "" : line}</${tag}>`;
  }

  /** A namespace that no attribute declares yet. */
  #declarations(): string[] {
    const { namespace } = this.name;
    const above = this.parent instanceof XElement ? this.parent : undefined;
    const inherited = above && above.name.namespace === namespace && above.prefix === this.prefix;
    const name = this.prefix === "" ? "xmlns" : `xmlns:${this.prefix}`;
    const declared = this.attributes.some((attribute) => attribute.name.local === name);
    const needed =
      !declared &&
      !inherited &&
      (namespace !== "" || (above !== undefined && above.name.namespace !== "" && this.prefix === ""));
    return needed ? [`${name}="${namespace}"`] : [];
  }
}

/** `XDocument`. */
export class XDocument extends XContainer {
  readonly netType = "System.Xml.Linq.XDocument";

  get root(): XElement | null {
    return this.elements[0] ?? null;
  }

  clone(): XDocument {
    const copy = new XDocument();
    for (const node of this.nodes) copy.addNode(node.clone());
    return copy;
  }

  write(line: string | undefined): string {
    return this.nodes.map((node) => node.write(line)).join(line ?? "");
  }
}
