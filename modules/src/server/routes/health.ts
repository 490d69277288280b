import { z } from "zod";
import { defineRoute, type Route } from "../http/route.ts";
import type { Platform } from "../platform.ts";
import { anyRefusal } from "./declared-answers.ts";

const answer = z.looseObject({ status: z.string() });

/** `/livez`: the process runs. `/readyz`: it takes requests and at least one model can be asked. */
export function probes({ orchestrator, isDraining }: Platform): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/livez",
      name: "getLiveness",
      tag: "Health",
      about: "Whether the process runs.",
      scope: "open",
      answers: { 200: { about: "It runs.", schema: answer } },
      handle: () => ({ body: { status: "alive" } }),
    }),
    defineRoute({
      method: "GET",
      path: "/readyz",
      name: "getReadiness",
      tag: "Health",
      about: "Whether requests should be sent here.",
      scope: "open",
      answers: {
        200: { about: "They should.", schema: answer },
        503: { about: "They should not.", schema: answer },
      },
      async handle() {
        if (isDraining()) return { status: 503, body: { status: "draining" } };
        const readiness = await orchestrator.readiness();
        return readiness.ready
          ? { body: { status: "ready" } }
          : { status: 503, body: { status: readiness.because } };
      },
    }),
  ];
}

/** Health of every model, derived from checks, breakers and calls. */
export function health(platform: Platform): readonly Route[] {
  const route = (path: string, name: string) =>
    defineRoute({
      method: "GET",
      path,
      name,
      tag: "Health",
      about: "Health of the models and of the parts that serve them.",
      scope: "read",
      answers: { 200: { about: "What is known now.", schema: answer }, ...anyRefusal },
      handle: () => ({ body: healthOf(platform) }),
    });
  return [route("/v1/health", "getHealth"), route("/health", "getRouterHealth")];
}

export function healthOf({ orchestrator, isDraining }: Platform) {
  const { status, models, requests, budget, resilience } = orchestrator.state();
  const open = Object.values(resilience.breakers).filter(({ kind }) => kind === "open").length;
  return {
    status: isDraining() ? "draining" : status === "failed" ? "unhealthy" : status,
    models: Object.fromEntries(
      models.map(({ name, available, deployments }) => [
        name,
        {
          available,
          success_rate: meanOf(deployments.map(({ successRate }) => successRate)),
          last_check: isoOf(latestOf(deployments.map(({ checkedAt }) => checkedAt))),
          deployments: deployments.map(({ deployment, tier, healthy, breaker, latencyMs }) => ({
            deployment,
            tier,
            healthy,
            breaker,
            latency_ms: latencyMs ?? null,
          })),
        },
      ]),
    ),
    services: {
      router: status === "failed" ? "failed" : "active",
      optimizer:
        budget === undefined
          ? "off"
          : budget.spentUsd + budget.reservedUsd >= budget.limitUsd
            ? "exhausted"
            : "active",
      metrics: "active",
    },
    open_breakers: open,
    requests,
  };
}

const meanOf = (numbers: readonly number[]) =>
  numbers.length === 0 ? null : numbers.reduce((sum, value) => sum + value, 0) / numbers.length;

const latestOf = (times: readonly (number | undefined)[]) =>
  times.reduce<number | undefined>(
    (latest, time) => (time !== undefined && time > (latest ?? 0) ? time : latest),
    undefined,
  );

export const isoOf = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());
