import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { isLabError } from "../core/errors.ts";
import { AzError } from "./az-error.ts";
import { connectAz } from "./connect-az.ts";
import { findAz } from "./find-az.ts";
import { maskSecret, maskSecrets } from "./mask-secret.ts";
import { readOutputs } from "./read-outputs.ts";
import { select } from "./shim/select.ts";
import { writeOutput } from "./shim/write-output.ts";

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "azure-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe("masking", () => {
  test.each([
    ["abcd1234", "****1234"],
    ["0123456789abcdef", "****cdef"],
    ["short", "****"],
    ["", "****"],
  ])("%j is shown as %s", (secret, shown) => expect(maskSecret(secret)).toBe(shown));

  test("hides whatever is named like a secret, however deep, and nothing else", () => {
    const shown = maskSecrets({
      apimSubscriptions: [{ name: "team", key: "0123456789abcdef" }],
      primaryKey: "0123456789abcdef",
      connectionString: "InstrumentationKey=0123456789",
      keyVaultName: "kv-lab-name",
      keyVault: "kv-lab-name",
      endpoint: "https://a.test/",
      count: 3,
    });
    expect(shown).toEqual({
      apimSubscriptions: [{ name: "team", key: "****cdef" }],
      primaryKey: "****cdef",
      connectionString: "****6789",
      keyVaultName: "kv-lab-name",
      keyVault: "kv-lab-name",
      endpoint: "https://a.test/",
      count: 3,
    });
  });
});

describe("outputs of a deployment", () => {
  const outputs = readOutputs({
    gatewayUrl: { type: "String", value: "https://a.test" },
    replicas: { type: "Int", value: 2 },
    apimSubscriptions: { type: "Array", value: [{ name: "team", key: "0123456789abcdef" }] },
  });

  test("are read by name", () => {
    expect(outputs.names).toEqual(["gatewayUrl", "replicas", "apimSubscriptions"]);
    expect(outputs.text("gatewayUrl")).toBe("https://a.test");
    expect(outputs.value("replicas")).toBe(2);
    expect(outputs.subscriptions()).toEqual([{ name: "team", displayName: "team", key: "0123456789abcdef" }]);
  });

  test("never show a key by themselves", () => {
    expect(JSON.stringify(outputs)).toContain("****cdef");
    expect(JSON.stringify(outputs)).not.toContain("0123456789abcdef");
  });

  test("that are not there are named, with what is", () => {
    expect(() => outputs.text("gatewayURL")).toThrow(
      'The deployment has no output "gatewayURL". Did you mean "gatewayUrl"?',
    );
    expect(() => outputs.text("replicas")).toThrow('The output "replicas" is no text.');
    expect(() => outputs.subscriptions("gatewayUrl")).toThrow("no list of subscriptions");
    expect(() => readOutputs("text")).toThrow("not of the form");
  });
});

describe("finding the Azure CLI", () => {
  test("says how to get it when there is none", () => {
    const failure = (() => {
      try {
        return findAz([temporaryFolder()]);
      } catch (error) {
        return error;
      }
    })();
    expect(isLabError(failure) && [failure.code, failure.hint]).toEqual([
      "AZ_MISSING",
      expect.stringContaining("Install it"),
    ]);
  });

  test("takes the first on the path", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "az"), "");
    expect(findAz([temporaryFolder(), folder], "linux")).toEqual([join(folder, "az")]);
  });

  test("starts the Python of the script that Windows would need a shell for", () => {
    const folder = temporaryFolder();
    const scripts = join(folder, "wbin");
    mkdirSync(scripts);
    writeFileSync(join(scripts, "az.cmd"), "");
    expect(() => findAz([scripts], "win32")).toThrow("not on this machine's PATH");
    writeFileSync(join(folder, "python.exe"), "");
    expect(findAz([scripts], "win32")).toEqual([join(scripts, "..", "python.exe"), "-IBm", "azure.cli"]);
  });
});

/** A program that answers like the Azure CLI and notes what it was asked. */
function standIn(answers: Readonly<Record<string, unknown>>, code = 0, error = "") {
  const folder = temporaryFolder();
  const [program, asked] = [join(folder, "az.mjs"), join(folder, "asked.jsonl")];
  writeFileSync(asked, "");
  writeFileSync(
    program,
    `import { appendFileSync } from "node:fs";
const words = process.argv.slice(2);
appendFileSync(${JSON.stringify(asked)}, JSON.stringify(words) + "\\n");
const answers = ${JSON.stringify(answers)};
const found = Object.keys(answers).find((start) => words.join(" ").startsWith(start));
if (found) process.stdout.write(JSON.stringify(answers[found]));
process.stderr.write(${JSON.stringify(error)});
process.exitCode = ${code};
`,
  );
  chmodSync(program, 0o755);
  const az = connectAz({
    cloud: "azure",
    http: "",
    command: [process.execPath, program],
    outFolder: join(folder, "out"),
  });
  const words = () =>
    readFileSync(asked, "utf8")
      .trim()
      .split("\n")
      .map((line): string[] => JSON.parse(line).filter((word: string) => word !== "--only-show-errors"));
  return { az, words };
}

