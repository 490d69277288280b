import { passesOver } from "./cached-answer.ts";
import type { Exchange } from "./exchange.ts";
import type { Flow, PolicyStep } from "./policy.ts";
import { isNotAsked } from "./preflight.ts";
import type { Section } from "./section.ts";

/** A step with its place in the gateway. */
export interface PlacedStep extends PolicyStep {
  readonly section: Section;
  readonly scope: string;
  /** Place inside the section: `choose[1]/when[1]/set-header[2]`. */
  readonly path: string;
  /** Value of the policy's attribute `id`, or "". */
  readonly policyId: string;
}

/** Where an error was first seen; steps around it leave it alone. */
const places = new WeakMap<object, PlacedStep>();

/** The innermost step in which an error came up. */
export function placeOfError(error: unknown): PlacedStep | undefined {
  return typeof error === "object" && error ? places.get(error) : undefined;
}

/** Runs steps one after the other, each of them traced; stops at the first that says something other than `"next"`. */
export async function runSteps(steps: readonly PlacedStep[], exchange: Exchange): Promise<Flow> {
  const { trace } = exchange;
  for (const step of steps) {
    if (passesOver(exchange, step) || isNotAsked(exchange, step)) continue;
    trace.begin(step);
    try {
      const running = step.run(exchange);
      const flow = running instanceof Promise ? await running : running;
      trace.end();
      if (flow === "stop" || flow === "answered") return flow;
    } catch (error) {
      trace.end(error);
      if (typeof error === "object" && error && !places.has(error)) places.set(error, step);
      throw error;
    }
  }
  return "next";
}
