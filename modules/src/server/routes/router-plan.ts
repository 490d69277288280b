import { z } from "zod";
import { SettingsError } from "../../core/errors.ts";
import type { ConfiguredOrchestrator } from "../../orchestrator/open-orchestrator.ts";
import { ApiError } from "../http/api-error.ts";
import { defineRoute, type Route } from "../http/route.ts";
import { bodyRefusal, errorBody } from "./declared-answers.ts";

const name = z.string().min(1).max(200);
const price = z.strictObject({ input: z.number().min(0), output: z.number().min(0) });

const body = z.strictObject({
  strategy: name.optional(),
  threshold: z.number().min(0).max(1).optional(),
  routes: z.record(name, z.array(name).min(1).max(20)).optional(),
  prices: z.record(name, price).optional(),
  outage: z.array(name).max(100).optional(),
  limit: z.int().min(1).max(1000).default(200),
});

/** `POST /router/plan`: what the last decisions would have been under a change that is not made. */
export function routerPlan(replay: ConfiguredOrchestrator["replay"]): Route {
  return defineRoute({
    method: "POST",
    path: "/router/plan",
    name: "planChange",
    tag: "Orchestration",
    about:
      "Replays the tenant's last decisions under another strategy, threshold, routes, prices (US dollars for a million tokens) or outage: changed routes, cost, latency. Changes nothing.",
    scope: "read",
    body,
    answers: {
      200: { about: "What would change.", schema: z.looseObject({ replayed: z.int() }) },
      ...bodyRefusal,
      409: { about: "No questions were kept; the hint says how they are.", schema: errorBody },
    },
    metered: true,
    async handle({ body: { limit, strategy, threshold, routes, prices, outage }, caller }) {
      const change = {
        ...(strategy !== undefined && { strategy }),
        ...(threshold !== undefined && { threshold }),
        ...(routes && { routes }),
        ...(prices && { prices }),
        ...(outage && { outage }),
      };
      const tenant = caller.scopes.has("admin") ? {} : { tenant: caller.tenant };
      return { body: await replay(change, { limit, ...tenant }).catch(refuseChange) };
    },
  });
}

/** A change that names what there is not is the caller's mistake. */
function refuseChange(error: unknown): never {
  if (!(error instanceof SettingsError)) throw error;
  throw new ApiError(error.message, { status: 400, code: "CHANGE_INVALID", hint: error.hint });
}
