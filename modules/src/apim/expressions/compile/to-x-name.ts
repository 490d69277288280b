import { XName, XNamespace } from "../values/xml/x-name.ts";

/** A text where an XML name or namespace is wanted. */
export function toXName(text: string, wanted: "XName" | "XNamespace"): XName | XNamespace {
  return wanted === "XName" ? XName.parse(text) : new XNamespace(text);
}
