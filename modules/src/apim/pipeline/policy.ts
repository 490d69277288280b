import type { PolicyElement, PolicyText, SourcePosition } from "../documents/policy-element.ts";
import type { Exchange } from "./exchange.ts";
import type { PolicyValue } from "./policy-value.ts";
import type { Section } from "./section.ts";

/**
 * What follows a step: the next one, the end of the whole pipeline (`return-response`), or outbound at once since a cache
 * had the answer (`cache-lookup`).
 */
export type Flow = "next" | "stop" | "answered";

/** One policy of a loaded document, ready to run. */
export interface PolicyStep {
  readonly policy: string;
  readonly position: SourcePosition;
  /** `undefined` means `"next"`. Throws `PolicyError` for what `on-error` shall see. */
  run(exchange: Exchange): Promise<Flow | undefined> | Flow | undefined;
}

export interface AttributeShape {
  readonly required?: boolean;
  /** Whether `@(…)` is allowed; default true. */
  readonly expression?: boolean;
  /** What a literal must be; an expression is checked when it runs. Default `text`. */
  readonly kind?: "text" | "integer" | "number" | "boolean";
  /** The only literals allowed. */
  readonly values?: readonly string[];
  /** For `integer` and `number`. */
  readonly min?: number;
  readonly max?: number;
}

export type AttributeShapes = Readonly<Record<string, AttributeShape>>;

/** An element inside a policy that is no policy itself: `<value>`, `<when>`, `<audiences>`. */
export interface ElementShape {
  readonly attributes?: AttributeShapes;
  /** `"policies"` for a list of policies, else the elements allowed by name. */
  readonly children?: "policies" | Readonly<Record<string, ElementShape>>;
  /** Whether text may stand inside; default false. */
  readonly text?: boolean;
  readonly required?: boolean;
  /** Whether it may come more than once; default false. */
  readonly many?: boolean;
}

/** How one policy is read and run; `registry.ts` lists them all. */
export interface PolicyDefinition extends Omit<ElementShape, "required" | "many"> {
  readonly name: string;
  /** Other names of the very same policy: `azure-openai-token-limit`. */
  readonly aliases?: readonly string[];
  readonly sections: readonly Section[];
  /** `partly`: some of it is refused at load or differs; `notes` says what. */
  readonly support: "emulated" | "partly";
  /** For the conformance table: what differs from Azure or is a stated default. */
  readonly notes?: string;
  /** The element has been checked against the shape already. */
  compile(element: PolicyElement, compiler: PolicyCompiler): PolicyStep;
}

/** What a definition may ask while it compiles. */
export interface PolicyCompiler {
  readonly section: Section;
  /** `global`, `product`, `api` or `operation`. */
  readonly scope: string;
  /** Compiles the policies inside an element, in order. */
  policies(elements: readonly PolicyElement[]): readonly PolicyStep[];
  /** Runs steps one after the other with tracing; stops at `"stop"`. */
  run(steps: readonly PolicyStep[], exchange: Exchange): Promise<Flow>;
  value(text: PolicyText): PolicyValue;
  /** The value of an attribute, or undefined when it is absent. */
  attribute(element: PolicyElement, name: string): PolicyValue | undefined;
  /** The value of an attribute that the shape requires. */
  required(element: PolicyElement, name: string): PolicyValue;
  /** Notes a reason not to start and goes on, so that all of them are told at once. */
  problem(message: string, position: SourcePosition): void;
  /** Names of the gateway's backends, for literal `backend-id`s. */
  readonly backendNames: ReadonlySet<string>;
  /** What `<base />` stands for here: the same section of the next broader scope. */
  readonly base: PolicyStep["run"];
  /** The policies of a fragment; one that is not there is a problem. */
  fragment(id: PolicyText): readonly PolicyStep[];
}
