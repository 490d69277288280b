import type { CheckResult } from "./check.ts";
import { chosenCloud } from "./cloud-services.ts";
import type { Machine } from "./machine.ts";
import { DEFAULT_MODEL_CHECK, ownServer } from "./model-checks.ts";

/** A lab of labs/labs.json, as far as its readiness goes. */
export interface LabToRun {
  readonly number: string;
  readonly title: string;
  /** What it needs beyond a workshop that is set up. */
  readonly needs: readonly string[];
  /** Whether it sends anything to a cloud, real or simulated. Default: it does. */
  readonly asksCloud?: boolean | undefined;
}

/** Where the answers of a machine come from; `none`: from nowhere, as what is named cannot be used. */
export interface AnswerSources {
  readonly cloud: "live" | "simulated" | "none";
  readonly local: "local" | "simulated" | "none";
}

/** Whether a lab runs now, and how. */
export interface LabReadiness extends AnswerSources {
  readonly number: string;
  readonly title: string;
  readonly runs: boolean;
  /** One line: how it runs, or why it does not. */
  readonly why: string;
  /** One line: what makes it run, or run on the real thing. */
  readonly mend?: string;
}

type Results = readonly CheckResult[];

/** Where cloud and local answers come from, by what the checks found. */
export function answerSources(machine: Machine, results: Results): AnswerSources {
  const cloudCheck = chosenCloud(machine);
  const localCheck = ownServer(machine) === undefined ? undefined : "LOCAL_SERVER";
  const works = (id: string) => stateOf(results, id) === "ok";
  return {
    cloud: cloudCheck === undefined ? "simulated" : works(cloudCheck) ? "live" : "none",
    local: localCheck
      ? works(localCheck)
        ? "local"
        : "none"
      : works(DEFAULT_MODEL_CHECK)
        ? "local"
        : "simulated",
  };
}

/** Which labs run now and how, by what the checks found. */
export function whichLabsRun(labs: readonly LabToRun[], machine: Machine, results: Results): LabReadiness[] {
  const sources = answerSources(machine, results);
  const blocker = findBlocker(results, sources);
  const cloudBlocker = findCloudBlocker(machine, results, sources);
  return labs.map((lab) => ({
    number: lab.number,
    title: lab.title,
    ...sources,
    ...judge(lab, results, sources, blocker ?? (asksCloud(lab) ? cloudBlocker : undefined)),
  }));
}

const asksCloud = (lab: LabToRun) => lab.asksCloud ?? true;

type Verdict = Pick<LabReadiness, "runs" | "why"> & { mend?: string };

function judge(
  lab: LabToRun,
  results: Results,
  sources: AnswerSources,
  blocker: CheckResult | undefined,
): Verdict {
  if (blocker) return verdict(false, `${blocker.id}: ${blocker.found}`, blocker.mend);
  const { needs } = lab;
  const unheardOf = needs.find((need) => !(need in NEEDS));
  if (unheardOf !== undefined) return verdict(false, `it needs ${unheardOf}, which is not checked here`);
  const unmet = needs.map((need) => NEEDS[need]?.(results, sources)).find((found) => found !== undefined);
  const how = `${asksCloud(lab) ? CLOUD_TEXTS[sources.cloud] : "asks no cloud"}, ${LOCAL_TEXTS[sources.local]}`;
  return verdict(true, how, unmet);
}

const verdict = (runs: boolean, why: string, mend?: string): Verdict => ({
  runs,
  why,
  ...(mend !== undefined && { mend }),
});

const CLOUD_TEXTS = { live: "cloud live", simulated: "cloud simulated", none: "no cloud" } as const;
const LOCAL_TEXTS = {
  local: "local model real",
  simulated: "local model simulated",
  none: "no local model",
} as const;

/** What labs.json may list under `needs`: the line that mends it when it is not met. Such a lab runs all the same. */
const NEEDS: Readonly<Record<string, (results: Results, sources: AnswerSources) => string | undefined>> = {
  "local-model": (results, { local }) =>
    local === "simulated" ? (results.find(({ id }) => id === DEFAULT_MODEL_CHECK)?.mend ?? "") : undefined,
};

/** What keeps every lab from running: opening one looks for the local model's server. */
function findBlocker(results: Results, { local }: AnswerSources): CheckResult | undefined {
  return (
    results.find(({ state }) => state === "missing") ??
    (local === "none" ? named(results, "LOCAL_SERVER") : undefined)
  );
}

/** What keeps the labs from running that ask a cloud. */
function findCloudBlocker(machine: Machine, results: Results, { cloud }: AnswerSources) {
  return cloud === "none" ? named(results, chosenCloud(machine)) : undefined;
}

const named = (results: Results, id: string | undefined) => results.find((result) => result.id === id);

const stateOf = (results: Results, id: string) => named(results, id)?.state;
