import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { applyEnvironment } from "./environment.ts";

const names = ["LAB_HTTP", "AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_API_KEY"];
const file = join(mkdtempSync(join(tmpdir(), "environment-")), ".env");

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
