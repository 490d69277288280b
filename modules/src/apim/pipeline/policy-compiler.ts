import { LoadError, type LoadProblem } from "../documents/load-error.ts";
import { nearestName } from "../documents/nearest-name.ts";
import type { PolicyElement, PolicyText, SourcePosition } from "../documents/policy-element.ts";
import type { CompiledExpression } from "../expressions/compiled-expression.ts";
import { checkShape } from "./check-shape.ts";
import { expressionValue, isExpression, literalValue } from "./compile-value.ts";
import type { AttributeShape, PolicyCompiler, PolicyDefinition, PolicyStep } from "./policy.ts";
import type { PolicyValue } from "./policy-value.ts";
import { type PlacedStep, runSteps } from "./run-steps.ts";
import type { Section } from "./section.ts";

/** What all documents of a gateway are compiled with. */
export interface CompilerServices {
  /** By name and by alias. */
  readonly definitions: ReadonlyMap<string, PolicyDefinition>;
  /** Policies that exist in Azure and are not emulated, with the reason or what to use. */
  readonly refused: ReadonlyMap<string, string>;
  readonly backendNames: ReadonlySet<string>;
  readonly fragments: ReadonlyMap<string, PolicyElement>;
  /** Throws `LoadError` for what is no expression of API Management. */
  compileExpression(text: string, position: SourcePosition): CompiledExpression;
  readonly problems: LoadProblem[];
}

/** Where a list of policies stands. */
export interface CompilerPlace {
  readonly section: Section;
  readonly scope: string;
  /** The steps that `<base />` stands for. */
  readonly base: PolicyStep["run"];
}

/** Every policy may carry a name of its own for `context.LastError.PolicyId`. */
const ID: AttributeShape = { expression: false };

/** Stands for an expression that keeps the gateway from starting. */
const NEVER_RUN: CompiledExpression = {
  reads: { requestBody: false, responseBody: false },
  evaluate: () => undefined,
};

const NOT_IN_FRAGMENTS: readonly string[] = ["base", "include-fragment"];

/** Compiles one section of one document. */
export function compileSection(
  elements: readonly PolicyElement[],
  services: CompilerServices,
  place: CompilerPlace,
): readonly PlacedStep[] {
  return new SectionCompiler(services, place).policies(elements);
}

class SectionCompiler implements PolicyCompiler {
  readonly section: Section;
  readonly scope: string;
  readonly backendNames: ReadonlySet<string>;
  readonly #services: CompilerServices;
  readonly #place: CompilerPlace;
  /** The policy that is being compiled, and its place. */
  #policy = "";
  #path = "";
  #isInFragment = false;
  /** Paths of elements that lie inside the policies that are being compiled. */
  readonly #paths = new WeakMap<PolicyElement, string>();

  constructor(services: CompilerServices, place: CompilerPlace) {
    this.#services = services;
    this.#place = place;
    this.section = place.section;
    this.scope = place.scope;
    this.backendNames = services.backendNames;
  }

  get base(): PolicyStep["run"] {
    return this.#place.base;
  }

  policies(elements: readonly PolicyElement[]): readonly PlacedStep[] {
    this.#notePaths(elements, this.#path);
    return elements.flatMap((element) => this.#compile(element) ?? []);
  }

  run = (steps: readonly PolicyStep[], exchange: Parameters<PolicyCompiler["run"]>[1]) =>
    // Every step comes from `policies`, which places it.
    runSteps(steps as readonly PlacedStep[], exchange);

  value(text: PolicyText): PolicyValue {
    const trimmed = text.value.trim();
    if (!isExpression(trimmed)) return literalValue(text, this.#policy);
    try {
      const expression = this.#services.compileExpression(trimmed, text.position);
      return expressionValue(text, this.#policy, expression);
    } catch (error) {
      if (!(error instanceof LoadError)) throw error;
      this.#services.problems.push(...error.problems);
      return expressionValue(text, this.#policy, NEVER_RUN);
    }
  }

  attribute(element: PolicyElement, name: string): PolicyValue | undefined {
    const text = element.attributes.get(name);
    return text && this.value(text);
  }

  required(element: PolicyElement, name: string): PolicyValue {
    return this.value(element.attributes.get(name) ?? { value: "", position: element.position });
  }

  problem(message: string, position: SourcePosition): void {
    this.#services.problems.push({ message, ...position });
  }

  fragment(name: PolicyText): readonly PolicyStep[] {
    const fragment = this.#services.fragments.get(name.value);
    if (!fragment) {
      const hint = nearestName(name.value, [...this.#services.fragments.keys()], "fragments");
      this.problem(`The fragment "${name.value}" is not defined. ${hint}`, name.position);
      return [];
    }
    this.#isInFragment = true;
    // A copy: a fragment that is included twice has two places.
    const steps = this.policies(fragment.children.map(copyElement));
    this.#isInFragment = false;
    return steps;
  }

  #compile(element: PolicyElement): PlacedStep | undefined {
    const definition = this.#services.definitions.get(element.name);
    if (!definition) {
      this.problem(this.#unknown(element.name), element.position);
      return undefined;
    }
    if (!definition.sections.includes(this.section)) {
      const allowed = definition.sections.map((section) => `<${section}>`).join(", ");
      this.problem(
        `<${element.name}> is not allowed in <${this.section}>. Allowed in: ${allowed}.`,
        element.position,
      );
      return undefined;
    }
    if (this.#isInFragment && NOT_IN_FRAGMENTS.includes(element.name)) {
      this.problem(`<${element.name}> is not allowed in a fragment.`, element.position);
      return undefined;
    }
    const problems = checkShape(element, { ...definition, attributes: { id: ID, ...definition.attributes } });
    this.#services.problems.push(...problems);
    return problems.length > 0 ? undefined : this.#placed(element, definition);
  }

  #placed(element: PolicyElement, definition: PolicyDefinition): PlacedStep {
    const outer = { policy: this.#policy, path: this.#path };
    const path = this.#paths.get(element) ?? element.name;
    this.#policy = element.name;
    this.#path = path;
    this.#notePaths(element.children, path);
    const step = definition.compile(element, this);
    this.#policy = outer.policy;
    this.#path = outer.path;
    return {
      policy: element.name,
      position: element.position,
      run: (exchange) => step.run(exchange),
      section: this.section,
      scope: this.scope,
      path,
      policyId: element.attributes.get("id")?.value ?? "",
    };
  }

  #unknown(name: string): string {
    const refused = this.#services.refused.get(name);
    if (refused !== undefined)
      return `<${name}> is a policy of API Management that this emulator does not run. ${refused}`.trim();
    return `<${name}> is no policy. ${nearestName(name, this.#allowedHere(), `policies in <${this.section}>`)}`;
  }

  #allowedHere(): readonly string[] {
    const all = [...this.#services.definitions];
    return all.filter(([, { sections }]) => sections.includes(this.section)).map(([name]) => name);
  }

  /** Numbers elements of the same name: `choose[1]/when[2]`. */
  #notePaths(elements: readonly PolicyElement[], outer: string): void {
    const counts = new Map<string, number>();
    for (const element of elements) {
      if (this.#paths.has(element)) continue;
      const count = (counts.get(element.name) ?? 0) + 1;
      counts.set(element.name, count);
      const path = `${outer === "" ? "" : `${outer}/`}${element.name}[${count}]`;
      this.#paths.set(element, path);
      this.#notePaths(element.children, path);
    }
  }
}

function copyElement(element: PolicyElement): PolicyElement {
  return { ...element, children: element.children.map(copyElement) };
}
