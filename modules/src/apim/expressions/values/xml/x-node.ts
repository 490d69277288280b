import { NetValue } from "../net-value.ts";
import type { XContainer } from "./x-container.ts";
import type { XName } from "./x-name.ts";

/** `XNode`: what can stand inside an element. */
export abstract class XNode extends NetValue {
  parent: XContainer | undefined = undefined;

  abstract clone(): XNode;

  /** @param line the break before each child, with its indentation; undefined writes all in one line */
  abstract write(line: string | undefined): string;

  remove(): void {
    this.parent?.removeChild(this);
    this.parent = undefined;
  }

  override toText(): string {
    return this.write("\r\n");
  }
}

/** `XText`, and `XCData` when `isData`. */
export class XText extends XNode {
  readonly value: string;
  readonly isData: boolean;

  constructor(value: string, isData = false) {
    super();
    this.value = value;
    this.isData = isData;
  }

  get netType(): string {
    return this.isData ? "System.Xml.Linq.XCData" : "System.Xml.Linq.XText";
  }

  clone(): XText {
    return new XText(this.value, this.isData);
  }

  write(): string {
    return this.isData ? `<![CDATA[${this.value}]]>` : escapeXml(this.value);
  }
}

/** `XComment`. */
export class XComment extends XNode {
  readonly netType = "System.Xml.Linq.XComment";
  readonly value: string;

  constructor(value: string) {
    super();
    this.value = value;
  }

  clone(): XComment {
    return new XComment(this.value);
  }

  write(): string {
    return `<!--${this.value}-->`;
  }
}

/** `XAttribute`. */
export class XAttribute extends NetValue {
  readonly netType = "System.Xml.Linq.XAttribute";
  readonly name: XName;
  value: string;

  constructor(name: XName, value: string) {
    super();
    this.name = name;
    this.value = value;
  }

  override toText(): string {
    return `${this.name.local}="${escapeXml(this.value).replaceAll('"', "&quot;")}"`;
  }
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
