import { describe, expect, test } from "vitest";
import { document, runPolicy } from "../../../tests/apim-harness.ts";
import { jsonToXml } from "./json-to-xml.ts";
import { xmlToJson } from "./xml-to-json.ts";

const PLAIN = { namespaceSeparator: "_", namespacePrefix: undefined, attributeBlockName: undefined };

describe("json-to-xml", () => {
  test.each<readonly [what: string, json: unknown, xml: string]>([
    ["one property is the root", { a: { b: "x" } }, "<a><b>x</b></a>"],
    ["several get one", { a: 1, b: true }, "<Document><a>1</a><b>True</b></Document>"],
    ["a list repeats its element", { r: { a: [1, { b: 2 }], c: [] } }, "<r><a>1</a><a><b>2</b></a></r>"],
    [
      "null is marked",
      { r: { a: null } },
      '<r><a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/></r>',
    ],
    ["signs are escaped", { a: "1 < 2 & 3" }, "<a>1 &lt; 2 &amp; 3</a>"],
    ["names that XML does not take", { "a b": { "1": "x" } }, "<a_x0020_b><_x0031_>x</_x0031_></a_x0020_b>"],
    ["a list has no single root", { a: [1, 2] }, "<Document><a>1</a><a>2</a></Document>"],
  ])("%s", (_what, json, xml) => {
    expect(jsonToXml(json, PLAIN)).toBe(xml);
  });

  test("namespaces and attributes", () => {
    const json = {
      "s:Envelope": {
        "xmlns:s": "http://s.test/",
        "xmlns:v": "http://v.test/",
        "s:Header": {},
        "s:Body": { "v:List": { "#attrs": { name: "test" }, "v:Item": { id: 7 } } },
      },
    };
    expect(
      jsonToXml(json, { namespaceSeparator: ":", namespacePrefix: "xmlns", attributeBlockName: "#attrs" }),
    ).toBe(
      '<s:Envelope xmlns:s="http://s.test/" xmlns:v="http://v.test/"><s:Header/><s:Body><v:List name="test"><v:Item><id>7</id></v:Item></v:List></s:Body></s:Envelope>',
    );
  });
});

describe("xml-to-json", () => {
  const XML = '<r id="7"><a>1</a><a>2</a><b><c/></b><d e="f">text</d><![CDATA[ ]]></r>';

  test.each<readonly [kind: "direct" | "javascript-friendly", alwaysArrays: boolean, json: unknown]>([
    [
      "direct",
      false,
      { r: { "@id": "7", a: ["1", "2"], b: { c: null }, d: { "@e": "f", "#text": "text" } } },
    ],
    [
      "javascript-friendly",
      false,
      { r: { id: "7", a: ["1", "2"], b: { c: null }, d: { e: "f", value: "text" } } },
    ],
    [
      "direct",
      true,
      { r: { "@id": "7", a: ["1", "2"], b: [{ c: [null] }], d: [{ "@e": "f", "#text": "text" }] } },
    ],
  ])("%s, always lists: %s", (kind, alwaysArrays, json) => {
    expect(xmlToJson(XML, { kind, alwaysArrays })).toEqual(json);
  });

  test("a name that JavaScript knows is a name like all others", () => {
    const json = JSON.stringify(
      xmlToJson("<__proto__><a>1</a></__proto__>", { kind: "direct", alwaysArrays: false }),
    );
    expect(json).toBe('{"__proto__":{"a":"1"}}');
  });

  test("what is no XML", () => {
    expect(() => xmlToJson("<a><b></a>", { kind: "direct", alwaysArrays: false })).toThrow(
      "no well-formed XML",
    );
  });
});

describe("the policies", () => {
  const JSON_TO_XML = '<json-to-xml apply="content-type-json" />';
  const XML_TO_JSON = '<xml-to-json kind="direct" apply="always" consider-accept-header="false" />';

  test.each<
    readonly [
      what: string,
      outbound: string,
      accept: string,
      type: string,
      body: string,
      seen: readonly unknown[],
    ]
  >([
    [
      "converts",
      JSON_TO_XML,
      "application/xml",
      "application/json",
      '{"a":1}',
      ["<a>1</a>", "application/xml"],
    ],
    ["another content type", JSON_TO_XML, "text/xml", "text/plain", '{"a":1}', ['{"a":1}', "text/plain"]],
    [
      "another wish of the caller",
      JSON_TO_XML,
      "text/html",
      "application/json",
      '{"a":1}',
      ['{"a":1}', "application/json"],
    ],
    [
      "whatever the caller accepts",
      XML_TO_JSON,
      "text/html",
      "x/y",
      "<a>1</a>",
      ['{"a":"1"}', "application/json"],
    ],
  ])("Y1: %s", async (_what, outbound, accept, type, body, seen) => {
    const answer = await runPolicy({
      policies: document({ outbound }),
      upstream: () => ({ body, headers: { "Content-Type": type } }),
      request: { headers: { Accept: accept } },
    });
    expect([answer.body, answer.headers.get("content-type")]).toEqual(seen);
  });

  test("Y1: the request's body on its way in", async () => {
    const { calls } = await runPolicy({
      policies: document({ inbound: XML_TO_JSON }),
      request: { body: "<a>1</a>" },
    });
    expect(calls[0]).toMatchObject({ body: '{"a":"1"}', headers: { "content-type": "application/json" } });
  });

  test("O2: a body that is something else is 500 with LastError", async () => {
    const { status, exchange } = await runPolicy({
      policies: document({ inbound: XML_TO_JSON }),
      request: { body: "not xml" },
    });
    expect([status, exchange.lastError?.source, exchange.lastError?.reason]).toEqual([
      500,
      "xml-to-json",
      "BodyConversionFailure",
    ]);
  });
});
