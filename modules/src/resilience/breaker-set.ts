import { type Breaker, type BreakerOptions, createBreaker } from "./breaker.ts";
import type { BreakerState } from "./breaker-state.ts";

/** One breaker for each deployment, made when it is first asked for. */
export interface BreakerSet {
  of(deployment: string): Breaker;
  /** The state of each, by deployment. */
  states(): Readonly<Record<string, BreakerState>>;
  /** Forgets a deployment that is no longer served. */
  remove(deployment: string): void;
}

/** `options` may differ for each deployment. */
export function createBreakerSet(
  options: BreakerOptions | ((deployment: string) => BreakerOptions),
): BreakerSet {
  const breakers = new Map<string, Breaker>();
  const optionsOf = typeof options === "function" ? options : () => options;
  return {
    of(deployment) {
      const known = breakers.get(deployment);
      if (known) return known;
      const breaker = createBreaker(deployment, optionsOf(deployment));
      breakers.set(deployment, breaker);
      return breaker;
    },
    states: () => Object.fromEntries([...breakers].map(([name, breaker]) => [name, breaker.state()])),
    remove: (deployment) => void breakers.delete(deployment),
  };
}
