import { describe, expect, test } from "vitest";
import { fixtureMachine, fixtureModel, fixtureSettings, reachable } from "../../tests/fixture-machine.ts";
import { allVariables } from "../config/index.ts";
import { ModelError } from "../core/errors.ts";
import { checksOf, type DoctorReport, diagnose } from "./diagnose.ts";
import type { LabToRun } from "./labs.ts";
import type { Machine } from "./machine.ts";
import { decodeReadiness } from "./readiness-code.ts";

const LABS: readonly LabToRun[] = [
  { number: "01", title: "Environment setup", needs: [] },
  { number: "02", title: "Local models", needs: ["local-model"] },
];

const look = (differences: Partial<Machine> = {}, labs = LABS) =>
  diagnose({ machine: fixtureMachine(differences), labs });

const named = (report: DoctorReport, id: string) => report.results.find((result) => result.id === id);

const notOk = ({ results }: DoctorReport) =>
  results.filter(({ state }) => state !== "ok" && state !== "optional").map(({ id, state }) => [id, state]);

describe("a laptop on which all is well", () => {
  test("runs every lab, and its code says so", async () => {
    const report = await look();
    expect(notOk(report)).toEqual([]);
    expect(report.ready).toBe(true);
    expect(report.labs.map(({ runs, cloud, local, mend }) => ({ runs, cloud, local, mend }))).toEqual([
      { runs: true, cloud: "simulated", local: "local", mend: undefined },
      { runs: true, cloud: "simulated", local: "local", mend: undefined },
    ]);
    expect(report.readiness).toMatchObject({ system: "Windows", localModel: "real", cloud: "lab", labs: 2 });
    expect(decodeReadiness(report.code)).toEqual(report.readiness);
  });

  test("is looked at by checks with ids of their own, each after those it needs", () => {
    const checks = checksOf(fixtureMachine());
    const ids = checks.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, needs = [] } of checks) {
      expect(id).toMatch(/^[A-Z][A-Z0-9_]+$/);
      for (const needed of needs) expect(ids.slice(0, ids.indexOf(id))).toContain(needed);
    }
  });
});

describe("a laptop with 4 GB, no Python and a half-fetched model", () => {
  const poor: Partial<Machine> = {
    system: { ...fixtureMachine().system, memoryBytes: 3.9e9 },
    python: async () => ({
      problem: "needs Python 3.10 or newer, and none was found. Install it from python.org.",
    }),
    jupyter: () => undefined,
    kernels: () => ({ jupyter: "missing", editor: "missing" }),
    models: () => [
      fixtureModel({
        state: "missing",
        verified: false,
        problem: "The model smollm2-135m-instruct is only partly there: 7 of 98362432 bytes.",
        hint: "Get it with: npm run models -- --get smollm2-135m-instruct",
      }),
    ],
  };

  test("lacks only a program that opens notebooks", async () => {
    const report = await look(poor);
    expect(report.ready).toBe(false);
    expect(named(report, "MEMORY")).toMatchObject({ state: "ok", found: "3.9 GB" });
    expect(named(report, "PYTHON")).toMatchObject({
      state: "optional",
      found: "needs Python 3.10 or newer, and none was found",
      mend: "Install it from python.org.",
    });
    expect(named(report, "NOTEBOOKS")?.mend).toContain("npm run kernel");
    expect(report.labs.map(({ runs, why }) => [runs, why])).toEqual(
      Array(2).fill([false, expect.stringMatching(/^NOTEBOOKS: neither JupyterLab nor VS Code/)]),
    );
    expect(report.readiness).toMatchObject({ jupyter: false, python: false, memory: "4 to 8 GB", labs: 0 });
    expect(report.readiness.essentials).toMatchObject({ NOTEBOOKS: false, NODE: true });
  });

  test("runs labs in VS Code, with a simulated local model and how to get the real one", async () => {
    const report = await look({ ...poor, kernels: () => ({ jupyter: "missing", editor: "ready" }) });
    expect(report.ready).toBe(true);
    expect(named(report, "MODEL_SMOLLM2_135M_INSTRUCT")).toMatchObject({
      state: "problem",
      found: expect.stringContaining("only partly there"),
    });
    expect(report.labs).toMatchObject([
      { runs: true, local: "simulated" },
      { runs: true, local: "simulated", mend: expect.stringContaining("--get smollm2-135m-instruct") },
    ]);
    expect(report.readiness.localModel).toBe("simulated");
  });

  test("needs no Python of its own where uv is", async () => {
    const report = await look({ ...poor, findCommand: (name) => (name === "uv" ? "/bin/uv" : undefined) });
    expect(named(report, "PYTHON")?.state).toBe("ok");
  });
});

