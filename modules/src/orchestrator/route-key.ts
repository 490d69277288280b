import type { RouteDecision } from "../routers/router.ts";

/** From this score on the cloud's questions take this route. */
export interface ScoreBand {
  readonly route: string;
  /** 0 to 1. */
  readonly fromScore: number;
}

/**
 * The route that a decision asks for: the class that its router found (an intent, a task) when there is a route of that name;
 * else, for the cloud, the highest band that its score reaches; else its target.
 */
export function routeKey(
  { signals, target, score }: RouteDecision,
  bands: readonly ScoreBand[],
  isRoute: (name: string) => boolean,
): string {
  const found = signals.find(({ name, value }) => CLASSES.has(name) && isRoute(String(value)));
  if (found) return String(found.value);
  if (target === "local") return target;
  const reached = bands.filter(({ fromScore }) => score >= fromScore);
  return reached.reduce<ScoreBand | undefined>(higher, undefined)?.route ?? target;
}

const CLASSES: ReadonlySet<string> = new Set(["intent", "task"]);

const higher = (one: ScoreBand | undefined, other: ScoreBand): ScoreBand =>
  one && one.fromScore >= other.fromScore ? one : other;
