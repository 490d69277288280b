import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { answerCostUsd } from "../cost/answer-cost.ts";
import { readManifest } from "../models/manifest.ts";
import { readCatalog } from "./read-catalog.ts";

test("says of a model of this machine what its files are opened with", () => {
  const catalog = readCatalog();
  const chats = readManifest().filter(({ kind }) => kind === "chat");
  expect(chats.length).toBeGreaterThan(0);
  for (const { name, contextTokens } of chats) expect(catalog.model(name)).toMatchObject({ contextTokens });
});

const good = `prices: { checked: 2026-01-01, source: https://prices.example }
models:
  - { name: m, version: 2024-01-02, publisher: P, kind: chat, contextTokens: 10, maxOutputTokens: 5, usdPerMillion: { input: 1, output: 2 } }
  - { name: e, version: "1", publisher: P, kind: embedding, contextTokens: 10, dimensions: 8, usdPerMillion: unknown }
regions:
  - { name: East US, roundTripMs: 90, source: assumption }
  - { name: UK South, roundTripMs: 20, source: { checked: 2026-01-01, source: https://rtt.example } }
resources:
  - { name: home, about: everything }
  - { name: uk, about: far away, region: UK South }
deployments:
  - { name: d, model: m, region: East US }
  - { name: d, model: m, resource: uk, tokensPerMinute: 1000 }
  - { name: vectors, model: e, region: East US }
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

test("a deployment lives in its resource's region, and the first resource's comes first", () => {
  const catalog = readCatalog(write(good));
  expect(catalog.deployment("d")).toMatchObject({ resource: "home", region: "East US" });
  expect(catalog.deployments[1]).toMatchObject({ resource: "uk", region: "UK South", tokensPerMinute: 1000 });
});

test("an embedding model writes nothing, and an unknown price is none", () => {
  const model = readCatalog(write(good)).model("vectors");
  expect(model).toMatchObject({ kind: "embedding", dimensions: 8, maxOutputTokens: 0 });
  expect(model?.usdPerMillion).toBeUndefined();
});

test("an answer costs its tokens at the list price, or nobody knows what", () => {
  const usage = { promptTokens: 1000, completionTokens: 500 };
  expect(answerCostUsd({ usdPerMillion: { input: 2, output: 8 } }, usage)).toBeCloseTo(0.006);
  expect(answerCostUsd({ usdPerMillion: undefined }, usage)).toBeUndefined();
});

test.each([
  ["a broken line", good.replace("models:", "models: ]"), /^catalog\.yaml line 2: /],
  [
    "a wrong value",
    good.replace("input: 1", "input: -1"),
    /^catalog\.yaml line 3: the input of the usdPerMillion of m must be at least 0, not -1\.$/,
  ],
  [
    "an unknown field",
    good.replace("region: East US }\n  - { name: d", "regoin: East US }\n  - { name: d"),
    /^catalog\.yaml line 12: d: unknown key "regoin"; did you mean "region"\?$/,
  ],
  [
    "a deployment of nothing",
    good.replace("model: m,", "model: x,"),
    /^catalog\.yaml line 12: deployment d names model x/,
  ],
  [
    "a deployment twice in one resource",
    good.replace("resource: uk", "region: UK South"),
    /^catalog\.yaml line 13: there is a deployment d already/,
  ],
  [
    "a deployment nowhere",
    good.replace("model: e, region: East US", "model: e"),
    /^catalog\.yaml line 14: .*needs a region/,
  ],
  [
    "an unknown region",
    good.replace("e, region: East US", "e, region: Mars"),
    /^catalog\.yaml line 14: .*region Mars/,
  ],
  [
    "an unknown resource",
    good.replace("resource: uk", "resource: us"),
    /^catalog\.yaml line 13: .*resource us/,
  ],
  [
    "a model twice",
    good.replace("{ name: e,", "{ name: m,"),
    /^catalog\.yaml line 4: there is a model m already/,
  ],
  ["a price in words", good.replace("unknown", "cheap"), /^catalog\.yaml line 4: .*or unknown/],
  [
    "a latency from nowhere",
    good.replace("source: assumption", "source: hearsay"),
    /^catalog\.yaml line 6: .*must be assumption/,
  ],
])("%s is named with file and line", (_, text, message) => {
  expect(() => readCatalog(write(text))).toThrow(message);
});

test("every problem of a catalog is named at once", () => {
  const bad = good.replace("model: e, region: East US", "model: x, region: Mars");
  expect(() => readCatalog(write(bad))).toThrow(/line 14: .*model x[^\n]*\n.*line 14: .*region Mars/);
});

test("a catalog that is not there is one line", () => {
  expect(() => readCatalog("/nowhere/catalog.yaml")).toThrow(
    "The catalog catalog.yaml cannot be read (ENOENT).",
  );
});