describe("what is missing is named", () => {
  test.each<[string, Partial<Machine>, string, RegExp]>([
    [
      "1 GB of memory",
      { system: { ...fixtureMachine().system, memoryBytes: 1e9 } },
      "MEMORY",
      /needs 1\.8 GB/,
    ],
    ["a full disk", { freeDiskBytes: async () => 1e8 }, "DISK", /^0\.1 GB free/],
    ["no Node", { node: () => ({ problem: "Install Node 24 from nodejs.org." }) }, "NODE", /is not there/],
    ["no packages", { packages: () => "missing" }, "PACKAGES", /not there/],
    ["no build", { build: () => "missing" }, "BUILD", /not there/],
    [
      "a bad setting",
      { settings: fixtureSettings({ PORT_LAB_HTTP: "many" }) },
      "SETTINGS",
      /^PORT_LAB_HTTP must be a whole number/,
    ],
    [
      "a broken table of models",
      {
        models: () => {
          throw new ModelError("data/models.json line 3: models: not valid.", { code: "X" });
        },
      },
      "MODEL_TABLE",
      /line 3/,
    ],
  ])("%s", async (_, differences, id, found) => {
    const report = await look(differences);
    expect(report.ready).toBe(false);
    expect(named(report, id)).toMatchObject({ state: "missing", found: expect.stringMatching(found) });
    expect(report.labs.every(({ runs, why }) => !runs && why.startsWith(`${id}: `))).toBe(true);
    expect(decodeReadiness(report.code).labs).toBe(0);
  });

  test("and what depends on it is not guessed at", async () => {
    const report = await look({ settings: { problems: [".env line 1 is no NAME=value."] } });
    expect(named(report, "PORT_LAB_HTTP")).toMatchObject({
      state: "unknown",
      found: "not looked at: SETTINGS has to be mended first",
    });
  });
});

describe("what is less than it could be keeps no lab from running", () => {
  test.each<[string, Partial<Machine>, string, RegExp]>([
    ["3 GB of memory", { system: { ...fixtureMachine().system, memoryBytes: 3e9 } }, "MEMORY", /tight/],
    ["1 GB of disk", { freeDiskBytes: async () => 1e9 }, "DISK", /not to install anew/],
    ["no npm", { npm: async () => undefined }, "NPM", /not found/],
    ["an old build", { build: () => "outdated" }, "BUILD", /older state/],
    [
      "a moved clone",
      { kernels: () => ({ jupyter: "moved", editor: "ready" }) },
      "KERNEL",
      /known to VS Code/,
    ],
    [
      "a busy port",
      {
        port: async (port) =>
          port === 4300 ? { state: "held", by: "process 7: python3" } : { state: "free" },
      },
      "PORT_LAB_HTTP",
      /^4300 is taken by process 7: python3/,
    ],
    ["a reserved port", { port: async () => ({ state: "refused" }) }, "PORT_JUPYTER", /may not be opened/],
    [
      "a damaged model",
      { models: () => [fixtureModel({ state: "damaged", problem: "It is damaged." })] },
      "MODEL_SMOLLM2_135M_INSTRUCT",
      /damaged/,
    ],
    [
      "an unknown variable's remark",
      { settings: fixtureSettings({ AZURE_OPENAI_KEY: "k" }) },
      "SETTINGS",
      /^set: AZURE_OPENAI_API_KEY$/,
    ],
    ["a proxy", { proxy: { https: "proxy.corp:8080", used: false } }, "PROXY", /calls to Azure pass it by/],
  ])("%s", async (_, differences, id, found) => {
    const report = await look(differences);
    expect(named(report, id)?.found).toMatch(found);
    expect(report.ready).toBe(true);
    expect(report.labs.every(({ runs }) => runs)).toBe(true);
  });

  test("a port that this workshop holds itself is in order", async () => {
    const report = await look({ port: async () => ({ state: "ours", by: "this workshop (process 7)" }) });
    expect(named(report, "PORT_LAB_HTTP")).toMatchObject({ state: "ok" });
    expect(report.readiness.ports).toBe(true);
  });
});

