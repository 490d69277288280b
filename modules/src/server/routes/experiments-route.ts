import { z } from "zod";
import type { ConfiguredOrchestrator } from "../../orchestrator/open-orchestrator.ts";
import { defineRoute, type Route } from "../http/route.ts";
import { anyRefusal } from "./declared-answers.ts";

/** Null where too little is known for it. */
const figure = z.looseObject({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  requests: z.int(),
});

const report = z.looseObject({
  experiment: z.string(),
  goal: z.string(),
  requests: z.int(),
  variants: z.array(
    z.looseObject({ variant: z.string(), requests: z.int(), figures: z.record(z.string(), figure) }),
  ),
  comparisons: z.array(
    z.looseObject({
      variant: z.string(),
      against: z.string(),
      metric: z.string(),
      difference: figure,
      verdict: z.enum(["better", "worse", "no-difference-shown", "too-early"]),
    }),
  ),
  says: z.array(z.string()),
});

const answers = {
  200: {
    about: "A report for each experiment, of the shadow, and of what is learnt.",
    schema: z.looseObject({
      experiments: z.array(report),
      shadow: z.looseObject({ model: z.string(), compared: z.int() }).nullable(),
      preferences: z.array(z.looseObject({ route: z.string(), model: z.string(), reward: z.number() })),
    }),
  },
  ...anyRefusal,
};

/** `GET /router/experiments`: what can be said of each test and canary so far. */
export function experimentsRoute(trials: ConfiguredOrchestrator["trials"]): Route {
  return defineRoute({
    method: "GET",
    path: "/router/experiments",
    name: "getExperiments",
    tag: "Orchestration",
    about:
      "Tests and canaries of the configuration over all tenants: each variant's figures with intervals that hold at any time, and the verdict; how a second model's answers differ; which models are worth how much on routes that learn.",
    scope: "read",
    answers,
    handle: () => ({ body: trials() }),
  });
}
