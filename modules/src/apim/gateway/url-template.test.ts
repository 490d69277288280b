import { describe, expect, test } from "vitest";
import { compareUrlTemplates, matchUrlTemplate, parseUrlTemplate, splitPath } from "./url-template.ts";

const match = (template: string, address: string) => {
  const url = new URL(address, "http://gateway.test");
  const found = matchUrlTemplate(parseUrlTemplate(template), splitPath(url.pathname), url.searchParams);
  return found && Object.fromEntries(found);
};

describe("an operation's template", () => {
  test.each([
    ["/items", "/items", {}],
    ["/items", "/ITEMS/", {}],
    ["/items", "/items/5", undefined],
    ["/items/{id}", "/items/5", { id: "5" }],
    ["/items/{id}", "/items", undefined],
    ["/deployments/{deployment-id}/chat", "/deployments/gpt%204o/chat", { "deployment-id": "gpt 4o" }],
    ["/*", "/", {}],
    ["/*", "/a/b/c", {}],
    ["/files/*", "/files", {}],
    ["/files/{*path}", "/files/a/b", { path: "a/b" }],
    ["/reports/{name}.{kind}", "/reports/may.csv", { name: "may", kind: "csv" }],
    ["/reports/{name}.{kind}", "/reports/may", undefined],
    ["/search?q={text}", "/search?q=tea&x=1", { text: "tea" }],
    ["/search?q={text}", "/search", undefined],
    ["/search?kind=a", "/search?kind=b", undefined],
    ["/bad/{id}", "/bad/100%25%zz", { id: "100%25%zz" }],
  ])("%s and %s give %j", (template, address, parameters) => {
    expect(match(template, address)).toEqual(parameters);
  });

  test("that is more exact comes first", () => {
    const sorted = ["/*", "/items/*", "/items/{id}", "/items/{id}/x", "/items/all", "/items/{id}?q={q}"]
      .map(parseUrlTemplate)
      .sort(compareUrlTemplates)
      .map(({ text }) => text);
    expect(sorted).toEqual([
      "/items/all",
      "/items/{id}/x",
      "/items/{id}?q={q}",
      "/items/{id}",
      "/items/*",
      "/*",
    ]);
  });
});
