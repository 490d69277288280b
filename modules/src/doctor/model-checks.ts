import { explainError } from "../core/errors.ts";
import { defaultModelName, type ModelState } from "../models/index.ts";
import type { LocalServer } from "../providers/index.ts";
import { type Check, type Finding, missing, ok, optional, problem } from "./check.ts";
import type { Machine } from "./machine.ts";
import { settingsOf, setVariables } from "./set-variables.ts";

/** The check of a model of data/models.json: `MODEL_SMOLLM2_135M_INSTRUCT`. */
const modelCheckId = (name: string): string => `MODEL_${name.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}`;

/** The check of the model that labs use when nothing else is named. */
export const DEFAULT_MODEL_CHECK = modelCheckId(defaultModelName);

/** One check for each model of the table, then the model servers that may be here. */
export function modelChecks(machine: Machine): readonly Check[] {
  return [...fileChecks(machine), LOCAL_SERVER, FOUNDRY_LOCAL, OLLAMA];
}

function fileChecks(machine: Machine): readonly Check[] {
  const check = (id: string, title: string, finding: Finding): Check => ({
    id,
    title,
    group: "models",
    run: () => finding,
  });
  try {
    return machine.models().map((model) => check(modelCheckId(model.name), model.title, judgeFile(model)));
  } catch (error) {
    return [check("MODEL_TABLE", "Table of models", missing(explainError(error)))];
  }
}

function judgeFile({ name, bytes, state, verified, problem: damage, hint }: ModelState): Finding {
  const size = `${(bytes / 1e6).toFixed(1)} MB`;
  if (state === "present") return ok(`${size}, ${verified ? "verified" : "not verified yet"}`);
  if (state === "damaged") return problem(damage ?? "damaged", hint);
  const found = damage?.includes("partly") ? damage : `not here (${size})`;
  return name === defaultModelName
    ? problem(`${found}: its answers are simulated`, hint)
    : optional(found, hint);
}

const LOCAL_SERVER: Check = {
  id: "LOCAL_SERVER",
  title: "Your own model server",
  group: "models",
  needs: ["SETTINGS"],
  run: async (machine) => {
    const named = ownServer(machine);
    if (named === undefined)
      return optional("LOCAL_MODEL_ENDPOINT is not set: labs use the workshop's model");
    const server = await machine.modelServer(named);
    const name = settingsOf(machine)?.settings.localModel.name;
    if (!server)
      return problem(
        `no model server answers at ${named}`,
        "Start it, or take LOCAL_MODEL_ENDPOINT away to use the workshop's model.",
      );
    if (name !== undefined && !server.models.includes(name))
      return problem(
        `${named} does not offer ${name}; it offers ${listModels(server)}`,
        "Set LOCAL_MODEL_NAME to one of them, or take it away.",
      );
    if (server.models.length === 0) return problem(`${named} offers no model`, "Load a model on it.");
    return ok(`${named} offers ${listModels(server)}`);
  },
};

/** The server that the learner named, when it is not the lab cloud's. */
export function ownServer(machine: Machine): string | undefined {
  const loaded = settingsOf(machine);
  if (!loaded || !setVariables(machine).has("LOCAL_MODEL_ENDPOINT")) return undefined;
  // All variables of a lab cloud come together.
  return setVariables(machine).has("LAB_HTTP") ? undefined : loaded.settings.localModel.endpoint;
}

const FOUNDRY_LOCAL: Check = {
  id: "FOUNDRY_LOCAL",
  title: "Foundry Local",
  group: "models",
  run: async (machine) => {
    const server = await machine.foundryLocal();
    if (server) return ok(describeServer(server));
    if (machine.findCommand("foundry") === undefined) return optional("not installed");
    return optional("installed, its service does not answer", "Run: foundry service start");
  },
};

const OLLAMA: Check = {
  id: "OLLAMA",
  title: "Ollama",
  group: "models",
  run: async (machine) => {
    const server = await machine.ollama();
    if (server) return ok(describeServer(server));
    if (machine.findCommand("ollama") === undefined) return optional("not found");
    return optional("installed, its server does not answer", "Run: ollama serve");
  },
};

const describeServer = (server: LocalServer) =>
  `${server.endpoint} offers ${listModels(server)}; labs use it when LOCAL_MODEL_ENDPOINT names it`;

function listModels({ models }: LocalServer): string {
  if (models.length === 0) return "no model";
  const more = models.length - 3;
  return `${models.slice(0, 3).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
