import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AzureOpenAI } from "openai";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { user } from "../chat/index.ts";
import { applyEnvironment } from "../config/environment.ts";
import { loadSettings } from "../config/settings.ts";
import { ExerciseError, LabError, SettingsError } from "../core/errors.ts";
import { type LabCloud, startLabCloud } from "../lab-cloud/index.ts";
import { connectOrchestrator } from "../orchestrator/index.ts";
import { createDualMode, createEntraToken } from "../providers/index.ts";
import { plainText } from "./html.ts";
import { type Lab, type LabPlaces, openLabAt } from "./open-lab.ts";
import { closeOwnLabCloud } from "./own-lab-cloud.ts";

const folder = mkdtempSync(join(tmpdir(), "open-lab-"));
const simulated = { localModel: "simulated", caFolder: join(folder, "ca") } as const;
const drawn: string[] = [];
const places: LabPlaces = {
  cloudFile: join(folder, "lab-cloud.json"),
  labsFile: join(folder, "labs.json"),
  envFile: join(folder, ".env"),
  output: {
    html: (markup) => void drawn.push(plainText(markup)),
    text: () => {},
    live: () => ({ draw: () => {}, end: () => {} }),
  },
  ownCloud: simulated,
};
const open = (number = "01", own = false): Promise<Lab> => openLabAt(number, { own }, places);
const setEnvFile = (...lines: string[]) => writeFileSync(places.envFile, lines.join("\n"));

/** As `npm start` leaves it. */
function writeCloudFile({ http, https, local, ca, env }: LabCloud, pid = process.pid): void {
  writeFileSync(places.cloudFile, JSON.stringify({ event: "ready", http, https, local, ca, env, pid }));
}

beforeEach(() => {
  drawn.length = 0;
  setEnvFile("");
  rmSync(places.cloudFile, { force: true });
  writeFileSync(
    places.labsFile,
    JSON.stringify([
      { number: "01", title: "Environment setup" },
      { number: "02", title: "Local models" },
    ]),
  );
});

afterEach(async () => {
  await closeOwnLabCloud();
  setEnvFile("");
  applyEnvironment({}, places.envFile);
});

describe("a lab cloud of its own", () => {
  test("is started when none runs, and SDKs and https find it", async () => {
    const lab = await open();
    expect(lab).toMatchObject({ number: "01", title: "Environment setup", cloud: "lab", joined: false });
    expect(process.env.AZURE_OPENAI_ENDPOINT).toBe(lab.http);
    expect(process.env.IDENTITY_ENDPOINT).toBe(`${lab.http}/msi/token`);
    expect(lab.settings.azureOpenai.endpoint).toBe(lab.http);
    expect(lab.settings.localModel.endpoint).toBe(lab.localEndpoint);
    expect((await fetch(`${lab.https}/lab/state`)).status).toBe(200);
  });

  test("is one and the same for a cell that is run again and for another lab", async () => {
    const [first, second] = await Promise.all([open("01"), open("02")]);
    const third = await open("01");
    expect([second.http, third.http]).toEqual([first.http, first.http]);
  });

  test("can be closed and comes back with new addresses", async () => {
    const first = await open();
    await first.close();
    await expect(fetch(`${first.http}/lab/state`)).rejects.toThrow();
    const second = await open();
    expect((await fetch(`${second.http}/lab/state`)).status).toBe(200);
    expect(process.env.LAB_HTTP).toBe(second.http);
    expect(process.env.AZURE_OPENAI_ENDPOINT).toBe(second.http);
  });
});

describe("the lab cloud of npm start", () => {
  let running: LabCloud;

  beforeEach(async () => {
    running = await startLabCloud(simulated);
    writeCloudFile(running);
  });

  afterEach(() => running.close());

  test("is joined, and goes on when the lab is closed", async () => {
    const lab = await open();
    expect(lab).toMatchObject({ joined: true, http: running.http, https: running.https });
    expect(process.env.AZURE_OPENAI_API_KEY).toBe(running.env.AZURE_OPENAI_API_KEY);
    await lab.close();
    expect((await fetch(`${running.http}/lab/state`)).status).toBe(200);
  });

  test("is left alone by a lab that wants its own, and with LAB_CLOUD=own", async () => {
    expect((await open("01", true)).joined).toBe(false);
    setEnvFile("LAB_CLOUD=own");
    expect((await open()).joined).toBe(false);
  });

  test("that stopped in the middle of a lab is replaced by opening the lab again", async () => {
    const before = await open();
    await running.close();
    const after = await open();
    expect(after.joined).toBe(false);
    expect(after.http).not.toBe(before.http);
    expect(process.env.LOCAL_MODEL_ENDPOINT).toBe(after.localEndpoint);
    expect((await fetch(`${after.http}/lab/state`)).status).toBe(200);
  });

  test("is not joined when another process has taken its port", async () => {
    writeCloudFile(running, process.pid + 1);
    expect((await open()).joined).toBe(false);
  });

  test("is joined when the environment names it, whatever the file says", async () => {
    setEnvFile(...Object.entries(running.env).map(([name, value]) => `${name}=${value}`));
    rmSync(places.cloudFile);
    expect(await open()).toMatchObject({ joined: true, cloud: "lab", http: running.http });
    await running.close();
    await expect(open()).rejects.toThrow(LabError);
  });
});

