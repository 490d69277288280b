import type { MessageBody } from "../../pipeline/message-body.ts";
import type { NetType } from "../types/net-type.ts";
import { typeText } from "../types/net-type.ts";
import { readJson } from "../values/json/read-json.ts";
import { type MultiValues, multiValuesOf } from "../values/multi-values.ts";
import { invalidOperation, NetException } from "../values/net-exception.ts";
import { NetValue } from "../values/net-value.ts";
import { parseXmlDocument } from "../values/xml/parse-xml.ts";

/** `IMessageBody`. Its bytes are in memory before an expression that looks at it runs. */
export class BodyValue extends NetValue {
  readonly netType = "Gateway.IMessageBody";
  readonly #body: MessageBody;

  private constructor(body: MessageBody) {
    super();
    this.#body = body;
  }

  /** Null for a message without a body, and for one whose body was taken. */
  static of({ body }: { readonly body: MessageBody }): BodyValue | null {
    if (body.isConsumed || body.bytes?.byteLength === 0) return null;
    return new BodyValue(body);
  }

  /** `As<T>(preserveContent)`. */
  as(type: NetType, preserveContent: boolean): unknown {
    const bytes = this.#take(preserveContent);
    if (type.name === "[]" && type.args[0]?.name === "byte") return Uint8Array.from(bytes);
    return convertText(new TextDecoder().decode(bytes), type);
  }

  /** `AsFormUrlEncodedContent(preserveContent)`. */
  asForm(preserveContent: boolean): MultiValues {
    const text = new TextDecoder().decode(this.#take(preserveContent));
    return multiValuesOf(new URLSearchParams(text));
  }

  #take(preserveContent: boolean): Uint8Array {
    const { bytes } = this.#body;
    if (!bytes) throw invalidOperation("The body has not been read before the expression ran.");
    if (this.#body.isConsumed)
      throw invalidOperation("The body was taken already; use As<T>(preserveContent: true).");
    if (!preserveContent) this.#body.consume();
    return bytes;
  }
}

function convertText(text: string, type: NetType): unknown {
  switch (type.name) {
    case "string":
    case "object":
    case "dynamic":
      return text;
    case "JObject":
    case "JArray":
    case "JToken":
      return readJson(text, type.name);
    case "XDocument":
      return parseXmlDocument(text);
    case "XElement":
    case "XNode":
      return parseXmlDocument(text).root;
    default:
      throw new NetException(
        "System.NotSupportedException",
        `Body.As<${typeText(type)}>() is not supported: use string, byte[], JObject, JArray, JToken, XNode, XElement or XDocument.`,
      );
  }
}
