import { setImmediate } from "node:timers/promises";
import type { Clock } from "../core/clock.ts";
import type { Random } from "../core/random.ts";
import { createShadow } from "../experiments/create-shadow.ts";
import type { ShadowStats } from "../experiments/shadow.ts";
import { askShadow } from "./ask-shadow.ts";
import { needsOf } from "./chat-needs.ts";
import type { ChatAnswer } from "./chat-part.ts";
import type { OpenedChat } from "./guard-chat.ts";
import type { House } from "./house.ts";
import type { Run } from "./run.ts";
import type { ServingDeployment } from "./serving.ts";
import { isWhole } from "./transcript.ts";

/** A second model, and the share of answers after which it is asked the same. */
export interface ShadowConfig {
  readonly model: string;
  /** 0 to 1. */
  readonly share: number;
}

export interface ShadowReport extends ShadowConfig, ShadowStats {
  /** Why the last one that failed did, in one line; null when none has. */
  readonly lastFailure: string | null;
}

/** Asks a second model what was answered already; no caller sees it or waits for it. */
export interface ShadowAnswers {
  /** Offers an answer that is out. Never throws and does not wait. */
  offer(answer: ChatAnswer, run: Run): void;
  report(): ShadowReport;
  /** Resolves when none is running. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export interface ShadowAnswersOptions extends ShadowConfig {
  readonly house: () => House;
  readonly clock: Clock;
  readonly random: Random;
}

interface Shadowed {
  readonly chat: OpenedChat;
  readonly deployment: ServingDeployment;
}

export function createShadowAnswers({
  model,
  share,
  house,
  clock,
  random,
}: ShadowAnswersOptions): ShadowAnswers {
  let lastFailure: string | null = null;
  const shadow = createShadow<Shadowed>({
    async ask({ chat, deployment }, signal) {
      // The answer goes out first.
      await setImmediate();
      return askShadow(chat, deployment, { signal, house: house() });
    },
    share,
    clock,
    random,
    onEvent(event) {
      if (event.type === "shadow-failed") lastFailure = event.error;
    },
  });
  return {
    offer(answer, run) {
      const { chat } = run;
      const deployment = chat && whoMay(answer, chat, run, model);
      if (!chat || !deployment) return;
      const { text, costUsd, timing, model: answered } = answer;
      const latencyMs = timing.steps.find(({ step }) => step === "call")?.ms ?? timing.totalMs;
      shadow.offer(answer.requestId, { chat, deployment }, { model: answered, text, latencyMs, costUsd });
    },
    report: () => ({ model, share, ...shadow.stats(), lastFailure }),
    idle: shadow.idle,
    close: shadow.close,
  };
}

/**
 * The place of the second model that may be asked: one that can take the request and is well. What was answered on this machine does
 * not leave it, whom the caller excludes is not asked, and an answer without words, from the cache, or of the same model has nothing to be held against.
 */
function whoMay(
  { model: answered, deployment: name, toolCalls }: ChatAnswer,
  chat: OpenedChat,
  { house, told, cache }: Run,
  model: string,
): ServingDeployment | undefined {
  if (cache.endsWith("hit") || !isWhole(told) || toolCalls) return undefined;
  const { planner, registry, resilience, serving } = house;
  const named = planner.ofModel(model);
  if (!named) return undefined;
  const plan = planner.changed(named, { exclude: chat.request.hints?.exclude });
  const staysHere = serving.deployment(name)?.tier === "local";
  return planner
    .fit(plan, needsOf(chat))
    .deployments.find(
      (one) =>
        plan.meant.has(one.name) &&
        one.model !== answered &&
        (one.tier === "local" || !staysHere) &&
        registry.find(one.name)?.isAvailable !== false &&
        resilience.breakers.of(one.name).state().kind === "closed",
    );
}
