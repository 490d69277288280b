import { explainError, isLabError } from "../core/errors.ts";
import { type AskTools, askLevel, type OpenRoute } from "./ask-level.ts";
import type { StreamReply } from "./begin-reply.ts";
import { sentTokens, type TokenCounts } from "./billed-tokens.ts";
import { type ChooseTools, chooseLevel } from "./choose-level.ts";
import type { Deadline } from "./deadline.ts";
import { askedToWaitMs, CIRCUIT_OPEN, FAILURE_RULES, failureKind } from "./failure-kind.ts";
import type { FallbackPlan } from "./fallback-plan.ts";
import { type HedgeEvent, hedgeFirst } from "./hedge-first.ts";
import { type LevelResult, nobodyAnswered } from "./nobody-answered.ts";
import type { PlacedLevel, PlanSkip, SkippedEvent } from "./plan-event.ts";

export interface BeginRouteOptions<Reply> extends AskTools, ChooseTools, TokenCounts {
  readonly plan: FallbackPlan;
  readonly deadline: Deadline;
  /** Asks a deployment, to go on from `soFar` when that is not empty. */
  readonly open: (level: PlacedLevel, how: OpenHow) => Promise<Reply>;
  readonly onSkip: (event: SkippedEvent) => void;
  readonly onHedge: ((event: HedgeEvent) => void) | undefined;
}

export interface OpenHow {
  readonly signal: AbortSignal;
  readonly soFar: string;
}

/** The walk through a plan. Levels that failed or have answered are not asked again. */
export interface RouteBeginner<Reply> {
  /**
   * The first deployment that says a word, to go on from `soFar` when that is not empty.
   * @throws ProviderError NO_ANSWER naming every level and why; the refusal itself of a request that nobody should answer;
   * the signal's reason when it is aborted.
   */
  begin(soFar: string): Promise<OpenRoute<Reply>>;
  /** Whether a level is left that takes up what another has begun. */
  canContinue(): boolean;
}

