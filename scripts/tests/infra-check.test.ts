import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { checkInfra } from "../infra/check-infra.ts";
import { describeFinding } from "../infra/infra-finding.ts";
import { findPycep, parseWithPycep } from "../infra/run-pycep.ts";
import { runKit } from "./kit.ts";

const check = async (root: string) =>
  (await checkInfra({ root, timeoutMs: 20_000 })).findings.map(describeFinding);

/** A copy of what is checked, with one text of one file replaced by another. */
function spoil(file: string, sought: string, instead: string): string {
  const root = mkdtempSync(join(tmpdir(), "infra-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const part of ["infra", "azure.yaml", ".env.example"])
    cpSync(join(paths.root, part), join(root, part), { recursive: true });
  const text = readFileSync(join(root, file), "utf8");
  expect(text).toContain(sought);
  writeFileSync(
    join(root, file),
    text.replace(sought, () => instead),
  );
  return root;
}

describe("npm run infra:check", () => {
  test("finds nothing wrong with the workshop's files", async () => {
    const { findings, lines } = await checkInfra({ root: paths.root, timeoutMs: 20_000 });
    expect(findings).toEqual([]);
    expect(lines).toContain(
      "labs/09-backend-pool.bicep: 32 resources, 7 outputs; the emulator loads its gateway: APIs 1, backends 5",
    );
  });

  const inference = "infra/bicep/modules/apim_inference.bicep";
  const apim = "infra/bicep/modules/apim.bicep";
  test.each([
    [
      "a bracket that is missing",
      inference,
      "var breaker = {",
      "var breaker = ",
      /^infra\/bicep\/modules\/apim_inference\.bicep:\d+:\d+ /,
    ],
    [
      "a backend that loses /openai",
      apim,
      `'\${openAiEndpoint}openai'`,
      "openAiEndpoint",
      /apim\.bicep:\d+:1 The url of "openai-backend" must end in \/openai/,
    ],
    [
      "an address beside the backend",
      "infra/policies/openai-api.xml",
      '<set-backend-service backend-id="{backend-id}" />',
      "",
      /apim\.bicep:\d+:1 No policy sends anything to the backend "openai-backend"/,
    ],
    [
      "a pool of a backend that does not exist",
      inference,
      `'/backends/\${backend[index].name}'`,
      `'/backends/foundri\${index}'`,
      /09-backend-pool\.bicep:1:1 .*"foundri0", which does not exist/,
    ],
    [
      "a breaker that Azure would refuse",
      inference,
      "interval: 'PT1M'",
      "interval: '1 minute'",
      /09-backend-pool\.bicep:1:1 .*ISO 8601/,
    ],
    [
      "a policy that nobody knows",
      "infra/policies/backend-pool.xml",
      "<retry ",
      "<retri ",
      /infra\/policies\/backend-pool\.xml:\d+:\d+ /,
    ],
    [
      "a wrong name in an expression",
      "infra/policies/backend-pool.xml",
      "context.Response.StatusCode == 429",
      "context.Response.StatusCod == 429",
      /infra\/policies\/backend-pool\.xml:\d+:\d+ .*StatusCod/,
    ],
    [
      "a place that is not filled",
      "infra/policies/backend-pool.xml",
      'backend-id="{backend-id}"',
      'backend-id="{backend}"',
      /apim_inference\.bicep:\d+:1 \{backend\} is not replaced in the policy of api inference-api/,
    ],
    [
      "a named value that is missing",
      "infra/bicep/labs/12-gateway-for-teams.bicep",
      "name: 'token-audience'",
      "name: 'audience'",
      /entra-token\.xml:\d+:\d+ .*token-audience/,
    ],
    [
      "an output under another name",
      "infra/bicep/main.bicep",
      "output apimGatewayUrl ",
      "output gatewayUrl ",
      /main\.bicep:1:1 The output "apimGatewayUrl" is missing/,
    ],
    [
      "a parameter under another name",
      "infra/bicep/main.bicep",
      "param enableTelemetry ",
      "param telemetry ",
      /main\.bicep:\d+:\d+ There is no "enableTelemetry" here/,
    ],
    [
      "a parameter that a module does not have",
      "infra/bicep/main.bicep",
      "skuName: openAiSkuName",
      "sku: openAiSkuName",
      /main\.bicep:\d+:\d+ infra\/bicep\/modules\/openai\.bicep has no parameter "sku"/,
    ],
    [
      "an output that a module does not have",
      "infra/bicep/labs/09-backend-pool.bicep",
      "gateway.outputs.gatewayId",
      "gateway.outputs.id",
      /09-backend-pool\.bicep:\d+:\d+ infra\/bicep\/modules\/lab-gateway\.bicep has no output "id"/,
    ],
    [
      "a file that is not there",
      "infra/bicep/labs/10-model-routing.bicep",
      "model-routing.xml",
      "models.xml",
      /10-model-routing\.bicep:\d+:\d+ The file .*models\.xml cannot be read/,
    ],
    [
      "a variable that nobody uses",
      "infra/bicep/main.bicep",
      "var names = {",
      "var unused = 1\nvar names = {",
      /main\.bicep:\d+:1 Nothing uses "unused"/,
    ],
    [
      "a variable that nobody explains",
      "infra/bicep/main.parameters.json",
      `\${WORKLOAD_NAME=`,
      `\${WORK_LOAD=`,
      /main\.parameters\.json:1:1 WORK_LOAD is not in \.env\.example/,
    ],
    [
      "a value for no parameter",
      "infra/bicep/main.parameters.json",
      '"workloadName"',
      '"workload"',
      /main\.parameters\.json:1:1 infra\/bicep\/main\.bicep has no parameter "workload"/,
    ],
    [
      "a template in another folder",
      "azure.yaml",
      "path: infra/bicep",
      "path: infra/bice",
      /azure\.yaml:1:1 There is no infra\/bice\/main\.bicep/,
    ],
  ])("tells %s", async (_what, file, sought, instead, told) => {
    const findings = await check(spoil(file, sought, instead));
    expect(findings.find((finding) => told.test(finding)) ?? findings).toMatch(told);
  });

  test("tells a policy that no Bicep file loads", async () => {
    const root = spoil("infra/policies/backend-pool.xml", "<policies>", "<policies>");
    writeFileSync(join(root, "infra", "policies", "lost.xml"), "<policies />");
    expect(await check(root)).toEqual(["infra/policies/lost.xml:1:1 No Bicep file loads this policy."]);
  });

  test("tells a module that no file deploys", async () => {
    const root = spoil("infra/policies/backend-pool.xml", "<policies>", "<policies>");
    writeFileSync(join(root, "infra", "bicep", "modules", "lost.bicep"), "output one int = 1\n");
    expect(await check(root)).toEqual(["infra/bicep/modules/lost.bicep:1:1 No file deploys this module."]);
  });
});

describe("the command", () => {
  const run = (...args: string[]) =>
    runKit(process.execPath, [join(paths.root, "scripts", "infra-check.ts"), ...args]);

  test.each([
    [["--fast"], "Unknown option '--fast'. See --help."],
    [["--time-limit", "0"], '--time-limit must be a number of seconds above 0, not "0".'],
    [["main.bicep"], '"main.bicep" means nothing here. See --help.'],
  ])("%j ends with 2 and one line", async (args, line) => {
    const kit = run(...args);
    expect(await kit.ended).toBe(2);
    expect(kit.output().trim()).toBe(line);
  });

  test("tells what it looked at, and what it left out", async () => {
    const kit = run("--no-pycep");
    expect(await kit.ended).toBe(0);
    expect(kit.output()).toContain("✓ 19 Bicep files read with tree-sitter");
    expect(kit.output()).toContain("skipped: pycep");
  });
});

describe("pycep", async () => {
  const python = await findPycep(undefined, paths.root);
  const file = join(paths.root, "infra", "bicep", "modules", "apim_v1.bicep");

  test("reads the workshop's files", async ({ skip }) => {
    if (python === undefined) return skip("skipped: pycep missing (pip install pycep-parser==0.7.1)");
    expect(await parseWithPycep(python, file, "apim_v1.bicep", 20_000)).toEqual([]);
  });

  test("tells what is no Bicep, and when it takes too long", async ({ skip }) => {
    if (python === undefined) return skip("skipped: pycep missing (pip install pycep-parser==0.7.1)");
    const folder = mkdtempSync(join(tmpdir(), "pycep-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const wrong = join(folder, "wrong.bicep");
    writeFileSync(wrong, "param name string =\n");
    expect(await parseWithPycep(python, wrong, "wrong.bicep", 20_000)).toMatchObject([
      { file: "wrong.bicep", line: expect.any(Number), message: expect.stringMatching(/^pycep: /) },
    ]);
    expect(await parseWithPycep(python, file, "apim_v1.bicep", 1)).toMatchObject([
      { message: "pycep took longer than 0.001 s." },
    ]);
  });

  test("is not looked for in a Python that is not there", async () => {
    expect(await findPycep(join(tmpdir(), "no-python"), paths.root)).toBeUndefined();
  });
});
