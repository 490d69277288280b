import { mkdirSync, writeFileSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
import { z } from "zod";
import { childEnvironment } from "../config/child-environment.ts";
import { paths } from "../config/paths.ts";
import { LabError } from "../core/errors.ts";
import type { Az, DeployOrder, PolicyPlace, RunAz } from "./az.ts";
import { AzError } from "./az-error.ts";
import type { PlainObject, PlainValue } from "./bicep/index.ts";
import { planCleanUp, runCleanUp } from "./clean-up.ts";
import { findAz } from "./find-az.ts";
import { readOutputs } from "./read-outputs.ts";
import { type ProgramRun, runProgram } from "./run-program.ts";

/** An opened lab is one of these. */
export interface ConnectAzOptions {
  /** `azure`: the Azure CLI of this machine, as it is signed in. `lab`: the labs' own `az` in this process, against the lab cloud. */
  readonly cloud: "lab" | "azure";
  /** Address of the lab cloud. */
  readonly http: string;
  /** The program to run instead, and its first arguments. */
  readonly command?: readonly string[];
  /** Where parameters are written. Default: `.out/azure`. */
  readonly outFolder?: string;
}

const API_VERSION = "2024-05-01";
/** Pools with session affinity are read and written by this one only. */
const BACKEND_API_VERSION = "2025-09-01-preview";
const AZURE = "https://management.azure.com";

/**
 * Gives what the labs ask of Azure. Nothing is started until something is asked.
 * @throws LabError `AZ_MISSING` when Azure is meant and its CLI is not on this machine
 */
export function connectAz(options: ConnectAzOptions): Az {
  const { cloud, http, outFolder = join(paths.out, "azure") } = options;
  const command = options.command ?? (cloud === "lab" ? undefined : findAz());
  const env = childEnvironment(cloud === "lab" ? { LAB_HTTP: http } : {});
  const start = command
    ? (words: readonly string[]) => runProgram([...command, ...words], { env, cwd: paths.root })
    : (words: readonly string[]) => runHere(words, http);
  const run: RunAz = async (args) => {
    const { code, stdout, stderr } = await start([...args, "--output", "json", "--only-show-errors"]);
    if (code !== 0) throw new AzError(stderr, code);
    return readAnswer(stdout);
  };
  const writeFile = (folder: string, name: string, content: unknown) => {
    const place = join(outFolder, folder);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, name), `${JSON.stringify(content, null, 2)}\n`);
    return join(place, name);
  };
  const rest = (method: string, path: string, body?: string) =>
    run([
      "rest",
      "--method",
      method,
      "--url",
      `${AZURE}${path}`,
      ...(body === undefined ? [] : ["--body", `@${body}`]),
    ]);

  return {
    cloud,
    run,
    account: async () => readAccount(await run(["account", "show"])),
    async ensureGroup({ name, location }) {
      const isThere = (await run(["group", "exists", "--name", name])) === true;
      const group = isThere
        ? await run(["group", "show", "--name", name])
        : await run([
            "group",
            "create",
            "--name",
            name,
            "--location",
            location,
            "--tags",
            "source=hybrid-llm-workshop",
          ]);
      return { ...read(groupShape, group), created: !isThere };
    },
    async deploy(order) {
      const name = order.name ?? basename(order.template, extname(order.template));
      const parametersFile = writeFile(name, "params.json", parametersOf(order));
      const answer = await run([
        ...["deployment", "group", "create", "--resource-group", order.group, "--name", name],
        ...["--template-file", resolve(paths.root, order.template), "--parameters", `@${parametersFile}`],
      ]);
      return { name, parametersFile, outputs: readOutputs(read(deploymentShape, answer).properties.outputs) };
    },
    async outputs(group, deployment) {
      const answer = await run([
        "deployment",
        "group",
        "show",
        "--resource-group",
        group,
        "--name",
        deployment,
      ]);
      return readOutputs(read(deploymentShape, answer).properties.outputs);
    },
    async getApiPolicy(place) {
      const answer = await rest("get", `${policyPath(place)}&format=rawxml`);
      return read(policyShape, answer).properties.value;
    },
    async setApiPolicy(place, policy) {
      const content = { properties: { format: "rawxml", value: policy } };
      await rest("put", policyPath(place), writeFile("policies", `${place.api}.json`, content));
    },
    async getBackend(serviceId, name) {
      return read(backendShape, await rest("get", backendPath(serviceId, name))).properties as PlainObject;
    },
    async setBackend(serviceId, name, properties) {
      const body = writeFile("backends", `${name}.json`, { properties });
      return read(backendShape, await rest("patch", backendPath(serviceId, name), body))
        .properties as PlainObject;
    },
    planCleanUp: (group) => planCleanUp(run, group),
    runCleanUp: (plan, cleanUp) => runCleanUp(run, plan, cleanUp),
  };
}

/** The labs' `az` without a process of its own. */
async function runHere(words: readonly string[], http: string): Promise<ProgramRun> {
  // Loaded only now: on Azure it is not needed.
  const { runShim } = await import("./shim/run-shim.ts");
  const said = { stdout: "", stderr: "" };
  const code = await runShim(words, {
    http,
    cwd: paths.root,
    out: (text) => {
      said.stdout += text;
    },
    error: (text) => {
      said.stderr += text;
    },
  });
  return { code, ...said };
}

function policyPath({ serviceId, api, operation }: PolicyPlace): string {
  const place = operation === undefined ? "" : `/operations/${encodeURIComponent(operation)}`;
  return `${serviceId}/apis/${encodeURIComponent(api)}${place}/policies/policy?api-version=${API_VERSION}`;
}

const backendPath = (serviceId: string, name: string) =>
  `${serviceId}/backends/${encodeURIComponent(name)}?api-version=${BACKEND_API_VERSION}`;

/** As `az` takes them from a file. */
function parametersOf({ parameters = {} }: DeployOrder) {
  const values: Record<string, { value: PlainValue }> = {};
  for (const [name, value] of Object.entries(parameters)) values[name] = { value };
  return {
    $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
    contentVersion: "1.0.0.0",
    parameters: values,
  };
}

const accountShape = z.object({
  id: z.string(),
  name: z.string(),
  tenantId: z.string(),
  user: z.object({ name: z.string() }),
});
const groupShape = z.object({ name: z.string(), location: z.string() });
const deploymentShape = z.object({ properties: z.object({ outputs: z.unknown() }) });
const policyShape = z.object({ properties: z.object({ value: z.string() }) });
const backendShape = z.object({ properties: z.record(z.string(), z.json()) });

function readAccount(answer: unknown) {
  const { id, name, tenantId, user } = read(accountShape, answer);
  return { user: user.name, tenantId, subscriptionId: id, subscriptionName: name };
}

function read<T>(shape: z.ZodType<T>, answer: unknown): T {
  const parsed = shape.safeParse(answer);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new LabError(
    `az answered in another form than expected: ${issue?.path.join(".")} ${issue?.message}.`,
    { code: "AZ_ANSWER" },
  );
}

function readAnswer(text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new LabError(`az answered with something that is no JSON: ${text.trim().slice(0, 80)}`, {
      code: "AZ_ANSWER",
    });
  }
}
