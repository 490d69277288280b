import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SettingsError } from "../core/errors.ts";
import { describeSettings } from "./describe-settings.ts";
import { envExample } from "./env-example.ts";
import { paths } from "./paths.ts";
import { secretsOf } from "./secrets-of.ts";
import { allVariables, loadSettings } from "./settings.ts";

const folder = mkdtempSync(join(tmpdir(), "settings-"));

function envFile(text: string): string {
  const file = join(folder, `${Math.random()}.env`);
  writeFileSync(file, text);
  return file;
}

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

describe("settings", () => {
  test("need no .env and no environment", () => {
    const { settings, warnings } = loadSettings({ environment: {}, envFile: join(folder, "absent.env") });
    expect(warnings).toEqual([]);
    expect(settings.ports.labHttp).toBe(4300);
    expect(settings.azureOpenai.endpoint).toBeUndefined();
    expect(settings.routing.priority).toEqual(["bert", "phi", "rule"]);
    expect(settings.bert.learningRate).toBe(2e-5);
  });

  test("take the real environment before .env before the default", () => {
    const file = envFile("PORT_LAB_HTTP=5001\nPORT_LAB_HTTPS=5002\n");
    const { settings, sources } = loadSettings({ environment: { PORT_LAB_HTTP: "6001" }, envFile: file });
    expect(settings.ports).toMatchObject({ labHttp: 6001, labHttps: 5002, localModel: 5273 });
    expect(sources.get("PORT_LAB_HTTP")).toBe("environment");
    expect(sources.get("PORT_LAB_HTTPS")).toBe(".env");
    expect(sources.get("PORT_LOCAL_MODEL")).toBe("default");
  });

  test("treat empty text as not set", () => {
    const { settings } = loadSettings({
      environment: { PORT_LAB_HTTP: "", AZURE_OPENAI_ENDPOINT: " " },
      envFile: false,
    });
    expect(settings.ports.labHttp).toBe(4300);
    expect(settings.azureOpenai.endpoint).toBeUndefined();
  });

  test("name every value that cannot be used, in one line each", () => {
    const environment = {
      PORT_LAB_HTTP: "99999",
      ENABLE_TELEMETRY: "maybe",
      AZURE_OPENAI_ENDPOINT: "my-resource",
    };
    const problems = problemsOf(() => loadSettings({ environment, envFile: envFile("BERT_DEVICE=gpu") }));
    expect(problems).toEqual([
      'AZURE_OPENAI_ENDPOINT must be an http or https address, not "my-resource" (set in the environment).',
      'BERT_DEVICE must be one of auto, cpu, cuda, not "gpu" (set in .env).',
      'ENABLE_TELEMETRY must be true or false, not "maybe" (set in the environment).',
      'PORT_LAB_HTTP must be a whole number from 0 to 65535, not "99999" (set in the environment).',
    ]);
  });

  test("warn when an older name is used and when names clash", () => {
    const older = loadSettings({ environment: { AZURE_OPENAI_KEY: "k1" }, envFile: false });
    expect(older.settings.azureOpenai.apiKey).toBe("k1");
    expect(older.warnings).toEqual([
      "AZURE_OPENAI_KEY is another name of AZURE_OPENAI_API_KEY. Use AZURE_OPENAI_API_KEY.",
    ]);

    const clash = loadSettings({
      environment: { AZURE_OPENAI_API_KEY: "new", AZURE_OPENAI_KEY: "old" },
      envFile: false,
    });
    expect(clash.settings.azureOpenai.apiKey).toBe("new");
    expect(clash.warnings).toEqual([
      "AZURE_OPENAI_KEY differs from AZURE_OPENAI_API_KEY, which is used. Keep only AZURE_OPENAI_API_KEY.",
    ]);
  });

  test("name variables of .env that nothing reads and what was probably meant", () => {
    const { warnings } = loadSettings({
      environment: {},
      envFile: envFile("AZURE_OPENAI_ENDPIONT=https://a.example\nZZZ=1"),
    });
    expect(warnings).toEqual([
      ".env sets AZURE_OPENAI_ENDPIONT, which nothing reads. Did you mean AZURE_OPENAI_ENDPOINT?",
      ".env sets ZZZ, which nothing reads.",
    ]);
  });

  test("name the lines of a malformed .env", () => {
    const text = '# ok\nA LINE\nPORT_LAB_HTTP=1\nexport PORT_LAB_HTTPS=2\nPHI_MODEL_PATH="open\n\n=5\n';
    expect(problemsOf(() => loadSettings({ environment: {}, envFile: envFile(text) }))).toEqual([
      ".env line 2 is no NAME=value.",
      ".env line 5 opens a quote that is never closed.",
      ".env line 7 is no NAME=value.",
    ]);
  });

  test("name bad lines and bad values together", () => {
    const file = envFile("rubbish\nCOMPLEXITY_THRESHOLD=banana\nPORT_LAB_HTTP=99999\n");
    expect(problemsOf(() => loadSettings({ environment: {}, envFile: file }))).toEqual([
      ".env line 1 is no NAME=value.",
      'COMPLEXITY_THRESHOLD must be a number from 0 to 1, not "banana" (set in .env).',
      'PORT_LAB_HTTP must be a whole number from 0 to 65535, not "99999" (set in .env).',
    ]);
  });

  test("name quotes that swallow the next line, a # that cuts a value, and UTF-16", () => {
    const swallowed =
      'AZURE_OPENAI_API_KEY="abc\nAZURE_OPENAI_ENDPOINT="https://x.example"\nAPIM_API_KEY=abc#def\n';
    expect(problemsOf(() => loadSettings({ environment: {}, envFile: envFile(swallowed) }))).toEqual([
      ".env line 1 opens a quote that is never closed.",
      ".env line 3 has a # in its value: put the value in quotes, or a space before the comment.",
    ]);
    const file = envFile("");
    writeFileSync(file, Buffer.from("\uFEFFA=1", "utf16le"));
    expect(problemsOf(() => loadSettings({ environment: {}, envFile: file }))).toEqual([
      ".env is written in UTF-16.",
    ]);
  });

  test("take any name of the real environment before any name of .env", () => {
    const file = envFile("AZURE_OPENAI_API_KEY=from-file");
    const { settings, warnings } = loadSettings({
      environment: { AZURE_OPENAI_KEY: "from-environment" },
      envFile: file,
    });
    expect(settings.azureOpenai.apiKey).toBe("from-environment");
    expect(warnings).toHaveLength(2);
  });

  test("say when .env sets what nothing uses yet", () => {
    const { warnings } = loadSettings({
      environment: { BERT_DEVICE: "cpu" },
      envFile: envFile("PHI_DEVICE=cpu"),
    });
    expect(warnings).toEqual([".env sets PHI_DEVICE, which nothing uses yet."]);
  });

  test("take a local server's address with or without /v1", () => {
    const { settings } = loadSettings({
      environment: { LOCAL_MODEL_ENDPOINT: "http://127.0.0.1:11434/v1/" },
      envFile: false,
    });
    expect(settings.localModel.endpoint).toBe("http://127.0.0.1:11434");
  });

  test("read quoted values over several lines and a byte order mark", () => {
    const file = envFile('\uFEFFPHI_MODEL_PATH="one\ntwo"\r\nWORKLOAD_NAME=lab # my name\n');
    const { settings } = loadSettings({ environment: {}, envFile: file });
    expect(settings.phi.modelPath).toBe("one\ntwo");
    expect(settings.azure.workloadName).toBe("lab");
  });

  test("never show a secret", () => {
    const environment = Object.fromEntries(
      allVariables.filter(({ secret }) => secret).map(({ name }) => [name, `planted-${name}`]),
    );
    expect(Object.keys(environment).length).toBeGreaterThan(6);
    const loaded = loadSettings({ environment, envFile: false });
    expect(JSON.stringify(describeSettings(loaded))).not.toContain("planted-");
    expect(describeSettings(loaded)).toContainEqual({
      name: "APIM_API_KEY",
      value: "(set)",
      source: "environment",
    });
  });

  test.each([
    [undefined, false],
    ["", false],
    ["  ", false],
    ["false", false],
    ["FALSE", false],
    [" False ", false],
    ["true", true],
    ["TRUE", true],
    [" True\t", true],
  ])("with USE_AZURE_FOUNDRY=%j switch Azure mode to %j", (text, expected) => {
    const { settings } = loadSettings({ environment: { USE_AZURE_FOUNDRY: text }, envFile: false });
    expect(settings.dualMode.useAzureFoundry).toBe(expected);
  });

  test.each(["1", "yes", "on", "y", "t", "enabled", "0", "no", "off", "true;", "null", "wahr"])(
    "with USE_AZURE_FOUNDRY=%j say in one line that only words switch it",
    (text) => {
      const problems = problemsOf(() =>
        loadSettings({ environment: { USE_AZURE_FOUNDRY: text }, envFile: false }),
      );
      expect(problems).toEqual([
        `USE_AZURE_FOUNDRY must be the word true or the word false, not "${text}" (set in the environment).`,
      ]);
    },
  );

  test("take dual mode's key under both of its names, with a warning for the second", () => {
    const first = loadSettings({ environment: { AZURE_AI_FOUNDRY_API_KEY: "k1" }, envFile: false });
    expect(first.settings.dualMode).toEqual({
      useAzureFoundry: false,
      endpoint: undefined,
      apiKey: "k1",
      apiVersion: "2024-02-15-preview",
    });
    expect(first.warnings).toEqual([]);
    const alias = loadSettings({ environment: { AZURE_AI_FOUNDRY_KEY: "k2" }, envFile: false });
    expect(alias.settings.dualMode.apiKey).toBe("k2");
    expect(alias.warnings).toEqual([
      "AZURE_AI_FOUNDRY_KEY is another name of AZURE_AI_FOUNDRY_API_KEY. Use AZURE_AI_FOUNDRY_API_KEY.",
    ]);
  });

  test("refuse what would be lost or sent about in an address, and do not repeat it", () => {
    const environment = {
      AZURE_OPENAI_ENDPOINT: "https://someone:planted-password@a.example",
      AZURE_AI_FOUNDRY_ENDPOINT: "https://a.example/?code=planted-code",
      OPENAI_BASE_URL: "plantedkey0123456789abcdef0123456789",
      LOCAL_MODEL_ENDPOINT: "planted_key-without-any-scheme-or-dot",
    };
    const problems = problemsOf(() => loadSettings({ environment, envFile: false }));
    expect(problems).toEqual([
      'AZURE_OPENAI_ENDPOINT must be an http or https address without user, password, ? and #, not "https://...@a.example" (set in the environment).',
      'AZURE_AI_FOUNDRY_ENDPOINT must be an http or https address without user, password, ? and #, not "https://a.example/?..." (set in the environment).',
      'OPENAI_BASE_URL must be an http or https address, not "(hidden: it looks like a key)" (set in the environment).',
      'LOCAL_MODEL_ENDPOINT must be an http or https address, not "(hidden: it looks like a key)" (set in the environment).',
    ]);
  });

  test("are frozen", () => {
    const { settings } = loadSettings({ environment: {}, envFile: false });
    expect(() => Object.assign(settings.ports, { labHttp: 1 })).toThrow(TypeError);
  });
});