describe("Azure in the settings", () => {
  const environment = {
    AZURE_OPENAI_ENDPOINT: "https://my.openai.azure.com",
    AZURE_OPENAI_API_KEY: "sk-very-secret-4711",
  };

  test("that answers makes cloud answers live; no secret is shown", async () => {
    const report = await look({
      settings: fixtureSettings(environment),
      reach: reachable("my.openai.azure.com"),
    });
    expect(report.ready).toBe(true);
    expect(report.labs[0]).toMatchObject({ runs: true, cloud: "live", local: "local" });
    expect(named(report, "AZURE_OPENAI")?.found).toBe(
      "my.openai.azure.com answers (12 ms); credential: key (AZURE_OPENAI_API_KEY), not tried",
    );
    expect(named(report, "AZURE_DEPLOYMENTS")).toMatchObject({
      state: "unknown",
      found: expect.stringMatching(/gpt-4\.1, gpt-4o, gpt-4o-mini, model-router; not checked/),
    });
    expect(report.readiness.cloud).toBe("azure");
    expect(JSON.stringify(report)).not.toContain("4711");
  });

  test("that does not answer keeps labs from running, and says how to go on without", async () => {
    const report = await look({ settings: fixtureSettings(environment), reach: reachable() });
    expect(report.ready).toBe(false);
    expect(report.labs[0]).toMatchObject({
      runs: false,
      cloud: "none",
      why: "AZURE_OPENAI: my.openai.azure.com: no answer within 2 s",
      mend: expect.stringContaining("take AZURE_OPENAI_ENDPOINT away"),
    });
    expect(report.readiness.cloud).toBe("broken");
  });

  test("without key is asked by az's account, or lacks a credential", async () => {
    const { AZURE_OPENAI_ENDPOINT } = environment;
    const settings = fixtureSettings({ AZURE_OPENAI_ENDPOINT });
    const reach = reachable("my.openai.azure.com");
    const signedIn = await look({
      settings,
      reach,
      azureSubscriptions: () => 1,
      findCommand: () => "/usr/bin/az",
    });
    expect(named(signedIn, "AZURE_OPENAI")?.found).toContain("credential: az login, not tried");
    expect(named(signedIn, "AZ_CLI")?.found).toContain("1 subscription on record");
    const nobody = await look({ settings, reach });
    expect(named(nobody, "AZURE_OPENAI")).toMatchObject({
      state: "problem",
      mend: expect.stringContaining("az login"),
    });
  });

  test("in halves is named, variable by variable", async () => {
    const report = await look({
      settings: fixtureSettings({
        AZURE_OPENAI_API_KEY: "k",
        USE_AZURE_FOUNDRY: "true",
        APIM_CLIENT_ID: "c",
      }),
    });
    expect(named(report, "AZURE_SETTINGS")?.mend).toBe(
      [
        "AZURE_OPENAI_API_KEY is set without AZURE_OPENAI_ENDPOINT: set both or neither.",
        "APIM_CLIENT_ID is set without APIM_CLIENT_SECRET and APIM_TENANT_ID: set both or neither.",
        "USE_AZURE_FOUNDRY=true needs AZURE_AI_FOUNDRY_ENDPOINT in programs that use dual mode; the labs ask the lab cloud all the same.",
      ].join(" "),
    );
    expect(report.ready).toBe(true);
    expect(report.labs.every(({ runs, cloud }) => runs && cloud === "simulated")).toBe(true);
  });

  test("that names an exported lab cloud is the lab cloud", async () => {
    const report = await look({
      settings: fixtureSettings({
        LAB_HTTP: "http://127.0.0.1:4300",
        AZURE_OPENAI_ENDPOINT: "http://127.0.0.1:4300",
        LOCAL_MODEL_ENDPOINT: "http://127.0.0.1:5273",
      }),
      reach: reachable("127.0.0.1:4300"),
    });
    expect(report.labs[0]).toMatchObject({ runs: true, cloud: "simulated" });
    expect(named(report, "AZURE_DEPLOYMENTS")).toMatchObject({
      state: "ok",
      found: expect.stringContaining("lab cloud"),
    });
  });

  test("that names an exported lab cloud which is gone keeps labs from running", async () => {
    const settings = fixtureSettings({ LAB_HTTP: "http://127.0.0.1:4300" });
    const report = await look({ settings, reach: reachable() });
    expect(report.labs[0]).toMatchObject({
      runs: false,
      why: expect.stringMatching(/^LAB_CLOUD: LAB_HTTP names/),
    });
  });

  test("has every host it names connected to", async () => {
    const addresses = allVariables.filter(
      ({ name, read }) =>
        !name.startsWith("LAB_") && "problem" in read("x") && "value" in read("https://x.example"),
    );
    const environment = Object.fromEntries(
      addresses.map(({ name }, index) => [name, `https://host-${index}.example`]),
    );
    const asked = new Set<string>();
    await look({
      settings: fixtureSettings({
        ...environment,
        OPENAI_API_KEY: "k",
        USE_AZURE_FOUNDRY: "true",
        APPLICATIONINSIGHTS_CONNECTION_STRING:
          "InstrumentationKey=1;IngestionEndpoint=https://insights.example/",
      }),
      reach: async ({ hostname }) => {
        asked.add(hostname);
        return { reached: true, ms: 1 };
      },
      modelServer: async (endpoint) => {
        asked.add(new URL(endpoint).hostname);
        return undefined;
      },
    });
    expect(addresses.length).toBeGreaterThan(5);
    expect([...asked].sort()).toEqual(
      [...addresses.map((_, index) => `host-${index}.example`), "insights.example"].sort(),
    );
  });
});

