import { expect, test } from "vitest";
import { createModelRegistry } from "./create-model-registry.ts";
import { readCatalog } from "./read-catalog.ts";
import { registryConfigOfCatalog } from "./registry-of-catalog.ts";

const registry = createModelRegistry({ config: registryConfigOfCatalog() });

test("the shipped catalog makes a registry that every task of the workshop finds a model in", () => {
  for (const task of [
    "code-generation",
    "code-completion",
    "summarization",
    "translation",
    "embeddings",
    "classification",
  ])
    expect(registry.modelsForTask(task), task).not.toEqual([]);
  expect(registry.modelsForTask("reasoning").map(({ name }) => name)).toContain("gpt-5-mini");
  expect(registry.modelsForTask("embeddings")[0]?.name).toBe("text-embedding-3-small");
});

test("a model is found by its other deployments, but not by one with a quota of its own", () => {
  expect(registry.find("gpt-4o-deployment")).toMatchObject({ name: "gpt-4o", servedName: "gpt-4o" });
  expect(registry.find("gpt-4-1")?.name).toBe("gpt-4.1");
  expect(registry.find("gpt-4o-mini-1k")).toBeUndefined();
  expect(registry.find("model-router")).toBeUndefined();
  expect(registry.find("smollm2-135m-instruct")).toBeUndefined();
});

test("a model without a deployment of its name is asked by the one it has", () => {
  expect(registry.get("claude-3-opus").servedName).toBe("claude-3-opus-deployment");
});

test("each quality in the catalog says where it was read, or that it is an assumption", () => {
  const stated = readCatalog().models.flatMap(({ quality }) => quality ?? []);
  expect(stated.length).toBeGreaterThan(15);
  for (const { score, source } of stated) {
    expect(score).toBeLessThanOrEqual(1);
    if (source !== "assumption") expect(source.checked).toMatch(/^\d{4}-\d\d-\d\d$/);
  }
});

test("an unknown price stays unknown", () => {
  expect(registry.get("gemini-1.5-pro").usdPerMillion).toBeUndefined();
  expect(registry.modelsForTask("translation").at(-1)?.usdPerMillion).toBeUndefined();
});
