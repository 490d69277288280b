import type { LabContext } from "../../lab-app.ts";
import type { LabRoute } from "../service.ts";
import { type ChatState, createChatState } from "./conversations/chat-state.ts";
import { conversationRoutes } from "./conversations/conversation-routes.ts";
import type { AzureResource } from "./resource.ts";
import { responseRoutes } from "./responses/response-routes.ts";
import { prefixOf } from "./route-form.ts";

/**
 * Responses and conversations in every form of a surface. What is kept belongs to one resource, as on Azure: another region
 * does not know it.
 */
export function statefulRoutes(resource: AzureResource): readonly LabRoute[] {
  const states = new Map<string, ChatState>();
  const stateOf = (c: LabContext) => {
    const name = resource.resourceOf(c);
    const state = states.get(name) ?? createChatState();
    states.set(name, state);
    return state;
  };
  return resource.forms
    .map((form) => ({
      prefix: prefixOf[form],
      enter: (c: LabContext) => resource.enter(c, form),
      stateOf,
    }))
    .flatMap((place) => [...responseRoutes(resource, place), ...conversationRoutes(resource, place)]);
}
