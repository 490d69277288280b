import type { Random } from "../../core/random.ts";
import type { PoolMember } from "./backend-definition.ts";

/** The members of one priority that are sent to, and whose turn it is. */
export interface PoolGroup {
  readonly priority: number | undefined;
  readonly members: readonly string[];
  /** Whose turn it is among those that `isAvailable`; undefined when none is. Takes the turn. */
  next(isAvailable: (name: string) => boolean): string | undefined;
}

/** The groups of a pool in the order in which they are asked. Members of weight 0 are in none of them. */
export function createPoolSchedule(members: readonly PoolMember[], random: Random): readonly PoolGroup[] {
  const sent = members.filter(({ weight }) => weight !== 0);
  const priorities = [...new Set(sent.map(({ priority }) => priority))].sort(
    (left, right) => (left ?? Number.POSITIVE_INFINITY) - (right ?? Number.POSITIVE_INFINITY),
  );
  return priorities.map((priority) =>
    createGroup(
      priority,
      sent.filter((member) => member.priority === priority),
      random,
    ),
  );
}

/**
 * Smooth weighted round robin: each turn every available member gains its weight, the richest is chosen and pays
 * the sum. Over one period each comes exactly as often as its weight says, and as evenly spaced as can be.
 */
function createGroup(
  priority: number | undefined,
  members: readonly PoolMember[],
  random: Random,
): PoolGroup {
  const turns = members.map(({ name, weight }) => ({ name, weight: weight ?? 1, credit: 0 }));
  let isStarted = false;

  const take = (available: typeof turns): string | undefined => {
    let chosen: (typeof turns)[number] | undefined;
    let sum = 0;
    for (const turn of available) {
      turn.credit += turn.weight;
      sum += turn.weight;
      if (chosen === undefined || turn.credit > chosen.credit) chosen = turn;
    }
    if (chosen) chosen.credit -= sum;
    return chosen?.name;
  };

  // The first of a list would otherwise get the first request of every gateway.
  const start = () => {
    isStarted = true;
    const period = turns.reduce((sum, { weight }) => sum + weight, 0);
    for (let skipped = Math.floor(random() * period); skipped > 0; skipped--) take(turns);
  };

  return {
    priority,
    members: turns.map(({ name }) => name),
    next: (isAvailable) => {
      if (!isStarted) start();
      return take(turns.filter(({ name }) => isAvailable(name)));
    },
  };
}
