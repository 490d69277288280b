import { z } from "zod";
import { explainError, LabError } from "../core/errors.ts";
import type { RunAz } from "./az.ts";

/** One command that a clean-up runs. */
export interface CleanUpStep {
  /** For people: `purge the account foundry1-x (East US)`. */
  readonly about: string;
  readonly kind: "delete" | "purge";
  /** What `az` is given. */
  readonly args: readonly string[];
}

/** What has to go, in the order in which it has to: nothing has been done yet. */
export interface CleanUpPlan {
  readonly group: string;
  readonly steps: readonly CleanUpStep[];
}

export interface CleanUpResult {
  readonly step: CleanUpStep;
  /** `gone`: it was not there any more. */
  readonly state: "planned" | "done" | "gone" | "failed";
  /** Why it failed, in one line. */
  readonly problem?: string;
}

export interface CleanUpOptions {
  /** Only says what would be done. Default true: a clean-up is asked for twice. */
  readonly dryRun?: boolean;
  readonly onStep?: (result: CleanUpResult) => void;
}

const listed = z.array(
  z.object({ id: z.string(), name: z.string(), type: z.string(), location: z.string().nullish() }),
);
const deletedOnes = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    location: z.string().nullish(),
    serviceId: z.string().nullish(),
    properties: z
      .object({
        serviceId: z.string().optional(),
        vaultId: z.string().optional(),
        location: z.string().optional(),
      })
      .nullish(),
  }),
);

interface Named {
  readonly name: string;
  readonly location: string;
}

/** What deletes and purges resources of a type; Azure keeps each for days, and its name is taken as long. */
interface Purgeable {
  readonly type: string;
  readonly about: string;
  readonly delete: (name: string, group: string) => readonly string[];
  readonly purge: (one: Named, group: string) => readonly string[];
  readonly listDeleted: readonly string[];
}

const PURGEABLE: readonly Purgeable[] = [
  {
    type: "microsoft.cognitiveservices/accounts",
    about: "account",
    delete: (name, group) => [
      "cognitiveservices",
      "account",
      "delete",
      "--name",
      name,
      "--resource-group",
      group,
    ],
    purge: ({ name, location }, group) => [
      "cognitiveservices",
      "account",
      "purge",
      "--name",
      name,
      "--resource-group",
      group,
      "--location",
      location,
    ],
    listDeleted: ["cognitiveservices", "account", "list-deleted"],
  },
  {
    type: "microsoft.apimanagement/service",
    about: "API Management service",
    delete: (name, group) => ["apim", "delete", "--name", name, "--resource-group", group, "--yes"],
    purge: ({ name, location }) => [
      "apim",
      "deletedservice",
      "purge",
      "--service-name",
      name,
      "--location",
      location,
    ],
    listDeleted: ["apim", "deletedservice", "list"],
  },
  {
    type: "microsoft.keyvault/vaults",
    about: "key vault",
    delete: (name, group) => ["keyvault", "delete", "--name", name, "--resource-group", group],
    purge: ({ name, location }) => ["keyvault", "purge", "--name", name, "--location", location],
    listDeleted: ["keyvault", "list-deleted"],
  },
];

const PROJECT = "microsoft.cognitiveservices/accounts/projects";

/**
 * Plans the end of a resource group: projects, then accounts, gateways and key vaults, each deleted and purged, then the
 * group with the rest; and purges what an earlier deletion of the group left behind. Deletes nothing.
 */
export async function planCleanUp(run: RunAz, group: string): Promise<CleanUpPlan> {
  const isThere = (await run(["group", "exists", "--name", group])) === true;
  const resources = isThere ? read(listed, await run(["resource", "list", "--resource-group", group])) : [];
  const ofType = (type: string) => resources.filter((one) => one.type.toLowerCase() === type);
  const steps: CleanUpStep[] = ofType(PROJECT).map(({ id, name }) => ({
    about: `delete the project ${name}`,
    kind: "delete",
    args: ["resource", "delete", "--ids", id],
  }));
  for (const purgeable of PURGEABLE) {
    const present = ofType(purgeable.type).map(({ name, location }) => ({ name, location: location ?? "" }));
    const left = await leftBehind(run, purgeable, group);
    for (const one of present) steps.push(...endOf(purgeable, one, group));
    for (const one of left)
      if (!present.some(({ name }) => name === one.name)) steps.push(purgeStep(purgeable, one, group));
  }
  if (isThere)
    steps.push({
      about: `delete the resource group ${group} with all that is left in it`,
      kind: "delete",
      args: ["group", "delete", "--name", group, "--yes"],
    });
  return { group, steps };
}

function endOf(purgeable: Purgeable, one: Named, group: string): readonly CleanUpStep[] {
  return [
    {
      about: `delete the ${purgeable.about} ${one.name}`,
      kind: "delete",
      args: purgeable.delete(one.name, group),
    },
    purgeStep(purgeable, one, group),
  ];
}

const purgeStep = (purgeable: Purgeable, one: Named, group: string): CleanUpStep => ({
  about: `purge the ${purgeable.about} ${one.name}, so that its name is free`,
  kind: "purge",
  args: purgeable.purge(one, group),
});

/** Deleted resources of this group that still hold their names. */
async function leftBehind(run: RunAz, { listDeleted }: Purgeable, group: string): Promise<readonly Named[]> {
  const all = read(deletedOnes, await run(listDeleted));
  const inGroup = `/resourcegroups/${group.toLowerCase()}/`;
  return all
    .filter((one) =>
      `${one.serviceId ?? one.properties?.serviceId ?? one.properties?.vaultId ?? one.id}/`
        .toLowerCase()
        .includes(inGroup),
    )
    .map(({ name, location, properties }) => ({ name, location: location ?? properties?.location ?? "" }));
}

/** Runs a plan step by step; one that fails does not stop the others. */
export async function runCleanUp(
  run: RunAz,
  { steps }: CleanUpPlan,
  { dryRun = true, onStep }: CleanUpOptions = {},
): Promise<readonly CleanUpResult[]> {
  const results: CleanUpResult[] = [];
  for (const step of steps) {
    const result = dryRun ? ({ step, state: "planned" } as const) : await runStep(run, step);
    results.push(result);
    onStep?.(result);
  }
  return results;
}

async function runStep(run: RunAz, step: CleanUpStep): Promise<CleanUpResult> {
  try {
    await run(step.args);
    return { step, state: "done" };
  } catch (error) {
    const problem = explainError(error);
    return /not ?found|could not be found|does not exist/i.test(problem)
      ? { step, state: "gone", problem }
      : { step, state: "failed", problem };
  }
}

function read<T>(shape: z.ZodType<T>, content: unknown): T {
  const parsed = shape.safeParse(content ?? []);
  if (parsed.success) return parsed.data;
  throw new LabError("az answered with a list of another form than expected.", { code: "AZ_ANSWER" });
}
