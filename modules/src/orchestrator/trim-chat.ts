import { loadTokenCounter } from "../cost/count-usage.ts";
import { type TrimStep, trimPrompt } from "../cost/trim-prompt.ts";
import { needsOf } from "./chat-needs.ts";
import { promptTokensOf } from "./count-tokens.ts";
import type { OpenedChat } from "./guard-chat.ts";
import type { House } from "./house.ts";
import type { OrchestratedChat } from "./orchestrated-chat.ts";
import { askedPlan } from "./plan-chat.ts";
import { contextOf } from "./profile-of.ts";
import type { RoutedChat } from "./route-chat.ts";
import type { ServingDeployment } from "./serving.ts";

/** What was taken from a prompt. Tokens are counted by the vocabulary o200k, whatever the model's own is. */
export interface TrimmedTokens {
  readonly tokensBefore: number;
  readonly tokens: number;
  readonly steps: readonly TrimStep[];
}

/** Of a room this part is filled: models count by other vocabularies than the one that prompts are counted with. */
const FILLED = 0.9;
const MOST_ROUNDS = 5;
/** A token is a byte at the least. */
const MOST_OF_LETTER = 3;

/**
 * The request with a prompt that fits, where the caller or the configuration wants it shortened: to what the roomiest of its plan
 * takes beside the answer, and only when none of them takes it whole; to so many tokens when the caller names a number. Pictures,
 * sound and results of tools are not taken apart: a prompt with any stays as it is.
 * @throws LimitError when what has to stay does not fit.
 */
export async function trimChat(chat: OpenedChat, routed: RoutedChat, house: House): Promise<OpenedChat> {
  const trim = chat.request.hints?.trim ?? house.trim;
  if (trim === false || chat.messages.some(({ wire }) => wire)) return chat;
  const most = Math.min(roomOf(chat, routed, house), trim === true ? Number.POSITIVE_INFINITY : trim);
  if (chat.messages.reduce((sum, { content }) => sum + MOST_OF_LETTER * (content.length + 2), 0) <= most)
    return chat;
  const count = await loadTokenCounter("o200k");
  const tokensBefore = promptTokensOf(chat.messages, count);
  if (tokensBefore <= most) return chat;
  const characters = chat.messages.reduce((sum, { content }) => sum + content.length, 1);
  // Counting whole texts again and again would hold up others: lengths are compared, and the result is counted.
  const countTokens = (text: string) => (text.length * tokensBefore) / characters;
  let maxTokens = most;
  for (let round = 1; ; round++) {
    const { messages, steps } = trimPrompt(chat.messages, { maxTokens, countTokens });
    const tokens = promptTokensOf(messages, count);
    if (tokens <= most || round === MOST_ROUNDS)
      return { ...chat, messages, trimmed: { tokensBefore, tokens, steps } };
    maxTokens = Math.floor(maxTokens * Math.min(FILLED, most / tokens));
  }
}

/** Whether a prompt may have to be looked at. */
export const mayTrim = ({ hints }: OrchestratedChat, { trim }: House): boolean =>
  (hints?.trim ?? trim) !== false;

/** Tokens that the roomiest of a plan has for a prompt; endless where one takes any, as far as is known. */
function roomOf(chat: OpenedChat, routed: RoutedChat, house: House): number {
  const { abilities } = needsOf(chat);
  const able = house.planner.fit(askedPlan(chat, routed, house), { abilities, promptTokens: 0 });
  if (able.deployments.length === 0) return Number.POSITIVE_INFINITY;
  return Math.max(...able.deployments.map((one) => promptRoomOf(one, chat, house)));
}

function promptRoomOf(deployment: ServingDeployment, { request, prompt }: OpenedChat, house: House): number {
  const context = contextOf(deployment, house.catalog) ?? Number.POSITIVE_INFINITY;
  const answer = Math.min(request.maxTokens ?? deployment.maxTokens, deployment.maxTokens);
  const told = prompt ?? deployment.systemPrompt ?? "";
  return Math.floor((context - answer - told.length) * FILLED);
}

/** What was taken from a prompt, as answers tell it. */
export const tellTrimmed = (trimmed: TrimmedTokens | undefined) =>
  trimmed && {
    trimmed: {
      tokens_before: trimmed.tokensBefore,
      tokens: trimmed.tokens,
      steps: trimmed.steps.map(sayStep),
    },
  };

function sayStep(step: TrimStep): string {
  switch (step.type) {
    case "tightened":
      return "blanks and empty lines are gone";
    case "left-out":
      return `of the oldest messages, ${step.messages} ${step.messages === 1 ? "is" : "are"} gone`;
    case "shortened":
      return "the middle of the longest message is gone";
  }
}