describe("a model server of the learner's own", () => {
  const settings = fixtureSettings({ LOCAL_MODEL_ENDPOINT: "http://127.0.0.1:11434" });
  const server = {
    endpoint: "http://127.0.0.1:11434",
    found: "Ollama",
    models: ["a", "b", "c", "d"],
  } as const;

  test("answers instead of the workshop's model", async () => {
    const report = await look({ settings, modelServer: async () => server, models: () => [] });
    expect(named(report, "LOCAL_SERVER")?.found).toContain("offers a, b, c and 1 more");
    expect(report.labs[1]).toMatchObject({ runs: true, local: "local" });
    expect(report.readiness.localModel).toBe("other");
  });

  test("that does not answer keeps labs from running", async () => {
    const report = await look({ settings });
    expect(report.ready).toBe(false);
    expect(report.labs[1]).toMatchObject({
      runs: false,
      mend: expect.stringContaining("take LOCAL_MODEL_ENDPOINT away"),
    });
    expect(report.readiness.localModel).toBe("silent");
  });

  test("that is only there is told of", async () => {
    const report = await look({
      ollama: async () => server,
      findCommand: (name) => (name === "foundry" ? "f" : undefined),
    });
    expect(named(report, "OLLAMA")?.state).toBe("ok");
    expect(named(report, "FOUNDRY_LOCAL")?.mend).toBe("Run: foundry service start");
    expect(report.readiness).toMatchObject({ otherServer: true, localModel: "real" });
  });
});

test("a check that hangs or breaks is unknown, and the others are made", async () => {
  const report = await diagnose({
    machine: fixtureMachine({
      python: () => new Promise(() => {}),
      gpu: async () => {
        throw new Error("no such tool");
      },
    }),
    labs: LABS,
    limitMs: 20,
  });
  expect(named(report, "PYTHON")).toMatchObject({ state: "unknown", found: "not found out within 0.02 s" });
  expect(named(report, "GPU")).toMatchObject({
    state: "unknown",
    found: "could not be found out: no such tool",
  });
  expect(report.ready).toBe(true);
});
