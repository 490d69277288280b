import type { Machine } from "./machine.ts";

/**
 * `ok`: found and fit for use. `optional`: not here, and no lab needs it. `problem`: something is wrong with it, and labs
 * run otherwise. `missing`: no lab runs as it should without it. `unknown`: could not be found out.
 */
export type CheckState = "ok" | "optional" | "problem" | "missing" | "unknown";

export type CheckGroup = "machine" | "workshop" | "ports" | "models" | "cloud";

/** What a check found out. */
export interface Finding {
  readonly state: CheckState;
  /** One line: what is there. */
  readonly found: string;
  /** One line: what to do about it. */
  readonly mend?: string;
}

/** One thing that is looked at. */
export interface Check {
  /** Stable, upper-case: docs, sheets and programs go by it. */
  readonly id: string;
  readonly title: string;
  readonly group: CheckGroup;
  /** Ids of the checks that must be ok before this one can be made. */
  readonly needs?: readonly string[];
  run(machine: Machine): Finding | Promise<Finding>;
}

/** A check and what it found. */
export interface CheckResult extends Finding {
  readonly id: string;
  readonly title: string;
  readonly group: CheckGroup;
}

export const ok = (found: string): Finding => ({ state: "ok", found });
export const optional = (found: string, mend?: string): Finding => finding("optional", found, mend);
export const problem = (found: string, mend?: string): Finding => finding("problem", found, mend);
export const missing = (found: string, mend?: string): Finding => finding("missing", found, mend);
export const unknown = (found: string, mend?: string): Finding => finding("unknown", found, mend);

const finding = (state: CheckState, found: string, mend: string | undefined): Finding =>
  mend === undefined ? { state, found } : { state, found, mend };
