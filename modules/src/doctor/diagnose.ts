import { type Clock, explainError, systemClock } from "../core/index.ts";
import { type Check, type CheckResult, type Finding, unknown } from "./check.ts";
import { cloudChecks } from "./cloud-checks.ts";
import { answerSources, type LabReadiness, type LabToRun, whichLabsRun } from "./labs.ts";
import type { Machine } from "./machine.ts";
import { machineChecks } from "./machine-checks.ts";
import { modelChecks } from "./model-checks.ts";
import { portChecks } from "./port-checks.ts";
import type { Readiness } from "./readiness.ts";
import { encodeReadiness } from "./readiness-code.ts";
import { readinessOf } from "./readiness-of.ts";
import { workshopChecks } from "./workshop-checks.ts";

/** What was found on a machine. */
export interface DoctorReport {
  /** The workshop runs: nothing is missing, and the cloud and the model server that are named can be used. */
  readonly ready: boolean;
  readonly results: readonly CheckResult[];
  readonly labs: readonly LabReadiness[];
  readonly readiness: Readiness;
  /** The readiness as a code. */
  readonly code: string;
}

export interface DiagnoseOptions {
  readonly machine: Machine;
  readonly labs: readonly LabToRun[];
  /** A check that takes longer is given up as unknown. Default: 2500. */
  readonly limitMs?: number;
  readonly clock?: Clock;
}

/** Every check that this machine is looked at with. Those that a check needs come before it. */
export function checksOf(machine: Machine): readonly Check[] {
  return [
    ...machineChecks,
    ...workshopChecks,
    ...portChecks,
    ...modelChecks(machine),
    ...cloudChecks(machine),
  ];
}

/** Makes all checks at once, and says which labs run. A check that fails or takes too long is unknown, with its reason. */
export async function diagnose(options: DiagnoseOptions): Promise<DoctorReport> {
  const { machine } = options;
  const results = await runChecks(checksOf(machine), options);
  const sources = answerSources(machine, results);
  const labs = whichLabsRun(options.labs, machine, results);
  const readiness = readinessOf({ machine, results, sources, labs });
  const missing = results.some(({ state }) => state === "missing");
  return {
    ready: !missing && sources.cloud !== "none" && sources.local !== "none",
    results,
    labs,
    readiness,
    code: encodeReadiness(readiness),
  };
}

async function runChecks(checks: readonly Check[], options: DiagnoseOptions): Promise<CheckResult[]> {
  const running = new Map<string, Promise<CheckResult>>();
  for (const check of checks) {
    const needed = (check.needs ?? []).map((id) => running.get(id));
    running.set(check.id, runCheck(check, needed, options));
  }
  return await Promise.all(running.values());
}

async function runCheck(
  check: Check,
  needed: readonly (Promise<CheckResult> | undefined)[],
  options: DiagnoseOptions,
): Promise<CheckResult> {
  const { id, title, group } = check;
  const results = await Promise.all(needed);
  const lacking = results.find((result) => result && UNUSABLE.has(result.state));
  const finding = lacking
    ? unknown(`not looked at: ${lacking.id} has to be mended first`)
    : await withinLimit(check, options);
  return { id, title, group, ...finding };
}

const UNUSABLE: ReadonlySet<string> = new Set(["missing", "unknown"]);

async function withinLimit(check: Check, options: DiagnoseOptions): Promise<Finding> {
  const { machine, limitMs = 2_500, clock = systemClock } = options;
  const over = new AbortController();
  const late = clock
    .sleep(limitMs, over.signal)
    .then(() => unknown(`not found out within ${limitMs / 1000} s`));
  // Ended early, it rejects with nobody left to listen.
  late.catch(() => {});
  try {
    return await Promise.race([check.run(machine), late]);
  } catch (error) {
    return unknown(`could not be found out: ${explainError(error)}`);
  } finally {
    over.abort();
  }
}
