import type { LabArm } from "./lab-arm.ts";
import type { ParsedArguments, ShimOption } from "./parse-arguments.ts";

export interface ShimCall {
  readonly args: ParsedArguments;
  readonly arm: LabArm;
  /** `/subscriptions/…` of the lab cloud. */
  subscriptionPath(): Promise<string>;
  /** Folder that paths are relative to. */
  readonly cwd: string;
}

/** One command of the labs' `az`. */
export interface ShimCommand {
  /** `group create` */
  readonly words: string;
  readonly options: Readonly<Record<string, ShimOption>>;
  /** What it prints; undefined = nothing. */
  run(call: ShimCall): Promise<unknown>;
}

export const NAME = { flags: ["--name", "-n"], required: true } as const;
export const GROUP = { flags: ["--resource-group", "-g"], required: true } as const;
export const OPTIONAL_GROUP = { flags: ["--resource-group", "-g"] } as const;
export const LOCATION = { flags: ["--location", "-l"], required: true } as const;
export const YES = { flags: ["--yes", "-y"], bare: true } as const;
export const NO_WAIT = { flags: ["--no-wait"], bare: true } as const;

/** The entries of a list as Resource Manager sends it. */
export function valuesOf(content: unknown): readonly Record<string, unknown>[] {
  const value: unknown = Reflect.get(Object(content), "value");
  return Array.isArray(value) ? value.map((one: unknown) => ({ ...Object(one), ...groupField(one) })) : [];
}

/** `az` adds the resource group's name to what it shows. */
export function shown(content: unknown): Record<string, unknown> {
  return { ...Object(content), ...groupField(content) };
}

function groupField(content: unknown): Record<string, unknown> {
  const id: unknown = Reflect.get(Object(content), "id");
  const group = typeof id === "string" ? /\/resourceGroups\/([^/]+)\//i.exec(id)?.[1] : undefined;
  return group === undefined ? {} : { resourceGroup: group };
}
