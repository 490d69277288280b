import { addTokens, billedTokens, NO_TOKENS, type TokenCounts } from "./billed-tokens.ts";
import type { Telling } from "./relay-route.ts";
import type { RouteEnd, RouteEndReason } from "./route-part.ts";

/** Books what the routes of one answer cost, and what of it was for nothing. */
export interface RouteAccount {
  close(told: Telling, reason: RouteEndReason): Pick<RouteEnd, "billed" | "wasted">;
}

export function createRouteAccount(counts: TokenCounts): RouteAccount {
  // What the answer still stands on. When it is begun anew, that is wasted too.
  let standing = NO_TOKENS;
  return {
    close(told, reason) {
      const trimmed = told.trim?.trimmed ?? "";
      const billed = billedTokens(
        told.usage,
        { soFar: told.soFar, said: trimmed + told.text + told.toolCalls },
        counts,
      );
      if (reason === "restarted") {
        const wasted = addTokens(standing, billed);
        standing = NO_TOKENS;
        return { billed, wasted };
      }
      const repeated = trimmed === "" ? 0 : Math.min(billed.completionTokens, counts.countTokens(trimmed));
      const wasted =
        told.soFar === ""
          ? NO_TOKENS
          : {
              promptTokens: billed.promptTokens,
              completionTokens: repeated,
              estimated: billed.estimated || repeated > 0,
            };
      standing = addTokens(standing, {
        promptTokens: billed.promptTokens - wasted.promptTokens,
        completionTokens: billed.completionTokens - wasted.completionTokens,
        estimated: billed.estimated,
      });
      return { billed, wasted };
    },
  };
}
