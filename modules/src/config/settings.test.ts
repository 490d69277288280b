import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SettingsError } from "../core/errors.ts";
import { describeSettings } from "./describe-settings.ts";
import { envExample } from "./env-example.ts";
import { paths } from "./paths.ts";
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
    const text = envExample().replace(/^#(?=[A-Z_]+=)/gm, "");
    const { warnings } = loadSettings({ environment: {}, envFile: envFile(text) });
    expect(warnings.filter((warning) => !warning.endsWith("nothing uses yet."))).toEqual([]);
  });

  test("has each name once", () => {
    const names = allVariables.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
  });
});
