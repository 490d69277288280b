import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { answerCostUsd } from "../cost/answer-cost.ts";
import { readCatalog } from "./read-catalog.ts";

const good = `prices: { checked: 2026-01-01, source: https://prices.example }
models:
  - { name: m, version: 2024-01-02, publisher: P, kind: chat, contextTokens: 10, maxOutputTokens: 5, usdPerMillion: { input: 1, output: 2 } }
deployments:
  - { name: d, model: m, region: East US }
`;

function write(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "catalog-")), "catalog.yaml");
  writeFileSync(file, text);
  return file;
}

test("the shipped catalog has the deployments the workshop names, each with price, date and source", () => {
  const catalog = readCatalog();
  for (const name of ["gpt-4-1", "gpt-4.1", "gpt-4o", "gpt-4o-mini"])
    expect(catalog.deployment(name)?.region).toBeTruthy();
  expect(catalog.prices.checked).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(catalog.prices.source).toMatch(/^https:/);
});

test("a model is found by name, deployment and served version", () => {
  const catalog = readCatalog(write(good));
  for (const name of ["m", "d", "m-2024-01-02"]) expect(catalog.model(name)?.version).toBe("2024-01-02");
  expect(catalog.model("other")).toBeUndefined();
});

test("an answer costs its tokens at the list price", () => {
  expect(
    answerCostUsd({ usdPerMillion: { input: 2, output: 8 } }, { promptTokens: 1000, completionTokens: 500 }),
  ).toBeCloseTo(0.006);
});

test.each([
  ["a broken line", good.replace("models:", "models: ]"), /^catalog\.yaml line 2: /],
  [
    "a wrong value",
    good.replace("input: 1", "input: -1"),
    /^catalog\.yaml line 3: models\.0\.usdPerMillion\.input: /,
  ],
  ["an unknown field", good.replace("region", "regoin"), /^catalog\.yaml line 5: deployments\.0/],
  [
    "a deployment of nothing",
    good.replace("model: m,", "model: x,"),
    /^catalog\.yaml line 5: deployment d names model x/,
  ],
])("%s is named with file and line", (_, text, message) => {
  expect(() => readCatalog(write(text))).toThrow(message);
});

test("a catalog that is not there is one line", () => {
  expect(() => readCatalog("/nowhere/catalog.yaml")).toThrow(
    "The catalog catalog.yaml cannot be read (ENOENT).",
  );
});