test.each(["", "{", "[]", '{"http":"http://127.0.0.1:1"}'])("a damaged file %j is ignored", async (text) => {
  writeFileSync(places.cloudFile, text);
  expect((await open()).joined).toBe(false);
});

test("a server that accepts and never answers is given up", async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  writeFileSync(
    places.cloudFile,
    JSON.stringify({ http: url, https: url, local: url, ca: "", env: {}, pid: process.pid }),
  );
  expect((await open()).joined).toBe(false);
  silent.closeAllConnections();
  silent.close();
});

describe("Azure, when .env names it", () => {
  test("gets neither the lab cloud's key nor its identity", async () => {
    setEnvFile("AZURE_OPENAI_ENDPOINT=https://mine.openai.azure.example");
    const lab = await open();
    expect(lab.cloud).toBe("azure");
    expect(lab.settings.azureOpenai).toMatchObject({
      endpoint: "https://mine.openai.azure.example",
      apiKey: undefined,
    });
    for (const name of ["AZURE_OPENAI_API_KEY", "IDENTITY_ENDPOINT", "AZURE_TOKEN_CREDENTIALS"])
      expect(process.env[name]).toBeUndefined();
    expect(process.env.AZURE_OPENAI_ENDPOINT).toBe("https://mine.openai.azure.example");
    expect(lab.localEndpoint).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect(drawn.at(-1)).toContain("● LIVE Cloud: Azure at https://mine.openai.azure.example.");
  });

  test.each([
    ["the canonical names", "AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_API_KEY", []],
    ["older names", "AZURE_AI_OPENAI_ENDPOINT", "AZURE_OPENAI_KEY", ["AZURE_OPENAI_API_VERSION=2024-10-21"]],
  ])("answers new AzureOpenAI() under %s", async (_, endpoint, key, more) => {
    const azure = await startLabCloud(simulated);
    onTestFinished(() => azure.close());
    setEnvFile(`${endpoint}=${azure.http}/`, `${key}=${azure.env.AZURE_OPENAI_API_KEY}`, ...more);
    const lab = await open();
    const client = new AzureOpenAI();
    const { deployment, apiVersion } = lab.settings.azureOpenai;
    const { choices } = await client.chat.completions.create({
      model: deployment,
      messages: [{ role: "user", content: "What is the capital of France?" }],
    });
    expect(choices[0]?.message.content).toBe("The capital of France is Paris.");
    expect(new URL(client.baseURL).origin).toBe(azure.http);
    expect(azure.http).not.toBe(lab.http);
    expect(apiVersion).toBe(more.length > 0 ? "2024-10-21" : "2024-12-01-preview");
    expect(client).toMatchObject({ apiVersion });
  });

  test("takes the place of the lab cloud in a kernel that had opened that before", async () => {
    await open();
    setEnvFile("AZURE_AI_OPENAI_ENDPOINT=https://mine.openai.azure.example");
    const lab = await open();
    expect(lab.cloud).toBe("azure");
    expect(lab.settings.azureOpenai.apiKey).toBeUndefined();
    expect(process.env.IDENTITY_ENDPOINT).toBeUndefined();
  });
});

describe("a Foundry resource of dual mode, when .env names it", () => {
  const foundry = "https://mine.openai.azure.example";
  const request = { model: "gpt-4o", messages: [user("Hello!")] };

  test("changes nothing in a lab: all that asks with its settings asks the lab cloud", async () => {
    setEnvFile(
      "USE_AZURE_FOUNDRY=true",
      `AZURE_AI_FOUNDRY_ENDPOINT=${foundry}`,
      "AZURE_AI_FOUNDRY_API_KEY=k",
    );
    const lab = await open();
    const { ask } = await connectOrchestrator(lab.settings);
    const answer = await ask("Prove that the square root of 2 is irrational.", { strategy: "rule" });
    expect(answer).toMatchObject({ source: "azure", fallbackUsed: false, provenance: "simulated" });
    expect(lab.cloud).toBe("lab");
    expect(drawn.at(-1)).toContain(
      "USE_AZURE_FOUNDRY=true is for programs that use dual mode; this lab asks the lab cloud all the same.",
    );
  });

  test("is never sent a token of the lab cloud's managed identity", async () => {
    setEnvFile("USE_AZURE_FOUNDRY=true", `AZURE_AI_FOUNDRY_ENDPOINT=${foundry}`);
    await open();
    const { settings } = loadSettings({ envFile: places.envFile });
    const program = createDualMode(settings);
    for (const asked of [program.chat(request), program.models()])
      await expect(asked).rejects.toMatchObject({
        code: "LAB_TOKEN",
        message:
          "The managed identity here is the lab cloud's, and its token is not for mine.openai.azure.example.",
        hint: expect.stringContaining("AZURE_AI_FOUNDRY_API_KEY"),
      });
  });
});

