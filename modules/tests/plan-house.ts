import { ProviderError } from "../src/core/errors.ts";
import { createDrivenClock, createRandom, type DrivenClock } from "../src/core/index.ts";
import {
  createDeadline,
  createFallbackPlan,
  createResilience,
  type PlanCall,
  type PlanLevel,
  type PlanOptions,
  type PlanPart,
  type ResilienceEvent,
  type ResilienceOptions,
  type RouteEnd,
  type StreamReply,
} from "../src/resilience/index.ts";
import { charged, type Line, say, scriptedReply, stop } from "./scripted-reply.ts";

/** What a provider refuses with. */
export const refusal = (status: number, options: { code?: string; retryAfterMs?: number } = {}) =>
  new ProviderError(`It answered ${status}.`, {
    code: `HTTP_${status}`,
    status,
    retryable: status >= 500 || status === 429,
    ...options,
  });

/** What each deployment does, call by call; the last goes on for ever. */
export type Script = Readonly<Record<string, readonly (readonly Line[] | Error)[]>>;

interface Asked {
  readonly deployment: string;
  readonly soFar: string;
}

/** A house of deployments that follow their scripts, on a driven clock. */
export function planHouse(script: Script, options: Partial<ResilienceOptions> = {}) {
  const clock: DrivenClock = createDrivenClock();
  const events: ResilienceEvent[] = [];
  const asked: Asked[] = [];
  const calls = new Map<string, number>();
  const resilience = createResilience({
    clock,
    random: createRandom(1),
    onEvent: (event) => events.push(event),
    ...options,
  });
  const call = (overrides: Partial<PlanCall<StreamReply>> = {}): PlanCall<StreamReply> => ({
    deadline: createDeadline(clock, 60_000, undefined),
    promptTokens: () => 10,
    countTokens: (text) => text.length,
    async open({ deployment }, { soFar }) {
      const turn = calls.get(deployment) ?? 0;
      calls.set(deployment, turn + 1);
      asked.push({ deployment, soFar });
      const lines = script[deployment]?.[turn] ?? script[deployment]?.at(-1) ?? [];
      if (lines instanceof Error) throw lines;
      return scriptedReply(clock, lines);
    },
    ...overrides,
  });
  const levelsOf = (more: Partial<PlanLevel>): readonly PlanLevel[] =>
    Object.keys(script).map((deployment) => ({ deployment, tier: "azure", ...more }));
  const run = (planOptions: PlanOptions = {}, overrides: Partial<PlanCall<StreamReply>> = {}, more = {}) =>
    clock.until(collect(resilience.run(createFallbackPlan(levelsOf(more), planOptions), call(overrides))));
  const told = () => asked.map(({ deployment }) => deployment).join(" ");
  return { clock, resilience, events, asked, told, call, run, levelsOf };
}

export async function collect<Reply>(
  parts: AsyncIterable<PlanPart<Reply>>,
): Promise<readonly PlanPart<Reply>[]> {
  const heard: PlanPart<Reply>[] = [];
  for await (const part of parts) heard.push(part);
  return heard;
}

export const routeEnds = (parts: readonly PlanPart<unknown>[]) =>
  parts.filter((part): part is RouteEnd => part.type === "route-end");

/** The text that a reader is left with. */
export function textOf(parts: readonly PlanPart<unknown>[]): string {
  let text = "";
  for (const part of parts) {
    if (part.type === "text") text += part.text;
    if (part.type === "route-end" && part.reason === "restarted") text = "";
  }
  return text;
}

export const skips = (events: readonly ResilienceEvent[]) =>
  events.flatMap((event) => (event.type === "skipped" ? [`${event.deployment} ${event.skip.kind}`] : []));
export const attempts = (events: readonly ResilienceEvent[]) =>
  events.flatMap((event) =>
    event.type === "attempt"
      ? [`${event.deployment} ${event.attempt} ${event.outcome} ${event.failure ?? ""}`.trim()]
      : [],
  );

/** Prompts that were paid for without a word. */
export const wasted = (events: readonly ResilienceEvent[]) =>
  events.flatMap((event) =>
    event.type === "attempt" && event.wasted ? [`${event.deployment} ${event.wasted.promptTokens}`] : [],
  );

export const ANSWER = [say("Par"), say("is"), charged(10, 2), stop];
