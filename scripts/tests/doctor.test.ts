import { cpSync, existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { decodeReadiness, encodeReadiness } from "../../modules/src/doctor/index.ts";
import { addressOf, runKit } from "./kit.ts";
import { copyKit } from "./kit-copy.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const TIME_LIMIT_MS = 300_000;

/** Settings of the machine that runs the tests shall not be part of what is looked at. */
const quiet = (home: string) => ({
  ...Object.fromEntries(
    Object.keys(process.env)
      .filter((name) => /^(?:AZURE|OPENAI|LAB|LOCAL|APIM|IDENTITY|PORT)_|_proxy$/i.test(name))
      .map((name) => [name, undefined]),
  ),
  HOME: home,
});

async function doctor(folder: string, ...args: string[]) {
  const environment = quiet(temporaryFolder());
  const kit = runKit(process.execPath, ["scripts/doctor.mjs", ...args], { folder, environment });
  return { code: await kit.ended, output: kit.output() };
}

interface Printed {
  readonly ready: boolean;
  readonly results: readonly { id: string; title: string; state: string; found: string; mend?: string }[];
  readonly labs: readonly { number: string; title: string; runs: boolean; why: string }[];
  readonly readiness: Parameters<typeof encodeReadiness>[0];
  readonly code: string;
}

/** Listens on a free port in this process. */
async function listen(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

test("the text says what the report says, and the code decodes to it", {
  timeout: TIME_LIMIT_MS,
}, async () => {
  const folder = copyKit();
  const busy = await listen();
  writeFileSync(join(folder, ".env"), `PORT_LAB_HTTP=${busy}\nPORT_LAB_HTTPS=0\n`);
  const asJson = await doctor(folder, "--json");
  const report: Printed = JSON.parse(asJson.output);
  const named = (id: string) => report.results.find((result) => result.id === id);

  // A fresh copy has no JupyterLab and no model.
  expect(report).toMatchObject({
    ready: false,
    readiness: { jupyter: false, localModel: "simulated", labs: 0 },
  });
  expect(asJson.code).toBe(1);
  expect(named("NODE")).toMatchObject({
    state: "ok",
    found: expect.stringContaining("pinned by the workshop"),
  });
  expect(named("PACKAGES")?.state).toBe("ok");
  expect(named("NOTEBOOKS")?.state).toBe("missing");
  expect(named("MODEL_SMOLLM2_135M_INSTRUCT")?.mend).toContain("npm run models -- --get");
  expect(named("PORT_LAB_HTTP")?.found).toContain(`${busy} is taken by process ${process.pid}`);
  expect(named("PORT_LAB_HTTPS")?.found).toBe("any free port");
  expect(decodeReadiness(report.code)).toEqual(report.readiness);

  const asText = await doctor(folder);
  expect(asText.code).toBe(1);
  // What is free on the disk, and how long a host took, differs from one run to the next.
  for (const { id, title, found, mend } of report.results.filter(({ id }) => id !== "DISK")) {
    expect(asText.output).toContain(`${title}`);
    expect(asText.output, id).toContain(found);
    if (mend !== undefined) expect(asText.output).toContain(`→ ${mend}`);
  }
  for (const { number, title, why } of report.labs)
    expect(asText.output).toContain(`${number} ${title}: ${why}`);
  expect(asText.output).toContain(`Readiness code: ${report.code} `);
  expect(asText.output).not.toContain("\u001b[");

  const decoded = await doctor(folder, "--decode", report.code, "--json");
  expect(JSON.parse(decoded.output)).toEqual({ code: report.code, readiness: report.readiness });
});

test("what the running workshop of this folder holds is its own", { timeout: TIME_LIMIT_MS }, async () => {
  const folder = copyKit();
  const ports = ["http", "https"].flatMap((name) => [`--port-lab-${name}`, "0"]);
  const flags = ["--no-jupyter", "--no-open", ...ports, "--port-local-model", "0"];
  const environment = quiet(temporaryFolder());
  const kit = runKit(process.execPath, ["scripts/start.ts", ...flags], { folder, environment });
  const hub = new URL(await addressOf(kit, "Hub page"));
  await kit.waitFor(/^Press Ctrl-C to stop\.$/m);
  writeFileSync(join(folder, ".env"), `PORT_LAB_HTTP=${hub.port}\n`);
  const { output } = await doctor(folder);
  expect(output).toMatch(new RegExp(`✓ .*${hub.port} is held by this workshop \\(process \\d+\\)`));
  expect(output).toMatch(/✓ Lab cloud +runs at http/);
  kit.pressCtrlC();
  await kit.ended;
});

test("a cloud that cannot be reached is named with what to do, and no secret is printed", {
  timeout: TIME_LIMIT_MS,
}, async () => {
  const folder = copyKit();
  const lines = [
    "AZURE_OPENAI_ENDPOINT=http://127.0.0.1:9",
    "AZURE_OPENAI_API_KEY=sk-very-secret-4711",
    "APIM_CLIENT_SECRET=also-secret-4711",
    "APPLICATIONINSIGHTS_CONNECTION_STRING=InstrumentationKey=4711;IngestionEndpoint=http://127.0.0.1:9/",
  ];
  writeFileSync(join(folder, ".env"), lines.join("\n"));
  for (const args of [[], ["--json"], ["azure"], ["azure", "--json"]]) {
    const { code, output } = await doctor(folder, ...args);
    expect(code).toBe(1);
    expect(output).toContain("127.0.0.1:9");
    expect(output).toContain("the connection is refused");
    expect(output).toContain("APIM_CLIENT_SECRET is set without APIM_CLIENT_ID and APIM_TENANT_ID");
    expect(output).not.toContain("4711");
  }
});

test("with USE_AZURE_FOUNDRY=true alone labs run on the lab cloud, and it says what the switch is for", {
  timeout: TIME_LIMIT_MS,
}, async () => {
  const folder = copyKit();
  writeFileSync(join(folder, ".env"), "");
  const quietly = await doctor(folder, "azure");
  expect(quietly.output).toContain("Cloud answers in labs come from: the lab cloud");
  expect(quietly.output).toContain("No resource of Azure is set; nothing to check by hand.");
  expect(quietly.output).not.toMatch(/curl|az cognitiveservices/);
  writeFileSync(join(folder, ".env"), "USE_AZURE_FOUNDRY=true\n");
  const { output } = await doctor(folder, "--json");
  const { labs, readiness }: Printed = JSON.parse(output);
  expect(readiness.cloud).toBe("lab");
  // A fresh copy has nothing that opens notebooks; the cloud is no reason.
  expect(labs.every(({ why }) => why.startsWith("NOTEBOOKS: "))).toBe(true);
  const azure = await doctor(folder, "azure");
  expect(azure.output).toContain(
    "Programs that use dual mode ask: Azure AI Foundry (USE_AZURE_FOUNDRY is true, .env).",
  );
  expect(azure.output).toContain("the labs ask the lab cloud all the same");
});

test("where nothing is installed it says so in one line, and installs nothing", async () => {
  const folder = temporaryFolder();
  cpSync(join(paths.root, "scripts"), join(folder, "scripts"), { recursive: true });
  const { code, output } = await doctor(folder);
  expect({ code, output }).toEqual({
    code: 1,
    output: "Nothing is installed in this folder yet. Run npm start first: it installs what is needed.\n",
  });
  expect(existsSync(join(folder, "node_modules"))).toBe(false);
});

test("codes of a class are counted", { timeout: TIME_LIMIT_MS }, async () => {
  const fine = decodeReadiness("4KZY82-M");
  const poor = encodeReadiness({ ...fine, localModel: "simulated" });
  const sheet = join(
    temporaryFolder({ "class.csv": `name,code\nAda,4KZY82-M\nGrace,${poor}\n` }),
    "class.csv",
  );
  const { code, output } = await doctor(paths.root, "--decode", sheet);
  expect(code).toBe(0);
  expect(output).toMatch(/^2 machines, 2 of them ready; 2 labs run\.\nSystems: 2 Linux\./);
  expect(output).toContain(
    "1 machine: the local model is not here: its answers are simulated (MODEL; line 3)",
  );
});

test.each<[string[], number, RegExp]>([
  [["--help"], 0, /^Looks at this machine/],
  [["azur"], 2, /^"azur" means nothing here\. See --help\.\n$/],
  [["azure", "now"], 2, /^"now" means nothing here/],
  [["--jsn"], 2, /^Unknown option '--jsn'\. See --help\.\n$/],
  [["--decode"], 2, /^Option '--decode <value>' argument missing\. See --help\.\n$/],
  [["--decode", "4KZY82-N"], 1, /^The code "4KZY82-N" is mistyped/],
  [["--decode", "4KZY82-M", "4KZY28-M"], 1, /^The code "4KZY28-M" is mistyped/],
  [["--decode", "nofile.csv"], 2, /^There is no file nofile\.csv\.\n$/],
  [["--decode", "scripts"], 2, /^scripts is a folder\. Name a file or a code\.\n$/],
])("%j ends with %i and one line", { timeout: TIME_LIMIT_MS }, async (args, code, line) => {
  const ended = await doctor(paths.root, ...args);
  expect(ended.code).toBe(code);
  expect(ended.output).toMatch(line);
  if (code !== 0) expect(ended.output.trimEnd()).not.toContain("\n");
});

test("a flag that npm kept for itself is asked for again", async () => {
  const environment = { npm_lifecycle_event: "doctor", npm_config_json: "true" };
  const kit = runKit(process.execPath, ["scripts/doctor.mjs"], { environment });
  // The kit's environment is rid of what npm sets, but for what is given here.
  expect(await kit.ended).toBe(2);
  expect(kit.output()).toBe(
    "npm kept --json for itself. Write two dashes before it: npm run doctor -- --json\n",
  );
});
