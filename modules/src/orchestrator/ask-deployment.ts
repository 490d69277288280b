import { system } from "../chat/message.ts";
import type { ChatRequest } from "../chat/request.ts";
import { continueRequest } from "../resilience/continue-request.ts";
import type { OpenedChat } from "./guard-chat.ts";
import type { ServingDeployment } from "./serving.ts";

/** The request as one deployment gets it: under its own name for the model, within its bounds, after the prompt of its template or its own. */
export function requestFor(
  { asked, messages, prompt }: OpenedChat,
  { served, maxTokens, temperature: ownTemperature, systemPrompt }: ServingDeployment,
): ChatRequest {
  const temperature = asked.temperature ?? ownTemperature;
  const told = prompt ?? systemPrompt;
  const prompted = told !== undefined && !messages.some(({ role }) => role === "system");
  return {
    ...asked,
    model: served,
    messages: prompted ? [system(told), ...messages] : messages,
    maxTokens: Math.min(asked.maxTokens ?? maxTokens, maxTokens),
    ...(temperature !== undefined && { temperature }),
  };
}

/** The same, to go on from what another deployment has said. */
export const requestToGoOn = (chat: OpenedChat, deployment: ServingDeployment, soFar: string): ChatRequest =>
  continueRequest(requestFor(chat, deployment), soFar, deployment.continues ?? "instruction");
