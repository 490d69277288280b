import type { LabContext } from "../../lab-app.ts";
import type { LabRoute } from "../service.ts";
import type { ChatState } from "./conversations/chat-state.ts";

/** Where the routes of responses and conversations hang. */
export interface StatefulPlace {
  /** What stands before `/responses` and `/conversations`, e.g. `/openai/v1`. */
  readonly prefix: string;
  /** @throws AzureRefusal for whoever may not enter. */
  enter(c: LabContext): void;
  /** What is kept for the resource or project that a request is for. @throws AzureRefusal (404) when there is none. */
  stateOf(c: LabContext): ChatState;
}

/** Routes that only those reach who may enter. */
export const behind = (
  { enter }: Pick<StatefulPlace, "enter">,
  routes: readonly LabRoute[],
): readonly LabRoute[] =>
  routes.map((route) => ({
    ...route,
    handle(c) {
      enter(c);
      return route.handle(c);
    },
  }));
