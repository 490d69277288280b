import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { applyEnvironment, isConfigured } from "./environment.ts";

const names = [
  "LAB_HTTP",
  "AZURE_OPENAI_ENDPOINT",
  "AZURE_OPENAI_API_KEY",
  "AZURE_OPENAI_KEY",
  "IDENTITY_ENDPOINT",
];
const file = join(mkdtempSync(join(tmpdir(), "environment-")), ".env");

beforeEach(() => writeFileSync(file, ""));

afterEach(() => {
  for (const name of names) delete process.env[name];
});

test("lab values go in where nothing is set, and move with a restarted lab cloud", () => {
  expect(applyEnvironment({ LAB_HTTP: "http://localhost:1" }, file)).toEqual(["LAB_HTTP"]);
  expect(applyEnvironment({ LAB_HTTP: "http://localhost:2" }, file)).toEqual(["LAB_HTTP"]);
  expect(process.env.LAB_HTTP).toBe("http://localhost:2");
});

test("what the real environment or .env names stays", () => {
  process.env.AZURE_OPENAI_ENDPOINT = "https://mine.example";
  writeFileSync(file, "AZURE_OPENAI_API_KEY=from-file\n");
  const lab = {
    AZURE_OPENAI_ENDPOINT: "http://localhost:1",
    AZURE_OPENAI_API_KEY: "lab",
    LAB_HTTP: "http://localhost:1",
  };
  expect(applyEnvironment(lab, file)).toEqual(["LAB_HTTP"]);
  expect(process.env.AZURE_OPENAI_ENDPOINT).toBe("https://mine.example");
  expect(process.env.AZURE_OPENAI_API_KEY).toBe("from-file");
});

test("an older name of a variable counts as that variable", () => {
  writeFileSync(file, "AZURE_OPENAI_KEY=from-file\n");
  expect(isConfigured("AZURE_OPENAI_API_KEY", file)).toBe(true);
  expect(applyEnvironment({ AZURE_OPENAI_API_KEY: "lab" }, file)).toEqual([]);
  expect(process.env.AZURE_OPENAI_API_KEY).toBeUndefined();
});

test("what an earlier call set and this one does not is taken away, and never counts as configured", () => {
  applyEnvironment({ LAB_HTTP: "http://localhost:1", IDENTITY_ENDPOINT: "http://localhost:1/msi" }, file);
  expect(isConfigured("IDENTITY_ENDPOINT", file)).toBe(false);
  applyEnvironment({ LAB_HTTP: "http://localhost:1" }, file);
  expect(process.env.IDENTITY_ENDPOINT).toBeUndefined();
  expect(process.env.LAB_HTTP).toBe("http://localhost:1");
});
