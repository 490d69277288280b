import { z } from "zod";
import type { RequestPatterns } from "../../experiments/patterns.ts";
import { defineRoute, type Route } from "../http/route.ts";
import { anyRefusal } from "./declared-answers.ts";

/** `GET /router/patterns`: what requests were like, and what that speaks for. */
export function patternsRoute(patterns: RequestPatterns): Route {
  return defineRoute({
    method: "GET",
    path: "/router/patterns",
    name: "getPatterns",
    tag: "Orchestration",
    about:
      "What the tenant's requests were like by task, model and hour, and what they speak for; `admin` sees all tenants.",
    scope: "read",
    answers: {
      200: { about: "Sums and hints.", schema: z.looseObject({ requests: z.int() }) },
      ...anyRefusal,
    },
    handle({ caller }) {
      const whose = caller.scopes.has("admin") ? {} : { tenant: caller.tenant };
      return { body: { ...patterns.summary(whose), hints: patterns.hints(whose) } };
    },
  });
}
