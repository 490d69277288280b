import type { Usage } from "../chat/stream-part.ts";
import type { BilledTokens } from "./route-part.ts";

/** Counts what a provider did not tell. */
export interface TokenCounts {
  /** Tokens of the prompt that is asked first. */
  readonly promptTokens: () => number;
  readonly countTokens: (text: string) => number;
}

/** What a route has been sent and has said. */
export interface RouteTexts {
  /** Text of an earlier route that was sent along to go on from. */
  readonly soFar: string;
  readonly said: string;
}

export const NO_TOKENS: BilledTokens = { promptTokens: 0, completionTokens: 0, estimated: false };

/** Tokens that are sent to a deployment: the prompt, and what another has said before it. */
export const sentTokens = (soFar: string, { promptTokens, countTokens }: TokenCounts): number =>
  promptTokens() + (soFar === "" ? 0 : countTokens(soFar));

/** What a route is charged with: as told, or counted when nothing was told or what was told cannot be. */
export function billedTokens(
  told: Usage | undefined,
  { soFar, said }: RouteTexts,
  counts: TokenCounts,
): BilledTokens {
  if (told && isCount(told.promptTokens) && isCount(told.completionTokens)) {
    const { promptTokens: prompt, completionTokens } = told;
    return { promptTokens: prompt, completionTokens, estimated: false };
  }
  return {
    promptTokens: sentTokens(soFar, counts),
    completionTokens: counts.countTokens(said),
    estimated: true,
  };
}

/** Both together. */
export function addTokens(one: BilledTokens, other: BilledTokens): BilledTokens {
  return {
    promptTokens: one.promptTokens + other.promptTokens,
    completionTokens: one.completionTokens + other.completionTokens,
    estimated: one.estimated || other.estimated,
  };
}

/** More tokens than any model takes or gives. */
const IMPOSSIBLE = 100_000_000;

const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0 && value < IMPOSSIBLE;