describe(".env.example", () => {
  test("is what the table of variables makes (npm run env:example)", () => {
    expect(readFileSync(join(paths.root, ".env.example"), "utf8")).toBe(envExample());
  });

  test("can be copied to .env with every line switched on", () => {
    const text = envExample().replace(/^#(?=[A-Z0-9_]+=)/gm, "");
    const { warnings } = loadSettings({ environment: {}, envFile: envFile(text) });
    expect(warnings.filter((warning) => !warning.endsWith("nothing uses yet."))).toEqual([]);
  });

  test("explains dual mode and lists its switch, its four settings and the fourteen deployments", () => {
    const text = envExample();
    const section = text.slice(text.indexOf("# --- Dual mode"), text.indexOf("# --- Foundry project"));
    expect(section).toContain("#USE_AZURE_FOUNDRY=false");
    expect(section).toContain("#AZURE_AI_FOUNDRY_API_VERSION=2024-02-15-preview");
    expect(section).toContain("#OPENAI_BASE_URL=https://api.openai.com/v1");
    const mappings = section.match(/^#AZURE_DEPLOYMENT_\w+=[\w-]+-deployment$/gm);
    expect(mappings).toHaveLength(14);
    const undocumented = section
      .split("\n")
      .filter((line, at, all) => /^#[A-Z]/.test(line) && !all[at - 1]?.startsWith("# "));
    expect(undocumented).toEqual([]);
  });

  test("has each name once", () => {
    const names = allVariables.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
  });
});

test("of a connection string the keys are secret, and the addresses are not", () => {
  const text =
    "InstrumentationKey=0f0e0d0c-1111-4222-8333-444455556666;IngestionEndpoint=https://127.0.0.1:4343/;Location=westeurope";
  const { settings } = loadSettings({
    environment: { APPLICATIONINSIGHTS_CONNECTION_STRING: text, AZURE_OPENAI_API_KEY: "k1=x" },
    envFile: join(folder, "absent.env"),
  });
  expect(secretsOf(settings)).toEqual(
    expect.arrayContaining(["0f0e0d0c-1111-4222-8333-444455556666", "k1=x"]),
  );
  expect(secretsOf(settings).join()).not.toMatch(/127\.0\.0\.1|westeurope/);
});