describe("against the Azure CLI", () => {
  test("arguments reach it as they are, with spaces and signs of a shell", async () => {
    const { az, words } = standIn({
      "group exists": false,
      "group create": { name: "a b; echo $HOME", location: "eastus" },
    });
    await az.ensureGroup({ name: "a b; echo $HOME", location: "eastus" });
    expect(words()).toEqual([
      ["group", "exists", "--name", "a b; echo $HOME", "--output", "json"],
      [
        ...["group", "create", "--name", "a b; echo $HOME", "--location", "eastus"],
        ...["--tags", "source=hybrid-llm-workshop", "--output", "json"],
      ],
    ]);
  });

  test("who is signed in is read from what it shows", async () => {
    const shown = { id: "sub", name: "Mine", tenantId: "tenant", user: { name: "me@a.test", type: "user" } };
    expect(await standIn({ "account show": shown }).az.account()).toEqual({
      user: "me@a.test",
      tenantId: "tenant",
      subscriptionId: "sub",
      subscriptionName: "Mine",
    });
  });

  test("an error is told without its repetitions, with what helps", async () => {
    const said =
      "WARNING: old\nERROR: (AuthorizationFailed) No right to write.\nCode: AuthorizationFailed\nMessage: No right to write.\n";
    const failure = await standIn({}, 1, said)
      .az.account()
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AzError);
    expect(failure).toMatchObject({
      message: "(AuthorizationFailed) No right to write.",
      exitCode: 1,
      hint: expect.stringContaining("Contributor"),
    });
    await expect(
      standIn({}, 1, "Please run 'az login' to setup account.").az.account(),
    ).rejects.toMatchObject({
      hint: expect.stringContaining("az login"),
    });
    await expect(standIn({ account: { id: 1 } }).az.account()).rejects.toThrow("another form than expected");
  });

  const NAMES = { id: "/subscriptions/s/resourceGroups/rg/providers/x", location: "eastus" };
  const CLEAN_UP = {
    "group exists": true,
    "resource list": [
      { ...NAMES, name: "kv", type: "Microsoft.KeyVault/vaults" },
      { ...NAMES, name: "apim", type: "Microsoft.ApiManagement/service" },
      { ...NAMES, name: "ai", type: "Microsoft.CognitiveServices/accounts" },
      { ...NAMES, name: "ai/project", type: "Microsoft.CognitiveServices/accounts/projects" },
      { ...NAMES, name: "logs", type: "Microsoft.OperationalInsights/workspaces" },
    ],
    "cognitiveservices account list-deleted": [
      {
        id: "/subscriptions/s/providers/Microsoft.CognitiveServices/locations/uksouth/resourceGroups/rg/deletedAccounts/old",
        name: "old",
        location: "uksouth",
      },
      {
        id: "/subscriptions/s/providers/Microsoft.CognitiveServices/locations/uksouth/resourceGroups/rg2/deletedAccounts/others",
        name: "others",
        location: "uksouth",
      },
    ],
    "apim deletedservice list": [],
    "keyvault list-deleted": [],
  };

  test("a clean-up is planned in order: projects, accounts, gateways, key vaults, group", async () => {
    const { az, words } = standIn(CLEAN_UP);
    const plan = await az.planCleanUp("rg");
    expect(
      plan.steps.map(({ args }) =>
        args.slice(0, args.findIndex((word) => word.startsWith("--")) + 2).join(" "),
      ),
    ).toEqual([
      "resource delete --ids /subscriptions/s/resourceGroups/rg/providers/x",
      "cognitiveservices account delete --name ai",
      "cognitiveservices account purge --name ai",
      "cognitiveservices account purge --name old",
      "apim delete --name apim",
      "apim deletedservice purge --service-name apim",
      "keyvault delete --name kv",
      "keyvault purge --name kv",
      "group delete --name rg",
    ]);
    const before = words().length;
    const planned = await az.runCleanUp(plan);
    expect(planned.every(({ state }) => state === "planned")).toBe(true);
    expect(words()).toHaveLength(before);
    await az.runCleanUp(plan, { dryRun: false });
    expect(
      words()
        .slice(before)
        .map((one) => one.slice(0, -2)),
    ).toEqual(plan.steps.map(({ args }) => args));
  });

  test("a step that fails does not stop the others, and what is gone is no failure", async () => {
    const plan = await standIn(CLEAN_UP).az.planCleanUp("rg");
    const failing = standIn({}, 1, "ERROR: (Conflict) It is busy.");
    const failed = await failing.az.runCleanUp(plan, { dryRun: false });
    expect(failed.map(({ state, problem }) => [state, problem])).toEqual(
      plan.steps.map(() => ["failed", "(Conflict) It is busy."]),
    );
    const gone = await standIn({}, 3, "ERROR: (ResourceNotFound) It was not found.").az.runCleanUp(plan, {
      dryRun: false,
    });
    expect(gone.every(({ state }) => state === "gone")).toBe(true);
  });
});

const TREE = {
  name: "a",
  list: [
    { id: 1, kind: "x" },
    { id: 2, kind: "y" },
  ],
  inner: { "b-c": [true, null] },
};

test.each([
  ["name", "a"],
  ["list[0].id", 1],
  ["list[-1].kind", "y"],
  ["list[].id", [1, 2]],
  ["list[*].kind", ["x", "y"]],
  ["list[?kind=='y'].id", [2]],
  ["inner.b-c[0]", true],
  ["none.at.all", null],
])("--query %s", (query, found) => expect(select(TREE, query)).toEqual(found));

test.each([
  ["json", { a: 1 }, '{\n  "a": 1\n}\n'],
  ["tsv", ["a", "b"], "a\nb\n"],
  ["tsv", [{ a: 1, b: true, c: { d: 1 } }], "1\tTrue\t\n"],
  ["tsv", null, "\n"],
  ["none", { a: 1 }, ""],
])("--output %s of %j", (format, value, text) => expect(writeOutput(value, format)).toBe(text));
