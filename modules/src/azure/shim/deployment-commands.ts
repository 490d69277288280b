import { basename, extname, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describeArmError } from "./lab-arm.ts";
import { readTemplateParameters, readText } from "./read-template-parameters.ts";
import { GROUP, NAME, NO_WAIT, type ShimCall, type ShimCommand, shown, valuesOf } from "./shim-command.ts";
import { ShimError } from "./shim-error.ts";

const POLL_MS = 50;

const deploymentsPath = async ({ args, subscriptionPath }: ShimCall) =>
  `${await subscriptionPath()}/resourceGroups/${encodeURIComponent(args.need("group"))}/providers/Microsoft.Resources/deployments`;

const pathOf = async (call: ShimCall) =>
  `${await deploymentsPath(call)}/${encodeURIComponent(call.args.need("name"))}`;

const ORDER = {
  group: GROUP,
  name: { flags: ["--name", "-n"] },
  template: { flags: ["--template-file", "-f"], required: true },
  parameters: { flags: ["--parameters", "-p"], many: true },
  mode: { flags: ["--mode"] },
  noWait: NO_WAIT,
  noPrompt: { flags: ["--no-prompt"] },
} as const;

export const deploymentCommands: readonly ShimCommand[] = [
  { words: "deployment group create", options: ORDER, run: deploy },
  {
    words: "deployment group validate",
    options: ORDER,
    run: async (call) => {
      const properties = await readOrder(call);
      const path = `${await deploymentsPath(call)}/${encodeURIComponent(nameOf(call))}/validate`;
      return (await call.arm.send("POST", path, { properties })).content;
    },
  },
  {
    words: "deployment group show",
    options: { group: GROUP, name: NAME },
    run: async (call) => shown((await call.arm.send("GET", await pathOf(call))).content),
  },
  {
    words: "deployment group list",
    options: { group: GROUP },
    run: async (call) => valuesOf((await call.arm.send("GET", await deploymentsPath(call))).content),
  },
  {
    words: "deployment group delete",
    options: { group: GROUP, name: NAME },
    run: async (call) => {
      await call.arm.send("DELETE", await pathOf(call));
      return undefined;
    },
  },
];

async function deploy(call: ShimCall): Promise<unknown> {
  const { arm, args } = call;
  const path = `${await deploymentsPath(call)}/${encodeURIComponent(nameOf(call))}`;
  const properties = await readOrder(call);
  const begun = await arm.send("PUT", path, { properties });
  if (args.has("noWait")) return undefined;
  const status = begun.headers.get("azure-asyncoperation") ?? path;
  for (;;) {
    const { content } = await arm.send("GET", status);
    const state: unknown = Reflect.get(Object(content), "status");
    if (state === "Succeeded") return shown((await arm.send("GET", path)).content);
    if (state !== "Running") throw failed(content);
    await wait(POLL_MS);
  }
}

function failed(content: unknown): ShimError {
  const error: unknown = Reflect.get(Object(content), "error");
  const { code, message } = { code: "DeploymentFailed", message: "The deployment failed.", ...Object(error) };
  return new ShimError(describeArmError({ code: String(code), message: String(message) }, content));
}

const nameOf = ({ args }: ShimCall) => {
  const file = args.need("template");
  return args.get("name") ?? basename(file, extname(file));
};

/** What Resource Manager is sent: a template whose values are all written out. */
async function readOrder(call: ShimCall) {
  const { args, cwd } = call;
  const file = resolve(cwd, args.need("template"));
  const parameters = readTemplateParameters(args.all("parameters"), cwd);
  const mode = args.get("mode") ?? "Incremental";
  if (file.endsWith(".bicep")) {
    // Loaded only now: the parser takes longer than every other command.
    const { readBicepTemplate } = await import("./read-bicep-template.ts");
    return { mode, template: await readBicepTemplate(file, parameters, call) };
  }
  const template: unknown = parseTemplate(readText(file, args.need("template")), args.need("template"));
  const wrapped = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, { value }]));
  return { mode, template, parameters: wrapped };
}

function parseTemplate(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ShimError(`${file} is no JSON template.`, 2);
  }
}
