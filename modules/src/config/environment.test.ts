import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { applyEnvironment, configuredName, noProxyWithLoopback, withdrawEnvironment } from "./environment.ts";
import { loadSettings } from "./settings.ts";

const names = [
  "LAB_HTTP",
  "AZURE_OPENAI_ENDPOINT",
  "AZURE_OPENAI_API_KEY",
  "AZURE_OPENAI_KEY",
  "AZURE_OPENAI_API_VERSION",
  "OPENAI_API_VERSION",
  "IDENTITY_ENDPOINT",
  "OPENAI_API_KEY",
  "OPENAI_BASE_URL",
  "NO_PROXY",
  "no_proxy",
];
const file = join(mkdtempSync(join(tmpdir(), "environment-")), ".env");

beforeEach(() => writeFileSync(file, ""));

afterEach(() => {
  withdrawEnvironment();
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

test("a value under an older name reaches SDKs, which read only the canonical one, and goes again", () => {
  writeFileSync(file, "AZURE_OPENAI_KEY=from-file\n");
  process.env.AZURE_OPENAI_API_VERSION = "2024-10-21";
  expect(configuredName("AZURE_OPENAI_API_KEY", file)).toBe("AZURE_OPENAI_KEY");
  const lab = { AZURE_OPENAI_API_KEY: "lab", OPENAI_API_VERSION: "lab" };
  for (const _ of ["first", "again"]) expect(applyEnvironment(lab, file)).toEqual([]);
  expect(process.env.AZURE_OPENAI_API_KEY).toBe("from-file");
  expect(process.env.OPENAI_API_VERSION).toBe("2024-10-21");
  expect(configuredName("AZURE_OPENAI_API_KEY", file)).toBe("AZURE_OPENAI_KEY");
  withdrawEnvironment();
  expect(process.env.AZURE_OPENAI_API_KEY).toBeUndefined();
  expect(process.env.OPENAI_API_VERSION).toBeUndefined();
});

test("an older name in the environment comes before the canonical one in .env, as in the settings", () => {
  process.env.AZURE_OPENAI_KEY = "from-environment";
  writeFileSync(file, "AZURE_OPENAI_API_KEY=from-file\n");
  applyEnvironment({}, file);
  expect(process.env.AZURE_OPENAI_API_KEY).toBe("from-environment");
  expect(loadSettings({ envFile: file }).settings.azureOpenai.apiKey).toBe("from-environment");
});

test("an address that would lead AzureOpenAI astray stays in .env, where the settings find it", () => {
  writeFileSync(file, "OPENAI_BASE_URL=http://127.0.0.1:1/v1\nOPENAI_API_KEY=from-file\n");
  applyEnvironment({}, file);
  expect(process.env.OPENAI_BASE_URL).toBeUndefined();
  expect(process.env.OPENAI_API_KEY).toBe("from-file");
  const { settings, warnings } = loadSettings({ envFile: file });
  expect(settings.openai).toEqual({ baseUrl: "http://127.0.0.1:1/v1", apiKey: "from-file" });
  expect(warnings).toEqual([]);
  expect(
    loadSettings({ environment: { OPENAI_BASE_URL: "http://127.0.0.1:1/v1" }, envFile: false }).warnings,
  ).toEqual([
    "OPENAI_BASE_URL is set in the environment, and AzureOpenAI of the openai package sends Azure's key there. Set it in .env.",
  ]);
});

test("a name without a value is a name that is not set", () => {
  process.env.AZURE_OPENAI_API_KEY = " ";
  expect(configuredName("AZURE_OPENAI_API_KEY", file)).toBeUndefined();
  expect(applyEnvironment({ AZURE_OPENAI_API_KEY: "lab" }, file)).toEqual(["AZURE_OPENAI_API_KEY"]);
  expect(process.env.AZURE_OPENAI_API_KEY).toBe("lab");
});

test("a proxy of the company is passed by for this machine, and its own exceptions stay", () => {
  process.env.no_proxy = "corp.example, localhost";
  expect(noProxyWithLoopback()).toBe("corp.example,localhost,127.0.0.1,::1");
  for (const _ of ["first", "again"]) {
    applyEnvironment({ NO_PROXY: "localhost,127.0.0.1" }, file);
    expect(process.env.NO_PROXY).toBe("corp.example,localhost,127.0.0.1");
    expect(process.env.no_proxy).toBe(process.env.NO_PROXY);
  }
  withdrawEnvironment();
  expect(process.env.no_proxy).toBe("corp.example, localhost");
});

test("what an earlier call set and this one does not is taken away, and never counts as configured", () => {
  applyEnvironment({ LAB_HTTP: "http://localhost:1", IDENTITY_ENDPOINT: "http://localhost:1/msi" }, file);
  expect(configuredName("IDENTITY_ENDPOINT", file)).toBeUndefined();
  applyEnvironment({ LAB_HTTP: "http://localhost:1" }, file);
  expect(process.env.IDENTITY_ENDPOINT).toBeUndefined();
  expect(process.env.LAB_HTTP).toBe("http://localhost:1");
});
