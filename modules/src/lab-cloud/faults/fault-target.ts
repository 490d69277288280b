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
      targets.map(({ name }) => name),
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

const isNoneOf = (field: string, given: string, known: readonly string[]) =>
  `${field}: "${given.slice(0, 60)}" is none of ${unique(known)}`;

const placeOf = ({ region, resource }: FaultTarget) => (region ? `${region} (${resource})` : resource);

const unique = (names: readonly string[]) => [...new Set(names)].filter(Boolean).join(", ");
