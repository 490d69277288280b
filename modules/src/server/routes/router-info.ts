import { z } from "zod";
import { defineRoute, type Route } from "../http/route.ts";
import type { Platform } from "../platform.ts";
import { anyRefusal } from "./declared-answers.ts";
import { isoOf } from "./health.ts";

const query = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(50),
  route: z.string().min(1).max(200).optional(),
});

/** What the router is set to, and what it decided lately. */
export function routerInfo({ orchestrator }: Platform): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/router/info",
      name: "getRouterInfo",
      tag: "Orchestration",
      about: "Strategy, chains, models and their state.",
      scope: "read",
      answers: {
        200: { about: "What is known now.", schema: z.looseObject({ routing_strategy: z.string() }) },
        ...anyRefusal,
      },
      handle() {
        const { profile, strategy, chains, status, models, resilience, budget, cache, ledger } =
          orchestrator.state();
        return {
          body: {
            profile,
            routing_strategy: strategy,
            fallback_chains: chains,
            status,
            models: Object.fromEntries(models.map((one) => [one.name, one])),
            health_check: Object.fromEntries(
              models.flatMap(({ deployments }) =>
                deployments.map(({ deployment, healthy, checkedAt }) => [
                  deployment,
                  { healthy, last_check: isoOf(checkedAt) },
                ]),
              ),
            ),
            routers: { available: orchestrator.routers.names, absent: orchestrator.routers.absent },
            resilience,
            budget: budget ?? null,
            cache: cache ?? null,
            ledger: ledger ?? null,
          },
        };
      },
    }),
    defineRoute({
      method: "GET",
      path: "/router/decisions",
      name: "listDecisions",
      tag: "Orchestration",
      about:
        "The tenant's last decisions, oldest first, with signals and scores; `admin` sees those of all tenants.",
      scope: "read",
      query,
      answers: {
        200: { about: "The decisions.", schema: z.looseObject({ decisions: z.array(z.looseObject({})) }) },
        ...anyRefusal,
      },
      handle({ query: { limit, route }, caller }) {
        const tenant = caller.scopes.has("admin") ? {} : { tenant: caller.tenant };
        return {
          body: {
            decisions: orchestrator.decisions({ limit, ...tenant, ...(route !== undefined && { route }) }),
          },
        };
      },
    }),
  ];
}
