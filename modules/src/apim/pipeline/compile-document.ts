import type { LoadProblem } from "../documents/load-error.ts";
import { nearestName } from "../documents/nearest-name.ts";
import type { PolicyDocument } from "../documents/policy-document.ts";
import type { PolicyElement } from "../documents/policy-element.ts";
import type { Exchange } from "./exchange.ts";
import type { Flow } from "./policy.ts";
import { type CompilerServices, compileSection } from "./policy-compiler.ts";
import { type PlacedStep, runSteps } from "./run-steps.ts";
import { SECTIONS, type Section } from "./section.ts";

/** One policy file, ready to run. A section that it lacks is left to the next broader scope. */
export interface CompiledDocument {
  readonly scope: string;
  readonly sections: Readonly<Partial<Record<Section, readonly PlacedStep[]>>>;
}

/** What stands at the global scope of a new API Management service. */
export const defaultGlobalDocument: PolicyDocument = {
  file: "(default global policy)",
  text: "<policies><inbound /><backend><forward-request /></backend><outbound /><on-error /></policies>",
};

type ChainOf = (exchange: Exchange) => readonly CompiledDocument[];

/** Compiles `<policies>` with its sections; what is wrong goes to the list of problems. */
export function compileDocument(
  root: PolicyElement,
  scope: string,
  services: CompilerServices,
  chainOf: ChainOf,
): CompiledDocument {
  const sections: Partial<Record<Section, readonly PlacedStep[]>> = {};
  const document: CompiledDocument = { scope, sections };
  if (root.text) {
    services.problems.push({
      message: "<policies> holds sections, but here stands text.",
      ...root.text.position,
    });
  }
  const seen = new Set<string>();
  for (const element of root.children) {
    const section = SECTIONS.find((name) => name === element.name);
    const problem = wrongSection(element, section, seen);
    if (problem) services.problems.push(problem);
    if (!section) continue;
    seen.add(section);
    const base = (exchange: Exchange) => runBroader(document, section, chainOf(exchange), exchange);
    sections[section] = compileSection(element.children, services, { section, scope, base });
  }
  return document;
}

function wrongSection(
  element: PolicyElement,
  section: Section | undefined,
  seen: ReadonlySet<string>,
): LoadProblem | undefined {
  const { name, text, position } = element;
  if (!section) {
    return {
      message: `<${name}> is no section of <policies>. ${nearestName(name, SECTIONS, "sections")}`,
      ...position,
    };
  }
  if (seen.has(section))
    return { message: `<policies> takes the section <${section}> only once.`, ...position };
  return text && { message: `<${section}> holds policies, but here stands text.`, ...text.position };
}

/** Runs the same section of the next broader scope; there is none above the global one. */
function runBroader(
  document: CompiledDocument,
  section: Section,
  chain: readonly CompiledDocument[],
  exchange: Exchange,
): Promise<Flow> | Flow {
  return runSection(chain, section, exchange, chain.indexOf(document) + 1);
}

/** Runs a section of the narrowest scope that has one, from a place in the chain on. */
export function runSection(
  chain: readonly CompiledDocument[],
  section: Section,
  exchange: Exchange,
  from = 0,
): Promise<Flow> | Flow {
  for (let index = from; index < chain.length; index++) {
    const steps = chain[index]?.sections[section];
    if (steps) return runSteps(steps, exchange);
  }
  return "next";
}
