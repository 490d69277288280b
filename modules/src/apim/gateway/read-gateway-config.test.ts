import { describe, expect, test } from "vitest";
import { LoadError } from "../documents/load-error.ts";
import { readConfigText } from "./config-source.ts";
import { readGatewayConfig } from "./read-gateway-config.ts";

const problems = (text: string) => {
  try {
    readGatewayConfig(readConfigText(text, "gateway.json"));
    return [];
  } catch (error) {
    if (error instanceof LoadError) return error.message.split("\n");
    throw error;
  }
};

const api = `{ "id": "t", "path": "t", "subscriptionRequired": true, "operations": [{ "id": "get", "method": "GET", "urlTemplate": "/*" }] }`;

describe("a gateway's configuration", () => {
  test("that is right has no problems", () => {
    expect(problems(`{ "api": ${api}, "policies": { "operations": { "get": "get.xml" } } }`)).toEqual([]);
  });

  test.each([
    ["", "gateway.json:1:1 This is no JSON: Unexpected end of JSON input."],
    ["{\n  api: 1\n}", "gateway.json:2:3 This is no JSON: Expected property name or '}'."],
    ["{}", 'gateway.json:1:1 There is no API: give one as "api" or several as "apis".'],
    [
      `{ "api": ${api},\n  "polices": {} }`,
      'gateway.json:1:1 unknown key "polices"; did you mean "policies"?',
    ],
    [
      `{ "api": { "id": "t", "path": "t",\n "subscriptionRequired": "yes" } }`,
      'gateway.json:2:26 the subscriptionRequired of api must be true or false, not "yes".',
    ],
    [
      `{ "api": ${api},\n "policies": {\n "operations": { "gte": "x.xml" } } }`,
      'gateway.json:3:25 policies.operations names the operation "gte", which does not exist. Did you mean "get"?',
    ],
    [
      `{ "api": ${api}, "subscriptions": [\n{ "id": "a", "primaryKey": "k" },\n{ "id": "b", "primaryKey": "k" }] }`,
      "gateway.json:3:1 The subscriptions a and b have the same key.",
    ],
    [
      `{ "api": ${api}, "products": [{ "id": "gold" }],\n"subscriptions": [{ "id": "a", "primaryKey": "k", "product": "silver" }] }`,
      'gateway.json:2:19 The subscription a is for the product "silver", which does not exist. There are: gold.',
    ],
  ])("%j is refused in one line", (text, line) => {
    expect(problems(text)).toEqual([line]);
  });
});
