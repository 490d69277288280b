import { type Check, type Finding, ok, optional, problem, unknown } from "./check.ts";
import {
  addressOfService,
  type CloudService,
  chosenCloud,
  cloudServices,
  isNamed,
  isNotUsedYet,
  otherAddresses,
} from "./cloud-services.ts";
import { describeCredential, findCredential } from "./credential.ts";
import type { HostReach, Machine } from "./machine.ts";
import { setVariables, showAddress } from "./set-variables.ts";
import { findUnfitVariables } from "./unfit-variables.ts";

/** Deployments that the workshop's cloud labs ask for. */
const NEEDED_DEPLOYMENTS = ["gpt-4.1", "gpt-4o", "gpt-4o-mini", "model-router"] as const;

/** The cloud's services, the settings that name them, and every other host that a setting names. */
export function cloudChecks(machine: Machine): readonly Check[] {
  return [
    AZURE_SETTINGS,
    ...cloudServices.map(serviceCheck),
    AZURE_DEPLOYMENTS,
    ...otherAddresses(machine).map(({ variable, address }) => hostCheck(variable, address)),
    AZ_CLI,
  ];
}

const AZURE_SETTINGS: Check = {
  id: "AZURE_SETTINGS",
  title: "Cloud settings",
  group: "cloud",
  needs: ["SETTINGS"],
  run: (machine) => {
    const names = [...setVariables(machine).keys()].filter(isOfCloud);
    if (names.length === 0) return optional("none set: the lab cloud stands in for Azure");
    const [first, ...others] = findUnfitVariables(machine);
    const listed = `set: ${names.join(", ")}`;
    if (first === undefined) return ok(listed);
    return problem(listed, [first, ...others].join(" "));
  },
};

const isOfCloud = (name: string) =>
  /^(?:USE_AZURE|AZURE_|OPENAI_|APIM_|APPLICATIONINSIGHTS_CONN|LOG)/.test(name);

function serviceCheck(service: CloudService): Check {
  const { id, title } = service;
  return { id, title, group: "cloud", needs: ["SETTINGS"], run: (machine) => judgeService(service, machine) };
}

async function judgeService(service: CloudService, machine: Machine): Promise<Finding> {
  const { variable, key, without, goOn } = service;
  if (!isNamed(service, machine)) {
    const instead = without ?? (isNotUsedYet(variable) ? "no lab uses it yet" : "no lab needs it");
    return optional(`${service.onlyWith ?? variable} is not set: ${instead}`);
  }
  const address = addressOfService(service, machine);
  if (!address) return ok(`${variable} is set`);
  const reached = judgeReach(address, await machine.reach(address));
  if (reached.state !== "ok") return goOn ? problem(reached.found, joined(reached.mend, goOn)) : reached;
  if (key === undefined) return reached;
  const credential = findCredential(machine, key);
  if (credential.kind === "none")
    return problem(
      `${reached.found}; no credential found here`,
      joined(`Set ${key}, or run az login.`, goOn),
    );
  return ok(`${reached.found}; credential: ${describeCredential(credential)}, not tried`);
}

const joined = (...sentences: readonly (string | undefined)[]) =>
  sentences.filter((sentence) => sentence !== undefined).join(" ");

function hostCheck(variable: string, address: URL): Check {
  return {
    id: `HOST_${variable}`,
    title: variable,
    group: "cloud",
    run: async (machine) => judgeReach(address, await machine.reach(address)),
  };
}

function judgeReach(address: URL, reach: HostReach): Finding {
  if (reach.reached) return ok(`${showAddress(address)} answers (${Math.round(reach.ms)} ms)`);
  return problem(`${showAddress(address)}: ${reach.problem}`, reach.hint);
}

const AZURE_DEPLOYMENTS: Check = {
  id: "AZURE_DEPLOYMENTS",
  title: "Deployments",
  group: "cloud",
  needs: ["SETTINGS"],
  run: (machine) => {
    const names = NEEDED_DEPLOYMENTS.join(", ");
    if (chosenCloud(machine) !== undefined)
      return unknown(
        `labs ask for ${names}; not checked, as a key cannot list deployments and asking them costs tokens`,
        "List them with: az cognitiveservices account deployment list (npm run doctor -- azure has the whole line)",
      );
    const inLab = machine.labDeployments();
    const absent = NEEDED_DEPLOYMENTS.filter((name) => !inLab.includes(name));
    if (absent.length === 0) return ok(`the lab cloud has ${names}`);
    return problem(`data/catalog.yaml has no ${absent.join(", ")}`, "Take it from git again.");
  },
};

const AZ_CLI: Check = {
  id: "AZ_CLI",
  title: "Azure CLI",
  group: "cloud",
  run: (machine) => {
    if (machine.findCommand("az") === undefined)
      return optional("az not found: only deploying to Azure needs it");
    const count = machine.azureSubscriptions() ?? 0;
    if (count === 0) return optional("az found, nobody is signed in", "Run: az login");
    return ok(`az found, ${count === 1 ? "1 subscription" : `${count} subscriptions`} on record`);
  },
};
