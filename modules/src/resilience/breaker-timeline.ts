import type { BreakerEvent, BreakerState } from "./breaker-state.ts";

/** A stretch of time in which a breaker was in one state. */
export interface BreakerSpan {
  readonly deployment: string;
  readonly state: BreakerState["kind"];
  /** Milliseconds since `fromMs` of the timeline. */
  readonly startMs: number;
  readonly endMs: number;
  /** Why it opened, in a few words; empty for the other states. */
  readonly because: string;
}

export interface TimelineOptions {
  /** Where it begins, as `Clock.now()` told it then. */
  readonly fromMs: number;
  /** Where it ends, as `Clock.now()` tells it now. */
  readonly untilMs: number;
  /** Deployments to show; one of which nothing is told was closed all the time. Default: those with events. */
  readonly deployments?: readonly string[];
}

/** The states of breakers over time, from what they told: each deployment's stretches in turn, without gap, to draw or to count. */
export function breakerTimeline(
  events: readonly { readonly type: string }[],
  { fromMs, untilMs, deployments }: TimelineOptions,
): readonly BreakerSpan[] {
  const told = events.filter(isBreakerEvent).filter(({ at }) => at <= untilMs);
  const names = deployments ?? [...new Set(told.map(({ deployment }) => deployment))];
  return names.flatMap((deployment) => {
    const changes = told.filter((event) => event.deployment === deployment);
    const ends = [...changes.map(({ at }) => at), untilMs].map((at) => Math.max(0, at - fromMs));
    const states: readonly BreakerState[] = [{ kind: "closed" }, ...changes.map(({ to }) => to)];
    return states
      .map((state, index) => ({
        deployment,
        state: state.kind,
        startMs: ends[index - 1] ?? 0,
        endMs: ends[index] ?? 0,
        because: state.kind === "open" ? state.because : "",
      }))
      .filter(({ startMs, endMs }) => endMs > startMs);
  });
}

const isBreakerEvent = (event: { readonly type: string }): event is BreakerEvent => event.type === "breaker";
