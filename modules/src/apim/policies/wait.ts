import { branchExchange } from "../pipeline/branch-exchange.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { Flow, PolicyDefinition, PolicyStep } from "../pipeline/policy.ts";
import { readChoice } from "../pipeline/read-choice.ts";

const CHILDREN: readonly string[] = ["send-request", "cache-lookup-value", "choose"];
const MODES = ["all", "any"] as const;

/** `<wait for="all|any">`: runs the policies inside it at the same time. */
export const wait: PolicyDefinition = {
  name: "wait",
  sections: ["inbound", "backend", "outbound"],
  support: "emulated",
  attributes: { for: { values: MODES } },
  children: "policies",
  compile: (element, compiler) => {
    const wanted = compiler.attribute(element, "for");
    for (const { name, position } of element.children) {
      if (CHILDREN.includes(name)) continue;
      compiler.problem(
        `<${name}> is not allowed inside <wait>. Allowed elements: ${CHILDREN.join(", ")}.`,
        position,
      );
    }
    const steps = compiler.policies(element.children);
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange) => {
        const mode = await readChoice(wanted, exchange, MODES);
        const run = (step: PolicyStep, branch: Exchange) => compiler.run([step], branch);
        return mode === "any" ? runUntilFirst(steps, exchange, run) : runAll(steps, exchange, run);
      },
    };
  },
};

type RunStep = (step: PolicyStep, exchange: Exchange) => Promise<Flow>;

async function runAll(steps: readonly PolicyStep[], exchange: Exchange, run: RunStep): Promise<Flow> {
  const stop = new AbortController();
  try {
    const flows = await Promise.all(steps.map((step) => run(step, branchExchange(exchange, stop.signal))));
    return flows.find((flow) => flow !== "next") ?? "next";
  } catch (error) {
    stop.abort();
    throw error;
  }
}

/** The first that is done decides; the others are broken off. */
async function runUntilFirst(steps: readonly PolicyStep[], exchange: Exchange, run: RunStep): Promise<Flow> {
  const stop = new AbortController();
  const runs = steps.map((step) => run(step, branchExchange(exchange, stop.signal)));
  try {
    return runs.length === 0 ? "next" : await Promise.race(runs);
  } finally {
    stop.abort();
    // What was broken off fails; nobody asks for it any more.
    for (const broken of runs) broken.catch(() => {});
  }
}