export function createRouteBeginner<Reply extends StreamReply>(
  options: BeginRouteOptions<Reply>,
): RouteBeginner<Reply> {
  const { plan, deadline, clock, open, onSkip, onHedge } = options;
  const { signal } = deadline;
  const levels = placedLevels(plan);
  const spent: PlacedLevel[] = [];
  /** By place in the plan. */
  const results: (LevelResult | undefined)[] = [];
  let tried = 0;
  let refusal: { readonly error: unknown } | undefined;
  let tooSmall: { readonly contextTokens: number } | undefined;

  function passOver(level: PlacedLevel, skip: PlanSkip): Passed {
    const { deployment, place } = level;
    results[place] = { kind: "skipped", deployment, skip };
    onSkip({ type: "skipped", at: clock.now(), deployment, level: place, skip });
    return new Passed();
  }

  function note(level: PlacedLevel, error: unknown): void {
    spent.push(level);
    const message = isLabError(error) ? error.message : explainError(error);
    results[level.place] = { kind: "failed", deployment: level.deployment, error, message };
    const { next } = FAILURE_RULES[failureKind(error)];
    if (next === "none" || (next === "larger" && tooSmall)) refusal ??= { error };
    else if (next === "larger") tooSmall = { contextTokens: level.contextTokens ?? Number.POSITIVE_INFINITY };
  }

  async function ask(level: PlacedLevel, soFar: string, given: AbortSignal): Promise<OpenRoute<Reply>> {
    if (refusal) throw refusal.error;
    if (tried >= plan.maxTried) throw passOver(level, { kind: "enough-tried" });
    if (tooSmall && (level.contextTokens ?? 0) <= tooSmall.contextTokens)
      throw passOver(level, { kind: "too-small" });
    const choice = chooseLevel(level, options);
    if (choice.kind === "skip") throw passOver(level, choice.skip);
    tried++;
    const asked = {
      level,
      slot: choice.slot,
      signal: given,
      deadline,
      open: (own: AbortSignal) => open(level, { signal: own, soFar }),
      sentTokens: () => sentTokens(soFar, options),
    };
    try {
      return await askLevel(asked, options);
    } catch (error) {
      if (given.aborted) tried--;
      else if (isShutOut(error)) {
        // Its breaker opened while it waited to be asked again: others failed, and it may still be the one that answers.
        tried--;
        throw passOver(level, { kind: "circuit-open", retryInMs: askedToWaitMs(error) ?? 0 });
      } else note(level, error);
      throw error;
    }
  }

  const levelsLeft = (soFar: string) =>
    levels.filter((level) => !spent.includes(level) && (soFar === "" || level.continues));

  /** Milliseconds until a breaker lets somebody be asked; undefined when none does in a time that is worth it. */
  function worthWaitingMs(soFar: string, leftMs: number): number | undefined {
    if (signal.aborted || refusal || tried >= plan.maxTried) return undefined;
    const waitsMs = levelsLeft(soFar).flatMap((level) => {
      const result = results[level.place];
      const isOpen = result?.kind === "skipped" && result.skip.kind === "circuit-open";
      return isOpen ? [Math.max(TRIAL_MS, result.skip.retryInMs)] : [];
    });
    const soonestMs = Math.min(...waitsMs);
    return soonestMs <= Math.min(leftMs, deadline.remainingMs()) ? soonestMs : undefined;
  }

  /** With nobody else to ask, a deployment that is soon let be asked again is worth a wait. */
  async function beginOrWait(soFar: string): Promise<OpenRoute<Reply>> {
    const givesUpAt = clock.elapsed() + LONGEST_WAIT_MS;
    for (;;) {
      try {
        return await begin(soFar);
      } catch (error) {
        const waitMs = worthWaitingMs(soFar, givesUpAt - clock.elapsed());
        if (waitMs === undefined) throw error;
        await clock.sleep(waitMs, signal);
      }
    }
  }

  async function begin(soFar: string): Promise<OpenRoute<Reply>> {
    const starts = levelsLeft(soFar).map((level) => (given: AbortSignal) => ask(level, soFar, given));
    if (starts.length === 0) throw new Passed();
    const hedge = { clock, afterMs: plan.hedgeAfterMs ?? Number.POSITIVE_INFINITY, signal, onEvent: onHedge };
    const route = await hedgeFirst(starts, { ...hedge, discard: giveUp });
    spent.push(route.level);
    return route;
  }

  return {
    canContinue: () => levelsLeft(" ").length > 0,
    async begin(soFar) {
      try {
        return await beginOrWait(soFar);
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        if (refusal) throw refusal.error;
        const told = results.filter((result) => result !== undefined);
        const ours =
          error instanceof Passed || told.some((result) => "error" in result && result.error === error);
        throw ours ? nobodyAnswered(told) : error;
      }
    },
  };
}

const placed = new WeakMap<FallbackPlan, readonly PlacedLevel[]>();

/** A plan's levels with their places; a plan is asked again and again. */
function placedLevels(plan: FallbackPlan): readonly PlacedLevel[] {
  const known = placed.get(plan);
  if (known) return known;
  const levels = plan.levels.map((level, place) => ({ ...level, place }));
  placed.set(plan, levels);
  return levels;
}

const isShutOut = (error: unknown) => isLabError(error) && error.code === CIRCUIT_OPEN;

/** Milliseconds that a request waits at most until a breaker lets it through. */
const LONGEST_WAIT_MS = 2000;
/** Milliseconds until a trial that is under way has probably ended. */
const TRIAL_MS = 25;

/** Ends a start of a level that was not even asked. */
class Passed extends Error {}

function giveUp<Reply>(route: OpenRoute<Reply>): void {
  route.begun.close();
  route.settle({ kind: "cancelled", unused: true });
}