describe("a local server of the learner's own", () => {
  const modelServer = async (...models: string[]) => {
    const server = createServer((request, response) => {
      if (request.url !== "/v1/models") response.writeHead(404);
      response.end(JSON.stringify({ object: "list", data: models.map((id) => ({ id })) }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  test.each(["", "/", "/v1", "/v1/"])("named with %j at its end is asked for a model it has", async (end) => {
    const endpoint = await modelServer("phi-mine", "other");
    setEnvFile(`LOCAL_MODEL_ENDPOINT=${endpoint}${end}`);
    const lab = await open();
    expect(lab.localModel).toEqual({ name: "phi-mine", provenance: "local" });
    expect(lab.localEndpoint).toBe(endpoint);
    expect(lab.settings.localModel).toMatchObject({ endpoint, name: "phi-mine" });
    expect(drawn.at(-1)).toContain(`■ LOCAL Local model: phi-mine at ${endpoint}.`);
  });

  test("is asked for the model that LOCAL_MODEL_NAME names", async () => {
    setEnvFile(`LOCAL_MODEL_ENDPOINT=${await modelServer("phi-mine")}`, "LOCAL_MODEL_NAME=other");
    expect((await open()).localModel).toEqual({ name: "other", provenance: "local" });
  });

  test("that is gone or offers nothing is told in one line", async () => {
    setEnvFile("LOCAL_MODEL_ENDPOINT=http://127.0.0.1:1");
    await expect(open()).rejects.toMatchObject({
      message: "LOCAL_MODEL_ENDPOINT names http://127.0.0.1:1, and no model server answers there.",
    });
    setEnvFile(`LOCAL_MODEL_ENDPOINT=${await modelServer()}`);
    await expect(open()).rejects.toThrow(/offers no model/);
  });
});

test("behind a company's proxy, managed identity of the lab cloud gives a token", async () => {
  const names = ["HTTP_PROXY", "HTTPS_PROXY"];
  for (const name of names) vi.stubEnv(name, "http://127.0.0.1:9");
  onTestFinished(() => void vi.unstubAllEnvs());
  await open();
  expect(await createEntraToken()()).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
});

describe("the line", () => {
  test("names the lab and says what is simulated and why", async () => {
    await open();
    expect(drawn).toHaveLength(1);
    expect(drawn[0]).toBe(
      "Lab 01 · Environment setup. ▲ SIMULATED Local model: simulated by the lab cloud. It was started with written answers. ▲ SIMULATED Cloud: lab cloud (this notebook's own), answers simulated.",
    );
  });

  test("warns of a key without an endpoint by the name it really has", async () => {
    setEnvFile("AZURE_OPENAI_KEY=secret-1");
    await open();
    expect(drawn[0]).toContain("AZURE_OPENAI_KEY is set without AZURE_OPENAI_ENDPOINT.");
  });

  test("warns of a key without an endpoint and of a name that nothing reads", async () => {
    setEnvFile("AZURE_OPENAI_API_KEY=secret-1", "AZURE_OPENAI_ENDPIONT=https://x.example");
    await open();
    expect(drawn[0]).toContain("AZURE_OPENAI_API_KEY is set without AZURE_OPENAI_ENDPOINT.");
    expect(drawn[0]).toContain("Did you mean AZURE_OPENAI_ENDPOINT?");
    expect(drawn[0]).not.toContain("secret-1");
  });
});

test("an unknown lab names those there are", async () => {
  await expect(open("1")).rejects.toThrow(ExerciseError);
  await expect(open("1")).rejects.toMatchObject({ hint: 'Labs: "01", "02".' });
});

test.each([
  [undefined, "is missing"],
  ["", "is not JSON"],
  ["[{", "is not JSON"],
  ["{}", "is not what it should be at its top level"],
  ['[{"number":"01"}]', "is not what it should be at [0].title"],
])("a table of labs that holds %j is told in one line", async (text, problem) => {
  rmSync(places.labsFile);
  if (text !== undefined) writeFileSync(places.labsFile, text);
  const message = `labs/labs.json, the table of labs, ${problem}.`;
  await expect(open()).rejects.toMatchObject({ name: "ExerciseError", message });
});

test("a value that cannot be used is told by the name and place it really has", async () => {
  setEnvFile("AZURE_AI_OPENAI_ENDPOINT=nowhere");
  await expect(open()).rejects.toThrow(/^AZURE_AI_OPENAI_ENDPOINT must be .* \(set in \.env\)\.$/);
  await expect(open()).rejects.toThrow(/^AZURE_AI_OPENAI_ENDPOINT must be .* \(set in \.env\)\.$/);
});

test("a malformed .env is told by line, and starts nothing", async () => {
  setEnvFile("LAB_CLOUD=own", "this is no setting");
  await expect(open()).rejects.toThrow(SettingsError);
  await expect(open()).rejects.toThrow(/line 2/);
});
