import type { Fault } from "./fault-order.ts";

/** A deployment that faults may be ordered for. */
export interface FaultTarget {
  readonly name: string;
  /** `East US`; empty for OpenAI's own surface. */
  readonly region: string;
  /** Name of the Azure OpenAI resource it belongs to; `openai` for OpenAI's own surface. */
  readonly resource: string;
}

type Aim = Pick<Fault, "deployment" | "region" | "resource">;

/** Whether a fault is meant for this deployment too. */
export const isAimedAt = ({ deployment, region, resource }: Aim, target: FaultTarget): boolean =>
  (deployment === undefined || deployment === target.name) &&
  (resource === undefined || resource === target.resource) &&
  (region === undefined || plain(region) === plain(target.region));

/** `East US`, `eastus` and `EAST US` are one region. */
const plain = (region: string) => region.toLowerCase().replaceAll(" ", "");

/** One line on why an order is aimed at nothing. */
export function aimProblem(aim: Aim, targets: readonly FaultTarget[]): string | undefined {
  if (targets.some((target) => isAimedAt(aim, target))) return undefined;
  const { deployment, region, resource } = aim;
  if (deployment !== undefined && !targets.some((target) => isAimedAt({ deployment }, target))) {
    return isNoneOf(
      "deployment",
      deployment,
      targets
        .filter((target) => isAimedAt({ resource: known(resource, targets) }, target))
        .map(({ name }) => name),
    );
  }
  if (region !== undefined && !targets.some((target) => isAimedAt({ region }, target))) {
    return isNoneOf(
      "region",
      region,
      targets.map((target) => target.region),
    );
  }
  if (resource !== undefined && !targets.some((target) => isAimedAt({ resource }, target))) {
    return isNoneOf(
      "resource",
      resource,
      targets.map((target) => target.resource),
    );
  }
  if (deployment === undefined) return `region: ${resource} has nothing in ${region}`;
  const places = targets.filter(({ name }) => name === deployment);
  return `deployment: ${deployment} is in ${unique(places.map(placeOf))} only`;
}

/** A resource that is there; with one, only its own names are told. */
const known = (resource: string | undefined, targets: readonly FaultTarget[]) =>
  targets.some((target) => target.resource === resource) ? resource : undefined;

const isNoneOf = (field: string, given: string, known: readonly string[]) =>
  `${field}: "${given.slice(0, 60)}" is none of ${unique(known)}`;

const placeOf = ({ region, resource }: FaultTarget) => (region ? `${region} (${resource})` : resource);

/** One line has room for so many. */
const MOST_NAMES = 40;

function unique(names: readonly string[]): string {
  const all = [...new Set(names)].filter(Boolean);
  const rest = all.length > MOST_NAMES ? `, and ${all.length - MOST_NAMES} more` : "";
  return all.slice(0, MOST_NAMES).join(", ") + rest;
}
