import { NetValue } from "../net-value.ts";

/** `XNamespace`. */
export class XNamespace extends NetValue {
  readonly netType = "System.Xml.Linq.XNamespace";
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }

  /** `ns + "local"`. */
  override plus(local: unknown): unknown {
    return typeof local === "string" ? new XName(local, this.name) : undefined;
  }

  override toText(): string {
    return this.name;
  }

  override equalTo(other: unknown): boolean {
    return other instanceof XNamespace && other.name === this.name;
  }

  override get key(): string {
    return this.name;
  }
}

/** `XName`: a name, and the namespace it stands in. */
export class XName extends NetValue {
  readonly netType = "System.Xml.Linq.XName";
  readonly local: string;
  readonly namespace: string;

  constructor(local: string, namespace = "") {
    super();
    this.local = local;
    this.namespace = namespace;
  }

  /** Reads `local` and `{namespace}local`. */
  static parse(text: string): XName {
    const match = /^\{([^}]*)\}(.+)$/.exec(text);
    return match ? new XName(match[2] ?? "", match[1] ?? "") : new XName(text);
  }

  override toText(): string {
    return this.namespace === "" ? this.local : `{${this.namespace}}${this.local}`;
  }

  override equalTo(other: unknown): boolean {
    return other instanceof XName && other.key === this.key;
  }

  override get key(): string {
    return this.toText();
  }
}
